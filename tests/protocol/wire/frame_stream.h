// The frames that a decoder finds in a stream of octets, as plain values that do not depend on the pieces in
// which the stream arrived.
#pragma once

#include "protocol/wire/frame.h"

#include <ostream>
#include <random>
#include <vector>

namespace fg {

// A frame as far as it has arrived.
struct SeenFrame
{
    FrameHeader header;
    std::uint64_t offset = 0;
    std::uint64_t index = 0;
    OctetBuffer payload; // as it arrived, still masked
    bool isEnded = false;

    bool operator==(const SeenFrame &) const = default;
};

void PrintTo(const SeenFrame &frame, std::ostream *out);

// Feeds a decoder with pieces and collects the frames; fails the running test if a step is out of order.
class FrameCollector
{
public:
    void feed(OctetView piece);

    [[nodiscard]] const std::vector<SeenFrame> &frames() const { return m_frames; }
    [[nodiscard]] const FrameDecoder &decoder() const { return m_decoder; }

private:
    void addStep(const FrameStep &step);

    FrameDecoder m_decoder;
    std::vector<SeenFrame> m_frames;
};

[[nodiscard]] std::vector<SeenFrame> framesOf(OctetView stream);
[[nodiscard]] std::vector<SeenFrame> framesOctetByOctet(OctetView stream);

// Encodes a header into a buffer of its own.
[[nodiscard]] OctetBuffer encoded(const FrameHeader &header);

// Any header that can be sent, legal or not; the payload length is at most `maxLength`.
[[nodiscard]] FrameHeader randomHeader(std::mt19937_64 &random, std::uint64_t maxLength);

// Appends a frame with this header and a payload of random octets.
void appendFrame(OctetBuffer &stream, const FrameHeader &header, std::mt19937_64 &random);

} // namespace fg
