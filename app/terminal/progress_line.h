// A line at the end of the terminal's output that is rewritten in place. If standard output is not a
// terminal, there is no such line, and the other text is just printed.
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

    // Replaces the shown text. It must be ASCII; text wider than the terminal is cut.
    void show(std::string_view text);
    void clear() { show({}); }
    // Prints whole lines above the progress line.
    void print(const std::string &lines);

private:
    bool m_isTerminal;
    std::string m_shown;
};

} // namespace fg
