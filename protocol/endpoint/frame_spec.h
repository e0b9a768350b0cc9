// Descriptions of frames to send. The endpoint writes whatever they say, legal or not.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/wire/frame.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace fg {

enum class Masking : std::uint8_t {
    ByRole, // RFC 6455 5.1: a client masks with a fresh key, a server does not mask
    On,
    Off,
};

// When the next piece of a chopped frame is written.
enum class ChopPace : std::uint8_t {
    BackToBack, // as soon as the piece before has left
    // Once the peer's system has acknowledged the piece before, so that the peer can read each piece
    // separately.
    Acknowledged,
};

struct FrameSpec
{
    Opcode opcode = Opcode::Text;
    bool fin = true;
    std::uint8_t rsv = 0; // RSV1 is 4, RSV2 is 2, RSV3 is 1
    OctetView payload; // borrowed for the call
    // The payload is the pattern above, repeated up to this number of octets.
    std::optional<std::uint64_t> repeatTo;
    // Write at most this number of octets at a time, each as a write of its own; 0: the frame as one write.
    std::size_t chop = 0;
    ChopPace chopPace = ChopPace::BackToBack;
    // The frame is a write of its own.
    bool sync = false;
    Masking masking = Masking::ByRole;
    std::optional<MaskingKey> key; // the masking key to use instead of a random one
    std::optional<LengthForm> lengthForm; // the form to use instead of the shortest
    std::optional<std::uint64_t> declaredLength; // the length to declare instead of the payload's
};

// A frame that has been added to the endpoint's output.
struct SentFrame
{
    FrameHeader header;
    std::uint64_t streamOffset = 0; // position of its first octet in our stream
    std::uint64_t payloadLength = 0; // number of octets that follow the header
};

// RFC 7692 6.
enum class Compression : std::uint8_t {
    Off, // sent as it is
    On, // compressed if that was agreed on, otherwise sent as it is
    Given, // the payload is already compressed, or pretends to be: RSV1 is set, whether agreed on or not
};

// Which frames of a compressed message have RSV1 set; a legal message has it only in the first.
enum class Rsv1 : std::uint8_t { FirstFrame, EveryFrame };

struct MessageSpec
{
    Opcode opcode = Opcode::Text;
    OctetView payload; // borrowed for as long as the frame specs made from it are used
    // Split the message, once compressed, into frames of this number of octets; 0: one frame. If the length
    // is an exact multiple, an empty last frame with FIN follows.
    std::size_t fragment = 0;
    std::size_t chop = 0;
    bool sync = false;
    Compression compression = Compression::Off;
    // For Compression::On. DeflateContext::Kept without an agreed takeover breaks the agreement, and so does
    // a larger window than agreed, in which the message refers only to itself.
    DeflateContext context = DeflateContext::AsAgreed;
    DeflateEnding ending = DeflateEnding::Flush;
    std::optional<WindowBits> windowBits; // instead of the agreed window
    Rsv1 rsv1 = Rsv1::FirstFrame;
    // For Compression::Given: the inflated size in octets, for the log; 0 if it is not known.
    std::uint64_t inflatedLength = 0;
};

// Calls `send(const FrameSpec &)` for each frame of the message, in order. The message has already been
// compressed if it should be (Endpoint::compressed): Compression::On counts as Off.
template <typename Send> void forEachFragment(const MessageSpec &message, Send &&send)
{
    FrameSpec frame{.opcode = message.opcode, .payload = message.payload};
    frame.chop = message.chop;
    frame.sync = message.sync;
    if (message.compression == Compression::Given)
        frame.rsv = rsv1;
    if (message.fragment == 0 || message.payload.size() <= message.fragment) {
        send(frame);
        return;
    }
    for (std::size_t at = 0;; at += message.fragment) {
        const std::size_t left = message.payload.size() - at;
        frame.payload = message.payload.subspan(at, std::min(left, message.fragment));
        frame.fin = left < message.fragment;
        send(frame);
        if (frame.fin)
            return;
        frame.opcode = Opcode::Continuation;
        if (message.rsv1 == Rsv1::FirstFrame)
            frame.rsv = 0;
    }
}

// Octets of the payload once the pattern is repeated.
[[nodiscard]] inline std::uint64_t lengthOf(OctetView pattern, std::optional<std::uint64_t> repeatTo)
{
    return repeatTo && !pattern.empty() ? *repeatTo : pattern.size();
}

} // namespace fg
