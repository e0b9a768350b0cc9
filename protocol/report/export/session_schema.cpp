#include "protocol/report/export/session_schema.h"

#include "protocol/text/characters.h"

#include <charconv>
#include <cstdio>

namespace fg::schema {
namespace {

using namespace std::chrono;

// Parses a time; the functions below remove what they have read from the front of the text.
class TimeReader
{
public:
    explicit TimeReader(std::string_view text)
        : m_text(text)
    {
    }

    std::optional<system_clock::time_point> read()
    {
        const auto years = static_cast<int>(number(4));
        skipOneOf("-");
        const auto months = static_cast<unsigned>(number(2));
        skipOneOf("-");
        const auto days = static_cast<unsigned>(number(2));
        skipOneOf("Tt ");
        const hours hour(number(2));
        skipOneOf(":");
        const minutes minute(number(2));
        skipOneOf(":");
        const seconds second(number(2));
        const nanoseconds part = fraction();
        const minutes zone = offset();
        const year_month_day date{year{years}, month{months}, day{days}};
        const bool isTime = hour < hours(24) && minute < minutes(60) && second <= seconds(60);
        // A count of nanoseconds in 64 bits cannot hold other years.
        const bool fits = years >= 1680 && years <= 2260;
        if (m_failed || !m_text.empty() || !date.ok() || !isTime || !fits)
            return std::nullopt;
        return system_clock::time_point(duration_cast<system_clock::duration>(
            sys_days(date).time_since_epoch() + hour + minute + second + part - zone));
    }

private:
    long number(std::size_t digits)
    {
        long value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (m_text.empty() || !isDigit(m_text.front())) {
                m_failed = true;
                return 0;
            }
            value = value * 10 + (m_text.front() - '0');
            m_text.remove_prefix(1);
        }
        return value;
    }
    void skipOneOf(std::string_view oneOf)
    {
        if (m_text.empty() || oneOf.find(m_text.front()) == std::string_view::npos)
            m_failed = true;
        else
            m_text.remove_prefix(1);
    }
    nanoseconds fraction()
    {
        if (!m_text.starts_with('.'))
            return {};
        m_text.remove_prefix(1);
        nanoseconds::rep value = 0;
        nanoseconds::rep unit = 1'000'000'000;
        m_failed = m_failed || m_text.empty() || !isDigit(m_text.front());
        for (; !m_text.empty() && isDigit(m_text.front()); m_text.remove_prefix(1)) {
            unit /= 10;
            value += (m_text.front() - '0') * unit;
        }
        return nanoseconds(value);
    }
    minutes offset()
    {
        if (m_text == "Z" || m_text == "z") {
            m_text = {};
            return {};
        }
        const bool isBehind = m_text.starts_with('-');
        skipOneOf("+-");
        const auto hour = number(2);
        if (m_text.starts_with(':'))
            m_text.remove_prefix(1);
        const minutes amount(hour * 60 + number(2));
        return isBehind ? -amount : amount;
    }

    std::string_view m_text;
    bool m_failed = false;
};

} // namespace

std::string timeText(system_clock::time_point time)
{
    const auto whole = floor<seconds>(time);
    const year_month_day date{floor<days>(whole)};
    const hh_mm_ss clock{whole - floor<days>(whole)};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld.%09ldZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), static_cast<long>(clock.hours().count()),
                  static_cast<long>(clock.minutes().count()), static_cast<long>(clock.seconds().count()),
                  static_cast<long>(nanoseconds(time - whole).count()));
    return text.data();
}

std::optional<system_clock::time_point> timeIn(std::string_view text) { return TimeReader(text).read(); }

} // namespace fg::schema
