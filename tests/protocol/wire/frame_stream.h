// What a decoder tells about a stream of octets, as plain events that do not depend on how it arrived.
#pragma once

#include "protocol/wire/frame.h"

#include <ostream>
#include <random>
#include <vector>

namespace fg {

// A frame as far as it has been seen.
struct SeenFrame
{
    FrameHeader header;
    std::uint64_t offset = 0;
    std::uint64_t index = 0;
    OctetBuffer payload; // as it came: still masked
    bool isEnded = false;

    bool operator==(const SeenFrame &) const = default;
};

void PrintTo(const SeenFrame &frame, std::ostream *out);

// Feeds a decoder with pieces and gathers the frames; fails the running test where a step is out of place.
class FrameCollector
{
public:
    void feed(OctetView piece);

    [[nodiscard]] const std::vector<SeenFrame> &frames() const { return m_frames; }
    [[nodiscard]] const FrameDecoder &decoder() const { return m_decoder; }

private:
    void take(const FrameStep &step);

    FrameDecoder m_decoder;
    std::vector<SeenFrame> m_frames;
};

[[nodiscard]] std::vector<SeenFrame> framesOf(OctetView stream);
[[nodiscard]] std::vector<SeenFrame> framesOctetByOctet(OctetView stream);

// The octets of a header, in a buffer.
[[nodiscard]] OctetBuffer encoded(const FrameHeader &header);

// Any header that fits the wire, legal or not; the length is at most `maxLength`.
[[nodiscard]] FrameHeader randomHeader(std::mt19937_64 &random, std::uint64_t maxLength);

// Appends a frame with that header and a payload of random octets.
void appendFrame(OctetBuffer &stream, const FrameHeader &header, std::mt19937_64 &random);

} // namespace fg
