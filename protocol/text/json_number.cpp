#include "protocol/text/json_number.h"

#include "protocol/text/characters.h"

#include <algorithm>

namespace fg {
namespace {

// Takes the digits that the text begins with.
std::string_view takeDigits(std::string_view &text)
{
    std::size_t end = 0;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    const std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

bool take(std::string_view &text, char sign)
{
    if (!text.starts_with(sign))
        return false;
    text.remove_prefix(1);
    return true;
}

// What follows the e of a number.
std::optional<std::int64_t> takeExponent(std::string_view &text)
{
    const bool isNegative = take(text, '-');
    if (!isNegative)
        take(text, '+');
    const std::string_view digits = takeDigits(text);
    if (digits.empty())
        return std::nullopt;
    std::int64_t exponent = 0;
    for (const char digit : digits)
        exponent = std::min<std::int64_t>(exponent * 10 + (digit - '0'), JsonNumber::mostExponent);
    return isNegative ? -exponent : exponent;
}

} // namespace

std::optional<JsonNumber> JsonNumber::of(std::string_view text)
{
    JsonNumber number;
    number.m_isNegative = take(text, '-');
    const std::string_view whole = takeDigits(text);
    if (whole.empty())
        return std::nullopt;
    std::string_view fraction;
    if (take(text, '.')) {
        fraction = takeDigits(text);
        if (fraction.empty())
            return std::nullopt;
    }
    std::int64_t exponent = 0;
    if (take(text, 'e') || take(text, 'E')) {
        const std::optional<std::int64_t> taken = takeExponent(text);
        if (!taken)
            return std::nullopt;
        exponent = *taken;
    }
    if (!text.empty())
        return std::nullopt;

    number.m_digits.append(whole).append(fraction);
    const std::size_t first = number.m_digits.find_first_not_of('0');
    if (first == std::string::npos)
        return JsonNumber();
    number.m_digits.erase(number.m_digits.find_last_not_of('0') + 1);
    number.m_digits.erase(0, first);
    number.m_exponent = exponent + static_cast<std::int64_t>(whole.size()) - static_cast<std::int64_t>(first);
    return number;
}

std::strong_ordering JsonNumber::operator<=>(const JsonNumber &other) const
{
    const auto signOf = [](const JsonNumber &number) {
        const int size = number.m_digits.empty() ? 0 : 1;
        return number.m_isNegative ? -size : size;
    };
    if (const auto order = signOf(*this) <=> signOf(other); order != 0)
        return order;
    const JsonNumber &greaterIfLonger = m_isNegative ? other : *this;
    const JsonNumber &opposite = m_isNegative ? *this : other;
    if (const auto order = greaterIfLonger.m_exponent <=> opposite.m_exponent; order != 0)
        return order;
    return greaterIfLonger.m_digits.compare(opposite.m_digits) <=> 0;
}

} // namespace fg
