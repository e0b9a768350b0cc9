// The times of an archive. HAR says when an entry started, as a text, and browsers write when a message
// passed, in seconds since 1970. Other programs write milliseconds, microseconds, nanoseconds or texts, or
// the time of a clock that began at any moment. All of them keep their distances. Internal to report/.
#pragma once

#include "protocol/report/import/har_value.h"
#include "protocol/session/log/log_row.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fg {

// The time of day that a value is: a text, or a number since 1970 in any of the units. A text without a zone
// counts as UTC. Nullopt if the value is anything else.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> timeOfDayIn(const HarValue &value);

class HarClock
{
public:
    using TimeOfDay = std::chrono::system_clock::time_point;

    // When the entry started, if it says so: the time of row time 0.
    explicit HarClock(std::optional<TimeOfDay> started)
        : m_started(started)
    {
    }

    struct Reading
    {
        Duration time{}; // Since the start; that of the message before if the value is not a time.
        // How the value was read, if not as seconds since 1970: the end of a sentence that begins with
        // "expected ...; ". Empty: as it should be.
        std::string_view done;
    };
    // Reads the time of the next message.
    [[nodiscard]] Reading read(const HarValue &value);
    // The time at which the value is on this clock; nullopt if it is not of this clock.
    [[nodiscard]] std::optional<Duration> find(const HarValue &value) const;

    // If the entry did not say it, this is the time of the first message; if that is a bit earlier, too.
    [[nodiscard]] std::optional<TimeOfDay> started() const { return m_started; }
    [[nodiscard]] Duration last() const { return m_last; }

private:
    // How many nanoseconds the unit has, as a power of ten.
    enum class Unit : std::uint8_t { Nanoseconds = 0, Microseconds = 3, Milliseconds = 6, Seconds = 9 };
    // A value in nanoseconds: since 1970, or of a clock whose beginning is unknown.
    struct Tick
    {
        std::int64_t nanoseconds = 0;
        Unit unit = Unit::Seconds;
        bool isTimeOfDay = false;
        bool isText = false;
    };
    friend std::optional<TimeOfDay> timeOfDayIn(const HarValue &value);

    [[nodiscard]] static std::optional<Tick> tickIn(const HarValue &value, std::optional<Unit> ownUnit);
    [[nodiscard]] std::string_view begin(const Tick &tick);
    [[nodiscard]] std::optional<Duration> since(const Tick &tick) const;

    std::optional<TimeOfDay> m_started;
    std::optional<Tick> m_first; // What the clock shows at row time 0; nullopt before it is known.
    Duration m_last{}; // The row time of the last message.
    bool m_beginsWithZero = false; // Times of 0 came before the first other one.
};

} // namespace fg
