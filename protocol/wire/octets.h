// Octets and views of them: the currency at every border of the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// A borrowed run of octets; the owner is whoever handed it over, and says for how long.
using OctetView = std::span<const std::byte>;
using OctetBuffer = std::vector<std::byte>;

// The octets of a text, borrowed from it.
[[nodiscard]] inline OctetView octetsOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

// Octets seen as characters, without any check or conversion; borrowed.
[[nodiscard]] inline std::string_view charactersOf(OctetView octets)
{
    return {reinterpret_cast<const char *>(octets.data()), octets.size()};
}

[[nodiscard]] inline OctetBuffer bufferOf(std::string_view text)
{
    const OctetView octets = octetsOf(text);
    return {octets.begin(), octets.end()};
}

// Lower-case hexadecimal, two digits an octet, no separators.
[[nodiscard]] std::string toHex(OctetView octets);

// Reads hexadecimal digits of either case; white space between octets is skipped. nullopt when a
// character is no digit or a digit is left over.
[[nodiscard]] std::optional<OctetBuffer> fromHex(std::string_view digits);

} // namespace fg
