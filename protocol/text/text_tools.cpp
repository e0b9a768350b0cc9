#include "protocol/text/text_tools.h"

#include "protocol/text/escape.h"
#include "protocol/wire/octets.h"

#include <algorithm>
#include <array>

namespace fg {

std::string ordinal(std::uint64_t number)
{
    const auto tens = number % 100;
    const bool isTeen = tens >= 11 && tens <= 13;
    const auto ones = isTeen ? 0 : number % 10;
    return std::to_string(number) + (ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th");
}

std::string plural(std::uint64_t number, std::string_view singular)
{
    if (number == 1)
        return std::string(singular);
    const bool endsInConsonantAndY = singular.size() > 1 && singular.ends_with('y')
        && std::string_view("aeiou").find(singular[singular.size() - 2]) == std::string_view::npos;
    if (endsInConsonantAndY)
        return std::string(singular.substr(0, singular.size() - 1)) + "ies";
    return std::string(singular) + 's';
}

std::string counted(std::uint64_t number, std::string_view singular)
{
    return std::to_string(number) + ' ' + plural(number, singular);
}

std::string sizeText(std::uint64_t octets)
{
    struct Unit
    {
        std::uint64_t octets;
        std::string_view name;
    };
    constexpr std::array units{Unit{1024 * mebibyte, " GiB"}, Unit{mebibyte, " MiB"}, Unit{1024, " KiB"}};
    for (const Unit &unit : units) {
        if (octets >= unit.octets && octets % unit.octets == 0)
            return std::to_string(octets / unit.octets) + std::string(unit.name);
    }
    return counted(octets, "octet");
}

std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    out += escaped(text);
    out += '"';
    return out;
}

std::size_t characterCount(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string_view text, std::size_t width)
{
    std::string out(text);
    const std::size_t characters = characterCount(text);
    if (characters < width)
        out.append(width - characters, ' ');
    return out;
}

std::string padded(std::uint64_t number, std::size_t width)
{
    std::string out = std::to_string(number);
    if (out.size() < width)
        out.insert(0, width - out.size(), ' ');
    return out;
}

std::string fixedSeconds(double seconds) { return std::to_string(seconds); }

std::string shortNumber(double number)
{
    std::string text = fixedSeconds(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string secondsText(std::chrono::nanoseconds duration)
{
    return shortNumber(std::chrono::duration<double>(duration).count());
}

} // namespace fg
