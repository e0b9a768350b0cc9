// Lines of standard input as they come, in the event loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

class QSocketNotifier;

namespace fg {

class InputLines
{
public:
    // A longer line comes in parts of this size.
    static constexpr std::size_t longestLine = 16 * 1024 * 1024;

    struct Callbacks
    {
        std::function<void(std::string line)> line; // without its end
        std::function<void()> end; // there is no more
    };

    explicit InputLines(Callbacks callbacks);
    ~InputLines();
    InputLines(const InputLines &) = delete;
    InputLines &operator=(const InputLines &) = delete;

    // Nothing is read while it is paused; it begins so.
    void setReading(bool on);

private:
    void read();
    void takeLines();

    Callbacks m_callbacks;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::string m_rest; // of a line that is not at its end
};

} // namespace fg
