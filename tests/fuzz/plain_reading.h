// The frames and messages of a session, read from its octets once more in the most obvious way, with nothing
// of the engine but its check of UTF-8. What the views of a session show is compared with this.
#pragma once

#include "protocol/session/log/session.h"

#include <vector>

namespace fg::test {

struct PlainFrame
{
    RowNumber row;
    std::uint64_t offset = 0;
    std::uint8_t firstOctet = 0;
    std::uint64_t length = 0; // As declared.
    OctetBuffer payload; // Unmasked, as far as there are octets.
    bool isWhole = false;

    [[nodiscard]] Opcode opcode() const { return opcodeOf(firstOctet); }
    [[nodiscard]] bool fin() const { return (firstOctet & 0x80) != 0; }
    [[nodiscard]] unsigned rsv() const { return (firstOctet >> 4) & 0x7u; }
};

struct PlainMessage
{
    Opcode opcode = Opcode::Text;
    unsigned rsv = 0; // Of its first frame.
    std::vector<RowNumber> rows;
    OctetBuffer wire; // The payload as it passed the wire, unmasked.
    std::vector<RowNumber> rowOfOctet; // The row of each octet of `wire`.
    bool isComplete = false;
    // Everything below is for complete messages only.
    bool isCompressed = false;
    bool isContentKnown = false; // False for a compressed message that is broken or follows a broken one.
    OctetBuffer content; // The payload, inflated.
    bool isValid = false; // As far as is known, it has no fault, so that every view must have it.
};

// One direction of a session. What was sent is left out from the first frame on whose header lies about the
// octets that follow it, or whose row is not in the order of the stream: the rows then differ from what a
// peer reads, and each view follows either the rows or the octets. A message that continues there is left out
// as a whole.
struct PlainStream
{
    std::vector<PlainFrame> frames; // Those with rows.
    std::vector<PlainMessage> messages; // Also those that have not ended or were replaced.
    std::vector<std::size_t> alone; // The frames that are not part of messages.
    RowNumber end; // Rows before this one are covered.
    std::string fault; // What is wrong with the rows of frames; empty if nothing is.
};

[[nodiscard]] PlainStream readPlainly(const Session &session, Direction direction);

} // namespace fg::test
