// Which frames make a message (RFC 6455 5.4). Every reader of frames or of their rows asks this class: it
// follows the frames of one direction in order, legal or not, and says of each whether it belongs to a
// message.
#pragma once

#include "protocol/wire/frame.h"

#include <cstdint>
#include <optional>

namespace fg {

class MessageAssembler
{
public:
    enum class Place : std::uint8_t {
        Outside, // a control or reserved frame, or a continuation without a message to continue
        First, // the first frame of a message; it replaces a message that has not ended
        Further, // a further frame of the message that has begun
    };
    struct Step
    {
        Place place = Place::Outside;
        bool endsMessage = false; // the frame is the last one of its message
        bool replacesMessage = false; // First: an earlier message was still waiting for its last frame

        [[nodiscard]] constexpr bool isOfMessage() const { return place != Place::Outside; }
    };

    // The next frame of the direction.
    constexpr Step add(Opcode opcode, bool fin)
    {
        switch (classOf(opcode)) {
        case OpcodeClass::Start: {
            const bool replaces = m_opcode.has_value();
            m_opcode = fin ? std::nullopt : std::optional(opcode);
            return {Place::First, fin, replaces};
        }
        case OpcodeClass::Continuation:
            if (!m_opcode)
                return {};
            if (fin)
                m_opcode.reset();
            return {Place::Further, fin, false};
        case OpcodeClass::Control:
        case OpcodeClass::Reserved:
            break;
        }
        return {};
    }

    // Whether a message has begun and still waits for its last frame.
    [[nodiscard]] constexpr bool isOpen() const { return m_opcode.has_value(); }
    // Text or binary, while a message is open.
    [[nodiscard]] constexpr std::optional<Opcode> opcode() const { return m_opcode; }
    // Forgets the open message, because frames after it are missing.
    constexpr void reset() { m_opcode.reset(); }

private:
    std::optional<Opcode> m_opcode;
};

} // namespace fg
