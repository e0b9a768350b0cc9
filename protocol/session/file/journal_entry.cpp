#include "protocol/session/file/journal_entry.h"

#include "protocol/wire/utf8.h"

#include <algorithm>
#include <cstring>

namespace fg {
namespace {

constexpr std::size_t lengthSize = 8;

// Whether a value can follow a '='. Other values are written with their length.
bool isPlain(std::string_view value)
{
    const bool hasControls =
        std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return !hasControls && isUtf8(octetsOf(value));
}

bool isNameCharacter(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

} // namespace

JournalWriter::JournalWriter(std::uint64_t time, std::string_view message)
{
    add("__REALTIME_TIMESTAMP", time / 1000);
    add("MESSAGE", message);
    add("SYSLOG_IDENTIFIER", "frameglass");
}

JournalWriter &JournalWriter::add(std::string_view name, std::string_view value)
{
    value = value.substr(0, longestEntryValue);
    m_text += name;
    if (isPlain(value)) {
        m_text += '=';
    } else {
        m_text += '\n';
        for (std::size_t i = 0; i < lengthSize; ++i)
            m_text += static_cast<char>(value.size() >> (8 * i));
    }
    m_text += value;
    m_text += '\n';
    return *this;
}

JournalEntry::JournalEntry(OctetView octets)
{
    std::string_view rest = charactersOf(octets);
    while (m_fields.size() < mostEntryFields) {
        const auto nameEnd = std::ranges::find_if_not(rest, isNameCharacter);
        const auto nameLength = static_cast<std::size_t>(nameEnd - rest.begin());
        if (nameLength == 0 || nameLength == rest.size())
            return;
        const std::string_view name = rest.substr(0, nameLength);
        const char separator = rest[nameLength];
        rest.remove_prefix(nameLength + 1);
        std::size_t length = rest.find('\n');
        if (separator == '\n') {
            if (rest.size() < lengthSize)
                return;
            std::uint64_t announced = 0;
            for (std::size_t i = 0; i < lengthSize; ++i)
                announced |= std::uint64_t{static_cast<unsigned char>(rest[i])} << (8 * i);
            rest.remove_prefix(lengthSize);
            if (announced >= rest.size())
                return;
            length = static_cast<std::size_t>(announced);
        } else if (separator != '=') {
            return;
        }
        if (length >= rest.size() || rest[length] != '\n')
            return;
        m_fields.emplace_back(name, rest.substr(0, length));
        rest.remove_prefix(length + 1);
    }
}

std::optional<std::string_view> JournalEntry::find(std::string_view name) const
{
    const auto found =
        std::ranges::find(m_fields, name, &std::pair<std::string_view, std::string_view>::first);
    if (found == m_fields.end())
        return std::nullopt;
    return found->second;
}

} // namespace fg
