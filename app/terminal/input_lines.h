// Reads lines of standard input in the event loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

class QSocketNotifier;

namespace fg {

class InputLines
{
public:
    // Octets. A longer line is split into parts of this size.
    static constexpr std::size_t longestLine = 16 * 1024 * 1024;

    struct Callbacks
    {
        std::function<void(std::string line)> line; // Called with each line, without its line end.
        std::function<void()> end; // Called at the end of the input.
    };

    explicit InputLines(Callbacks callbacks);
    ~InputLines();
    InputLines(const InputLines &) = delete;
    InputLines &operator=(const InputLines &) = delete;

    // Starts or pauses the reading; it is paused at first.
    void setReading(bool on);

private:
    void read();
    void reportLines();

    Callbacks m_callbacks;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::string m_rest; // The part of a line whose end has not been read.
};

} // namespace fg
