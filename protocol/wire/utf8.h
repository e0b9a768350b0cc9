// UTF-8 as RFC 3629 section 4 defines it, checked while it arrives (RFC 6455 8.1): no overlong form, no
// surrogate, nothing above U+10FFFF. All offsets count from the first octet of the text.
#pragma once

#include "protocol/wire/octets.h"
#include "protocol/wire/where.h"

#include <cstdint>
#include <string_view>

namespace fg {

class Utf8Checker
{
public:
    // Checks the next octets. Returns false once the text is known to be ill-formed, whatever follows; octets
    // after that are ignored.
    bool write(OctetView octets);
    // Ends the text. Returns false if it is ill-formed or stops inside a character.
    bool finish();
    // Starts again with the next text.
    void reset() { *this = {}; }

    [[nodiscard]] bool isValid() const { return !m_bad; }
    // True if the octets so far end inside a character.
    [[nodiscard]] bool isInsideCharacter() const { return m_state != 0; }
    // If ill-formed: the position of the first octet of the sequence that is not a character.
    [[nodiscard]] std::uint64_t badOctet() const { return m_sequenceStart; }
    // If ill-formed: the position of the octet that proves it. It equals the text's length if only the end of
    // the text proves it.
    [[nodiscard]] std::uint64_t certainAt() const { return m_position; }
    // If ill-formed: why. None otherwise.
    [[nodiscard]] FaultReason fault() const { return m_fault; }
    // If ill-formed: the sequence that is not a character, up to the octet that proves it.
    [[nodiscard]] OctetsOfMessage badOctets() const
    {
        const std::uint64_t proof = m_fault == FaultReason::TextCut ? 0 : 1;
        return {m_sequenceStart, m_position + proof - m_sequenceStart};
    }

    // Equal checkers give the same result for whatever follows.
    bool operator==(const Utf8Checker &) const = default;

private:
    std::uint64_t m_position = 0; // position of the next octet; no longer changes once ill-formed
    // Position of the character begun last; up to date only where badOctet() may be asked.
    std::uint64_t m_sequenceStart = 0;
    std::uint8_t m_state = 0; // the automaton's state, see utf8.cpp; 0 between characters
    bool m_bad = false;
    FaultReason m_fault = FaultReason::None;
};

// Checks a whole text.
[[nodiscard]] bool isUtf8(OctetView text);

} // namespace fg
