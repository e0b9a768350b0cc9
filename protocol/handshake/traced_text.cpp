#include "protocol/handshake/traced_text.h"

#include "protocol/text/characters.h"

#include <algorithm>
#include <optional>

namespace fg {
namespace {

std::optional<unsigned> hexValue(std::string_view digits)
{
    unsigned value = 0;
    for (const char c : digits) {
        const char low = lowered(c);
        if (isDigit(c))
            value = value * 16 + static_cast<unsigned>(c - '0');
        else if (low >= 'a' && low <= 'f')
            value = value * 16 + static_cast<unsigned>(low - 'a' + 10);
        else
            return std::nullopt;
    }
    return value;
}

} // namespace

void SecretMarks::add(std::size_t start, std::size_t length)
{
    std::fill_n(m_isSecret.begin() + static_cast<std::ptrdiff_t>(start), length, true);
}

std::vector<TextRange> SecretMarks::ranges() const
{
    std::vector<TextRange> ranges;
    auto at = m_isSecret.begin();
    while (true) {
        const auto start = std::find(at, m_isSecret.end(), true);
        if (start == m_isSecret.end())
            return ranges;
        at = std::find(start, m_isSecret.end(), false);
        ranges.push_back(
            {static_cast<std::size_t>(start - m_isSecret.begin()), static_cast<std::size_t>(at - start)});
    }
}

void TracedText::add(char character, const TracedText &other, std::size_t at, std::size_t count)
{
    const std::size_t number = m_characters.size();
    m_characters += character;
    m_places.push_back(other.m_places[at]);
    const auto addPlace = [&](const Place &place) {
        Place &last = m_places.back();
        if (last.start + last.length == place.start)
            last.length += place.length;
        else
            m_apart.emplace(number, place);
    };
    for (std::size_t i = at; i < at + count; ++i) {
        if (i > at)
            addPlace(other.m_places[i]);
        const auto [first, end] = other.m_apart.equal_range(i);
        for (auto further = first; further != end; ++further)
            addPlace(further->second);
    }
}

void TracedText::append(std::string_view octets, std::size_t start)
{
    m_characters += octets;
    for (std::size_t i = 0; i < octets.size(); ++i)
        m_places.push_back({static_cast<std::uint32_t>(start + i), 1});
}

TracedText TracedText::withoutPercents() const
{
    constexpr std::size_t size = 3; // "%2F"
    TracedText out;
    for (std::size_t at = 0; at < m_characters.size();) {
        const bool mayBe = m_characters[at] == '%' && at + size <= m_characters.size();
        const auto value = mayBe ? hexValue(characters().substr(at + 1, size - 1)) : std::nullopt;
        const std::size_t taken = value ? size : 1;
        out.add(value ? static_cast<char>(*value) : m_characters[at], *this, at, taken);
        at += taken;
    }
    return out;
}

TracedText TracedText::withoutJsonEscapes() const
{
    constexpr std::size_t size = 6; // "\u005f"
    TracedText out;
    for (std::size_t at = 0; at < m_characters.size();) {
        const std::string_view rest = characters().substr(at);
        const bool mayBe = rest.starts_with("\\u") && rest.size() >= size;
        const auto value = mayBe ? hexValue(rest.substr(2, size - 2)) : std::nullopt;
        char character = m_characters[at];
        std::size_t taken = 1;
        if (rest.starts_with("\\/")) {
            character = '/';
            taken = 2;
        } else if (value && *value < 0x80) {
            character = static_cast<char>(*value);
            taken = size;
        }
        out.add(character, *this, at, taken);
        at += taken;
    }
    return out;
}

void TracedText::mark(std::size_t from, std::size_t to, SecretMarks &marks) const
{
    while (from < to && isSpace(m_characters[from]))
        ++from;
    while (to > from && isSpace(m_characters[to - 1]))
        --to;
    for (std::size_t i = from; i < to; ++i)
        marks.add(m_places[i].start, m_places[i].length);
    for (auto further = m_apart.lower_bound(from); further != m_apart.end() && further->first < to; ++further)
        marks.add(further->second.start, further->second.length);
}

} // namespace fg
