#include "protocol/session/look/search_needle.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <cstring>
#include <optional>

namespace fg {
namespace {

std::optional<unsigned> digitOf(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    const char small = static_cast<char>(character | 0x20);
    if (small >= 'a' && small <= 'f')
        return small - 'a' + 10;
    return std::nullopt;
}

bool isBlank(char character) { return character == ' ' || character == '\t' || character == '\n'; }

std::variant<OctetBuffer, NeedleFault> octetsInHex(std::string_view text)
{
    OctetBuffer octets;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (isBlank(text[at]))
            continue;
        const auto high = digitOf(text[at]);
        if (!high)
            return NeedleFault::NoHexDigit;
        if (++at == text.size() || isBlank(text[at]))
            return NeedleFault::HalfOctet;
        const auto low = digitOf(text[at]);
        if (!low)
            return NeedleFault::NoHexDigit;
        octets.push_back(static_cast<std::byte>(*high << 4 | *low));
    }
    return octets;
}

OctetBuffer utf8Of(char32_t character)
{
    const QByteArray utf8 = QString::fromUcs4(&character, 1).toUtf8();
    const OctetView octets = octetsOf(std::string_view(utf8.data(), static_cast<std::size_t>(utf8.size())));
    return {octets.begin(), octets.end()};
}

bool startsWith(OctetView octets, OctetView start)
{
    return octets.size() >= start.size() && std::equal(start.begin(), start.end(), octets.begin());
}

} // namespace

std::variant<Needle, NeedleFault> Needle::of(const SearchQuery &query)
{
    if (query.text.size() > 4 * longestQuery)
        return NeedleFault::TooLong;
    OctetBuffer octets;
    if (query.kind == SearchQuery::Kind::Hex) {
        auto read = octetsInHex(query.text);
        if (const auto *const fault = std::get_if<NeedleFault>(&read))
            return *fault;
        octets = std::get<OctetBuffer>(std::move(read));
    } else {
        const OctetView text = octetsOf(query.text);
        octets.assign(text.begin(), text.end());
    }
    if (octets.empty())
        return NeedleFault::Empty;
    if (octets.size() > longestQuery)
        return NeedleFault::TooLong;
    return query.kind == SearchQuery::Kind::AnyCase ? inAnyCase(query.text) : exactly(std::move(octets));
}

Needle Needle::exactly(OctetBuffer octets)
{
    Needle needle;
    needle.m_longest = octets.size();
    needle.m_octets = std::move(octets);
    return needle;
}

Needle Needle::inAnyCase(std::string_view text)
{
    Needle needle;
    bool hasCase = false;
    const QString characters = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (const uint character : characters.toUcs4()) {
        Character both{utf8Of(QChar::toLower(char32_t(character))),
                       utf8Of(QChar::toUpper(char32_t(character)))};
        hasCase = hasCase || both.small != both.capital;
        needle.m_longest += std::max(both.small.size(), both.capital.size());
        needle.m_characters.push_back(std::move(both));
    }
    if (!hasCase) {
        const OctetView octets = octetsOf(text);
        return exactly({octets.begin(), octets.end()});
    }
    needle.m_first.set(std::to_integer<unsigned>(needle.m_characters.front().small.front()));
    needle.m_first.set(std::to_integer<unsigned>(needle.m_characters.front().capital.front()));
    return needle;
}

std::size_t Needle::find(OctetView octets) const
{
    if (!m_octets.empty()) {
        const void *const found = memmem(octets.data(), octets.size(), m_octets.data(), m_octets.size());
        return found ? static_cast<std::size_t>(static_cast<const std::byte *>(found) - octets.data())
                     : nowhere;
    }
    for (std::size_t at = 0; at < octets.size(); ++at) {
        if (m_first[std::to_integer<unsigned>(octets[at])] && beginsWith(octets.subspan(at)))
            return at;
    }
    return nowhere;
}

bool Needle::beginsWith(OctetView octets) const
{
    for (const Character &character : m_characters) {
        const OctetBuffer &written =
            startsWith(octets, character.small) ? character.small : character.capital;
        if (!startsWith(octets, written))
            return false;
        octets = octets.subspan(written.size());
    }
    return true;
}

} // namespace fg
