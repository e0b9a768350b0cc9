// UTF-8 as RFC 3629 section 4 defines it, checked as it arrives (RFC 6455 8.1): no overlong form,
// no surrogate, nothing over U+10FFFF. All offsets count from the first octet of the text.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <string_view>

namespace fg {

class Utf8Checker
{
public:
    // Takes the next octets. False once the text is known to be ill-formed, whatever follows; the
    // octets after that are not looked at.
    bool write(OctetView octets);
    // The text ends here. False when it is ill-formed or stops inside a character.
    bool finish();
    // Forgets everything, for the next text.
    void reset() { *this = {}; }

    [[nodiscard]] bool isValid() const { return !m_bad; }
    // True when the octets so far end inside a character.
    [[nodiscard]] bool isInsideCharacter() const { return m_state != 0; }
    // When ill-formed: the first octet of the sequence that is no character.
    [[nodiscard]] std::uint64_t badOctet() const { return m_sequenceStart; }
    // When ill-formed: the octet that made it certain. It equals the text's length when only the
    // end of the text made it so.
    [[nodiscard]] std::uint64_t certainAt() const { return m_position; }

    // Equal checkers judge whatever follows alike.
    bool operator==(const Utf8Checker &) const = default;

private:
    std::uint64_t m_position = 0; // the next octet; stands still once bad
    std::uint64_t m_sequenceStart = 0; // of the character begun last; kept only where it can be asked for
    std::uint8_t m_state = 0; // what may follow, see utf8.cpp; 0 between characters
    bool m_bad = false;
};

// The whole text at once.
[[nodiscard]] bool isUtf8(OctetView text);

} // namespace fg
