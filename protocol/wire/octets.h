// Octets and views of them, the types that the engine's interfaces use for data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// A borrowed run of octets. Whoever passes it owns the octets and documents how long they stay valid.
using OctetView = std::span<const std::byte>;
using OctetBuffer = std::vector<std::byte>;

// The octets of a text, borrowed from it.
[[nodiscard]] inline OctetView octetsOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

// Octets as characters, without any check or conversion; borrowed.
[[nodiscard]] inline std::string_view charactersOf(OctetView octets)
{
    return {reinterpret_cast<const char *>(octets.data()), octets.size()};
}

[[nodiscard]] inline OctetBuffer bufferOf(std::string_view text)
{
    const OctetView octets = octetsOf(text);
    return {octets.begin(), octets.end()};
}

// Lower-case hexadecimal, two digits for each octet, no separators.
[[nodiscard]] std::string toHex(OctetView octets);

// Reads hexadecimal digits of either case; white space between octets is skipped. Returns nullopt if a
// character is not a digit or if a single digit is left at the end.
[[nodiscard]] std::optional<OctetBuffer> fromHex(std::string_view digits);

} // namespace fg
