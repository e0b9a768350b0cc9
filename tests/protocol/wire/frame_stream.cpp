#include "tests/protocol/wire/frame_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace fg {

namespace {

LengthForm randomFormFor(std::mt19937_64 &random, std::uint64_t length)
{
    const auto shortest = static_cast<unsigned>(shortestForm(length));
    return static_cast<LengthForm>(shortest + random() % (3 - shortest));
}

std::uint64_t randomLength(std::mt19937_64 &random, std::uint64_t maxLength)
{
    constexpr std::uint64_t edges[] = {0, 1, 2, 125, 126, 127, 128, 255, 256, 65535, 65536};
    const bool isEdge = random() % 4 == 0;
    return std::min(isEdge ? edges[random() % std::size(edges)] : random() % 40, maxLength);
}

} // namespace

void PrintTo(const SeenFrame &frame, std::ostream *out)
{
    *out << "frame " << frame.index << " at " << frame.offset << ": " << toHex(encoded(frame.header)) << " + "
         << frame.payload.size() << " octets" << (frame.isEnded ? "" : ", not ended");
}

void FrameCollector::feed(OctetView piece)
{
    for (;;) {
        const FrameStep step = m_decoder.next(piece);
        if (step.kind == FrameStep::Kind::NeedInput)
            break;
        addStep(step);
    }
    EXPECT_TRUE(piece.empty());
}

void FrameCollector::addStep(const FrameStep &step)
{
    if (step.kind == FrameStep::Kind::Header) {
        EXPECT_TRUE(m_decoder.hasHeader());
        m_frames.push_back({m_decoder.header(), m_decoder.frameOffset(), m_decoder.frameIndex(), {}, false});
        return;
    }
    SeenFrame &frame = m_frames.back();
    EXPECT_FALSE(frame.isEnded);
    EXPECT_EQ(m_decoder.header(), frame.header);
    EXPECT_EQ(m_decoder.frameIndex(), frame.index);
    if (step.kind == FrameStep::Kind::Payload) {
        EXPECT_FALSE(step.payload.empty());
        EXPECT_EQ(step.payloadOffset, frame.payload.size());
        frame.payload.insert(frame.payload.end(), step.payload.begin(), step.payload.end());
        EXPECT_EQ(m_decoder.payloadTaken(), frame.payload.size());
    } else {
        EXPECT_EQ(frame.payload.size(), frame.header.payloadLength);
        EXPECT_FALSE(m_decoder.isInsideFrame());
        frame.isEnded = true;
    }
}

std::vector<SeenFrame> framesOf(OctetView stream)
{
    FrameCollector collector;
    collector.feed(stream);
    EXPECT_EQ(collector.decoder().streamOffset(), stream.size());
    return collector.frames();
}

std::vector<SeenFrame> framesOctetByOctet(OctetView stream)
{
    FrameCollector collector;
    for (std::size_t i = 0; i < stream.size(); ++i)
        collector.feed(stream.subspan(i, 1));
    EXPECT_EQ(collector.decoder().streamOffset(), stream.size());
    return collector.frames();
}

OctetBuffer encoded(const FrameHeader &header)
{
    std::array<std::byte, maxHeaderSize> octets{};
    const std::size_t size = encodeHeader(header, octets);
    return {octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size)};
}

FrameHeader randomHeader(std::mt19937_64 &random, std::uint64_t maxLength)
{
    FrameHeader header;
    header.opcode = opcodeOf(static_cast<unsigned>(random() % 16));
    header.fin = random() % 2 == 0;
    header.rsv = static_cast<std::uint8_t>(random() % 8);
    header.payloadLength = randomLength(random, maxLength);
    header.lengthForm = randomFormFor(random, header.payloadLength);
    if (random() % 2 == 0) {
        MaskingKey &key = header.maskingKey.emplace();
        std::generate(key.begin(), key.end(), [&] { return static_cast<std::byte>(random() & 0xFF); });
    }
    return header;
}

void appendFrame(OctetBuffer &stream, const FrameHeader &header, std::mt19937_64 &random)
{
    const OctetBuffer octets = encoded(header);
    stream.insert(stream.end(), octets.begin(), octets.end());
    std::generate_n(std::back_inserter(stream), header.payloadLength,
                    [&] { return static_cast<std::byte>(random() & 0xFF); });
}

} // namespace fg
