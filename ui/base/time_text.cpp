#include "ui/base/time_text.h"

#include <QDateTime>

namespace fg {

namespace {

using Moment = std::chrono::system_clock::time_point;

QString exactSeconds(Duration duration)
{
    const auto since = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return QStringLiteral("%1.%2").arg(since / 1'000'000).arg(since % 1'000'000, 6, 10, QLatin1Char('0'));
}

QDateTime dateTimeOf(Moment moment, Qt::TimeSpec spec)
{
    const auto since = std::chrono::floor<std::chrono::milliseconds>(moment.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(since.count(), spec);
}

// QDateTime knows milliseconds only.
QString withMicroseconds(Moment moment, Qt::TimeSpec spec, const QString &format)
{
    const auto since = moment.time_since_epoch();
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(since);
    const auto rest = std::chrono::floor<std::chrono::microseconds>(since - whole).count();
    return dateTimeOf(moment, spec).toString(format)
        + QString::number(rest).rightJustified(3, QLatin1Char('0'));
}

} // namespace

QString timeText(const RowTime &time, TimeStyle style)
{
    const Moment moment =
        time.began + std::chrono::duration_cast<std::chrono::system_clock::duration>(time.sinceBegin);
    switch (style) {
    case TimeStyle::Relative:
        break;
    case TimeStyle::Absolute:
        return withMicroseconds(moment, Qt::LocalTime, QStringLiteral("HH:mm:ss.zzz"));
    case TimeStyle::Delta:
        return exactSeconds(time.sincePrevious);
    case TimeStyle::Utc:
        return withMicroseconds(moment, Qt::UTC, QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    }
    return exactSeconds(time.sinceBegin);
}

QString widestTimeText(TimeStyle style)
{
    switch (style) {
    case TimeStyle::Relative:
    case TimeStyle::Delta:
        break;
    case TimeStyle::Absolute:
        return QStringLiteral("00:00:00.000000");
    case TimeStyle::Utc:
        return QStringLiteral("0000-00-00 00:00:00.000000");
    }
    return QStringLiteral("000.000000");
}

QString momentText(Moment moment, TimeStyle style)
{
    const QString format = QStringLiteral("yyyy-MM-dd HH:mm:ss");
    if (style == TimeStyle::Utc)
        return dateTimeOf(moment, Qt::UTC).toString(format) + QStringLiteral(" UTC");
    return dateTimeOf(moment, Qt::LocalTime).toString(format);
}

} // namespace fg
