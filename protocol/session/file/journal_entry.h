// An entry in systemd's Journal Export Format: named fields, which Wireshark lists. A session file keeps
// everything except octets in such entries.
#pragma once

#include "protocol/text/number_text.h"
#include "protocol/wire/octets.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fg {

// The longest value that is written. Longer notes and tags of a user are cut.
inline constexpr std::size_t longestEntryValue = 1024 * 1024;
// At most this many fields of an entry are read.
inline constexpr std::size_t mostEntryFields = 256;

class JournalWriter
{
public:
    // `time`: nanoseconds since 1970. `message`: one line for people who read the file with another program.
    JournalWriter(std::uint64_t time, std::string_view message);

    // `name`: capital letters, digits and '_'. The value may contain any octets.
    JournalWriter &add(std::string_view name, std::string_view value);
    template <std::integral Number> JournalWriter &add(std::string_view name, Number value)
    {
        return add(name, std::string_view(std::to_string(value)));
    }
    JournalWriter &addFlag(std::string_view name, bool value) { return add(name, value ? "1" : "0"); }

    [[nodiscard]] OctetView octets() const { return octetsOf(m_text); }

private:
    std::string m_text;
};

class JournalEntry
{
public:
    // Borrows `octets`. The entry ends at the first octets that are not a field.
    explicit JournalEntry(OctetView octets);

    // The first field with this name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const
    {
        return std::string(find(name).value_or(""));
    }
    // nullopt if there is no such field or it is not a number of this type.
    template <std::integral Number> [[nodiscard]] std::optional<Number> number(std::string_view name) const
    {
        const auto value = find(name);
        return value ? numberIn<Number>(*value) : std::nullopt;
    }
    [[nodiscard]] bool flag(std::string_view name) const { return find(name) == "1"; }

private:
    std::vector<std::pair<std::string_view, std::string_view>> m_fields;
};

} // namespace fg
