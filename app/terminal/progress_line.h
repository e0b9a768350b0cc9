// A line at the end of a terminal that is rewritten in place. Where standard output is no terminal there is
// none, and what is printed above it is just printed.
#pragma once

#include <string>
#include <string_view>

namespace fg {

class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    // In place of the text that was there. ASCII; what is wider than the terminal is cut.
    void show(std::string_view text);
    void clear() { show({}); }
    // Whole lines, above the progress line.
    void print(const std::string &lines);

private:
    bool m_isTerminal;
    std::string m_shown;
};

} // namespace fg
