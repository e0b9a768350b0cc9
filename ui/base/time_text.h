// Times as the window shows them: every time of a row and every day and time is formatted here.
#pragma once

#include "protocol/transport/time_source.h"

#include <QString>

#include <chrono>
#include <cstdint>

namespace fg {

// Which time a row has. The numbers are in the settings.
enum class TimeStyle : std::uint8_t {
    Relative, // since the session began
    Absolute, // local time of the day
    Delta, // since the row above
    Utc, // date and time in UTC
};
inline constexpr int timeStyleCount = 4;

// When a row was added to its log.
struct RowTime
{
    std::chrono::system_clock::time_point began; // the time of the day at the session's time 0
    Duration sinceBegin{};
    Duration sincePrevious{};
};

// With microseconds: seconds without their unit, "12.000250"; "14:03:07.123456"; "2026-11-20
// 14:03:07.123456".
[[nodiscard]] QString timeText(const RowTime &time, TimeStyle style);
// The longest text of this style that is usual, to find out how wide it is.
[[nodiscard]] QString widestTimeText(TimeStyle style);

// A day and a time: "2026-11-20 14:03:07", local time, or with TimeStyle::Utc "2026-11-20 13:03:07 UTC".
[[nodiscard]] QString momentText(std::chrono::system_clock::time_point moment, TimeStyle style);

} // namespace fg
