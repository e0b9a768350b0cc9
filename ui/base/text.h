// Converts the engine's UTF-8 to QString, and formats durations, numbers and quantities.
#pragma once

#include "protocol/text/text_tools.h"

#include <QString>

#include <chrono>
#include <string>
#include <string_view>

namespace fg {

[[nodiscard]] inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

// For widgets that lay out whole lines: a peer can send long texts, and a layout takes time for every
// character.
[[nodiscard]] inline QString shortened(QString text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    text.truncate(limit);
    return text + QStringLiteral(" …");
}

// A tool tip that shows `text` literally: Qt would interpret text that looks like markup.
[[nodiscard]] inline QString plainToolTip(const QString &text)
{
    return QStringLiteral("<p style='white-space: pre-wrap'>%1</p>")
        .arg(shortened(text, 600).toHtmlEscaped());
}

// For narrow columns: "0.6 ms", "42 ms", "1.2 s".
[[nodiscard]] inline QString shortDuration(std::chrono::nanoseconds duration)
{
    const double milliseconds = std::chrono::duration<double, std::milli>(duration).count();
    if (milliseconds < 9.95)
        return QStringLiteral("%1 ms").arg(milliseconds, 0, 'f', 1);
    if (milliseconds < 999.5)
        return QStringLiteral("%1 ms").arg(milliseconds, 0, 'f', 0);
    return QStringLiteral("%1 s").arg(milliseconds / 1000, 0, 'f', milliseconds < 99'950 ? 1 : 0);
}

// 1234567 as "1 234 567", with narrow no-break spaces.
[[nodiscard]] inline QString grouped(std::uint64_t number)
{
    QString digits = QString::number(number);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x202F));
    return digits;
}

// "1 octet", "12 345 octets".
[[nodiscard]] inline QString quantity(std::uint64_t number, std::string_view singular)
{
    return grouped(number) + QLatin1Char(' ') + toQString(plural(number, singular));
}

} // namespace fg
