#include "protocol/report/import/har_clock.h"

#include "protocol/report/export/session_schema.h"
#include "protocol/text/characters.h"
#include "protocol/text/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace fg {
namespace {

using namespace std::chrono;

// A number that means a time of day in one unit is far from it in all others.
constexpr double earliestTimeOfDay = 946'684'800; // 2000-01-01, in seconds since 1970
constexpr double latestTimeOfDay = 4'102'444'800; // 2100-01-01
// No clock that begins with the machine has run for longer: five years, in seconds.
constexpr double longestUptime = 5 * 365.25 * 86'400;
// The longest that messages are read to last: ten years.
constexpr Duration longestSession = hours(24 * 3653);
// If the first message seems to be further before the start of its entry, or after it, the clocks differ.
constexpr Duration mostBeforeStart = minutes(1);
constexpr Duration mostAfterStart = hours(24 * 7);

constexpr std::string_view notATime = "the time of the message before is taken";

std::string_view withoutPlus(std::string_view text) { return text.starts_with('+') ? text.substr(1) : text; }

// A decimal number times a power of ten, cut to a whole number. Exactly, because a double of seconds since
// 1970 is not exact to the microsecond.
std::optional<std::int64_t> scaled(std::string_view text, int power)
{
    if (text.find_first_of("eE") != std::string_view::npos) {
        const double value = numberIn<double>(withoutPlus(text)).value_or(0) * std::pow(10.0, power);
        return std::abs(value) < 9e18 ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
    }
    const bool isNegative = text.starts_with('-');
    std::int64_t value = 0;
    int decimals = -1; // -1: before the point
    for (const char c : text) {
        if (c == '.')
            decimals = 0;
        if (!isDigit(c) || decimals >= power)
            continue;
        if (value > (std::numeric_limits<std::int64_t>::max() - 9) / 10)
            return std::nullopt;
        value = value * 10 + (c - '0');
        decimals += decimals >= 0 ? 1 : 0;
    }
    for (int i = std::max(decimals, 0); i < power; ++i) {
        if (value > std::numeric_limits<std::int64_t>::max() / 10)
            return std::nullopt;
        value *= 10;
    }
    return isNegative ? -value : value;
}

// An ISO text; UTC if it names no zone.
std::optional<system_clock::time_point> timeInText(const std::string &text)
{
    auto time = schema::timeIn(text);
    return time ? time : schema::timeIn(text + 'Z');
}

} // namespace

std::optional<HarClock::Tick> HarClock::tickIn(const HarValue &value, std::optional<Unit> ownUnit)
{
    if (!value.is(JsonValue::Kind::Number) && !value.hasText())
        return std::nullopt;
    const std::optional<double> number = numberIn<double>(withoutPlus(value.text));
    if (!number) {
        const auto time = timeInText(value.text);
        if (!time || time->time_since_epoch().count() < 0)
            return std::nullopt;
        return Tick{.nanoseconds = duration_cast<nanoseconds>(time->time_since_epoch()).count(),
                    .isTimeOfDay = true,
                    .isText = true};
    }
    constexpr std::array units{Unit::Seconds, Unit::Milliseconds, Unit::Microseconds, Unit::Nanoseconds};
    const auto inSeconds = [&](Unit unit) { return *number * std::pow(10.0, static_cast<int>(unit) - 9); };
    const auto tick = [&](Unit unit, bool isTimeOfDay) -> std::optional<Tick> {
        const auto scaledNumber = scaled(value.text, static_cast<int>(unit));
        if (!scaledNumber)
            return std::nullopt;
        return Tick{.nanoseconds = *scaledNumber, .unit = unit, .isTimeOfDay = isTimeOfDay};
    };
    for (const Unit unit : units) {
        if (inSeconds(unit) >= earliestTimeOfDay && inSeconds(unit) < latestTimeOfDay)
            return tick(unit, true);
    }
    // A negative number is how programs write that they do not know the time.
    if (*number < 0)
        return std::nullopt;
    if (ownUnit)
        return tick(*ownUnit, false);
    for (const Unit unit : units) {
        if (inSeconds(unit) < longestUptime)
            return tick(unit, false);
    }
    return std::nullopt;
}

// Decides what the times are relative to.
std::string_view HarClock::begin(const Tick &tick)
{
    m_first = tick;
    if (!tick.isTimeOfDay) {
        if (m_beginsWithZero)
            m_first->nanoseconds = 0;
        return "the times are of another clock, and are taken relative to the first message";
    }
    const TimeOfDay time{duration_cast<system_clock::duration>(nanoseconds(tick.nanoseconds))};
    const Duration since = m_started ? duration_cast<Duration>(time - *m_started) : Duration{};
    if (!m_started || (since < Duration{} && since >= -mostBeforeStart))
        m_started = time;
    else if (since < Duration{} || since > mostAfterStart)
        return "the times are far from \"startedDateTime\", and are taken relative to the first message";
    else
        m_first->nanoseconds = duration_cast<nanoseconds>(m_started->time_since_epoch()).count();
    if (tick.isText)
        return "it is read as a time of day";
    switch (tick.unit) {
    case Unit::Seconds:
        return {};
    case Unit::Milliseconds:
        return "it is read as milliseconds";
    case Unit::Microseconds:
        return "it is read as microseconds";
    case Unit::Nanoseconds:
        return "it is read as nanoseconds";
    }
    return {};
}

std::optional<Duration> HarClock::since(const Tick &tick) const
{
    if (!m_first || tick.isTimeOfDay != m_first->isTimeOfDay)
        return std::nullopt;
    const Duration time = nanoseconds(tick.nanoseconds) - nanoseconds(m_first->nanoseconds);
    const bool isPossible = time >= Duration{} && time <= longestSession;
    return isPossible ? std::optional(time) : std::nullopt;
}

std::optional<Duration> HarClock::find(const HarValue &value) const
{
    const auto tick = m_first ? tickIn(value, m_first->unit) : std::nullopt;
    return tick ? since(*tick) : std::nullopt;
}

HarClock::Reading HarClock::read(const HarValue &value)
{
    const bool hasOwnUnit = m_first && !m_first->isTimeOfDay;
    const std::optional<Tick> tick = tickIn(value, hasOwnUnit ? std::optional(m_first->unit) : std::nullopt);
    if (!tick)
        return {m_last, notATime};
    if (!m_first && tick->nanoseconds == 0) {
        m_beginsWithZero = true;
        return {m_last, {}};
    }
    const std::string_view done = m_first ? std::string_view() : begin(*tick);
    const std::optional<Duration> time = since(*tick);
    m_last = time.value_or(m_last);
    return {m_last, time ? done : notATime};
}

std::optional<HarClock::TimeOfDay> timeOfDayIn(const HarValue &value)
{
    const auto tick = HarClock::tickIn(value, std::nullopt);
    if (!tick || !tick->isTimeOfDay)
        return std::nullopt;
    return HarClock::TimeOfDay{duration_cast<system_clock::duration>(nanoseconds(tick->nanoseconds))};
}

} // namespace fg
