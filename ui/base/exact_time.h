// The one form of exact times in the window.
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace fg {

// Seconds with microseconds, without the unit: "12.000250".
[[nodiscard]] inline QString exactSeconds(std::chrono::nanoseconds duration)
{
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return QStringLiteral("%1.%2").arg(since / 1'000'000).arg(since % 1'000'000, 6, 10, QLatin1Char('0'));
}

// Local time of the day: "14:03:07.123456".
[[nodiscard]] inline QString timeOfDay(std::chrono::system_clock::time_point time)
{
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(since / 1'000).toString(QStringLiteral("HH:mm:ss.zzz"))
        + QStringLiteral("%1").arg(since % 1'000, 3, 10, QLatin1Char('0'));
}

} // namespace fg
