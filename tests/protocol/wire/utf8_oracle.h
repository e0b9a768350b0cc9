// A slow and obvious UTF-8 check to compare the fast checker with. It knows only how one code point is
// encoded (RFC 3629 section 3) and which code points exist: whether octets begin a character is looked up
// among the encodings of all code points.
#pragma once

#include "protocol/wire/octets.h"

#include <array>
#include <vector>

namespace fg {

struct Utf8Verdict
{
    bool isValid = true;
    // Meaningful only for an ill-formed text; defined as in Utf8Checker.
    std::uint64_t badOctet = 0;
    std::uint64_t certainAt = 0;

    bool operator==(const Utf8Verdict &) const = default;
};

// A character's octets, or the first of them, stored in place because the oracle makes millions of these.
struct EncodedCharacter
{
    std::array<std::byte, 4> octets{};
    std::size_t size = 0;

    [[nodiscard]] OctetView view() const { return {octets.data(), size}; }
    bool operator==(const EncodedCharacter &) const = default;
};

// Encodes any number below 2^21, including surrogates.
[[nodiscard]] EncodedCharacter encodeCodePoint(std::uint32_t codePoint);

class Utf8Oracle
{
public:
    // The only instance; building it takes a pass over all code points.
    [[nodiscard]] static const Utf8Oracle &instance();

    [[nodiscard]] Utf8Verdict judge(OctetView text) const;

private:
    Utf8Oracle();
    [[nodiscard]] bool beginsCharacter(const EncodedCharacter &sequence) const;

    std::vector<bool> m_beginnings[3]; // by size - 1, indexed by the octets as a big-endian number
};

} // namespace fg
