// Reads lines of standard input in the event loop. A line is reported whole or refused as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

class QSocketNotifier;

namespace fg {

class InputLines
{
public:
    struct Callbacks
    {
        std::function<void(std::string line)> line; // Called with each line, without its line end.
        // Called with the number of a line, from 1, as soon as it is longer than the limit. The rest of the
        // line is skipped.
        std::function<void(std::uint64_t number)> tooLong;
        // Called at the end of the input, with the system's reason if it could not be read to its end. No
        // further calls follow.
        std::function<void(std::optional<std::string> reason)> end;
    };

    // `longestLine`: octets without the line end, which is LF or CR LF; it bounds what is kept.
    InputLines(std::uint64_t longestLine, Callbacks callbacks);
    ~InputLines();
    InputLines(const InputLines &) = delete;
    InputLines &operator=(const InputLines &) = delete;

    // Starts or pauses the reading; it is paused at first.
    void setReading(bool on);

    // Reads what can be read without waiting, until `most` octets or more have been read. True if there is
    // more of it.
    [[nodiscard]] bool readWaiting(std::size_t most);
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

private:
    std::size_t read(); // Returns how many octets came.
    void add(std::string_view block);
    void addToLine(std::string_view part);
    void endLine();
    void endInput(std::optional<std::string> reason);

    std::uint64_t m_longestLine;
    Callbacks m_callbacks;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::string m_line; // The part of a line whose end has not been read.
    std::uint64_t m_number = 1; // Of this line.
    bool m_isRefused = false; // This line is too long.
    bool m_hasEnded = false;
};

} // namespace fg
