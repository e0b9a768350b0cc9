// Octets and views of them, the types that the engine's interfaces use for data.
#pragma once

#include <algorithm>
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

inline constexpr std::uint64_t mebibyte = 1024 * 1024; // In octets.

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

// An empty buffer that a peer has filled keeps at most this much memory for its next use, in octets.
inline constexpr std::size_t keptCapacity = 256 * 1024;

// Gives back all memory of a buffer, a string or a list. Assigning {} or clear() would keep it.
template <typename Buffer> void release(Buffer &buffer) { Buffer().swap(buffer); }

// Empties a buffer, and gives its memory back unless it is little enough to be kept.
inline void clearOut(OctetBuffer &octets)
{
    octets.clear();
    if (octets.capacity() > keptCapacity)
        release(octets);
}

// The capacity with which a buffer has room for `more` octets at its end. It grows by doubling, but not
// beyond `most` octets in all unless it has to: a buffer that grows by itself may take twice as much as it
// holds.
[[nodiscard]] inline std::size_t capacityFor(const OctetBuffer &octets, std::size_t more, std::uint64_t most)
{
    const std::size_t size = octets.size() + more;
    if (size <= octets.capacity())
        return octets.capacity();
    return std::max(size, static_cast<std::size_t>(std::min<std::uint64_t>(2 * octets.capacity(), most)));
}

// Makes room for `more` octets at the end, as capacityFor() has it.
inline void makeRoom(OctetBuffer &octets, std::size_t more, std::uint64_t most)
{
    octets.reserve(capacityFor(octets, more, most));
}

// Lower-case hexadecimal, two digits for each octet, no separators.
[[nodiscard]] std::string toHex(OctetView octets);

// Reads hexadecimal digits of either case; white space between octets is skipped. Returns nullopt if a
// character is not a digit or if a single digit is left at the end.
[[nodiscard]] std::optional<OctetBuffer> fromHex(std::string_view digits);

} // namespace fg
