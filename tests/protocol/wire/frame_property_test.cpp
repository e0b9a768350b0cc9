// Properties of the frame codec over generated streams, legal and illegal. The seeds are fixed, so that a
// failure can be reproduced.
#include "tests/protocol/wire/frame_stream.h"
#include "tests/support/allocation_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace fg::frame_property_test {
namespace {

struct GeneratedStream
{
    OctetBuffer octets;
    std::vector<FrameHeader> headers;
};

GeneratedStream generate(std::mt19937_64 &random, std::size_t frames, std::uint64_t maxLength)
{
    GeneratedStream stream;
    for (std::size_t i = 0; i < frames; ++i) {
        stream.headers.push_back(randomHeader(random, maxLength));
        appendFrame(stream.octets, stream.headers.back(), random);
    }
    return stream;
}

// Appends a frame that declares far more payload than arrives.
void appendEndlessFrame(OctetBuffer &stream, std::mt19937_64 &random)
{
    FrameHeader header = randomHeader(random, 0);
    header.lengthForm = LengthForm::Bits64;
    header.payloadLength = random() | (random() % 2 == 0 ? 1ull << 63 : 1ull << 40);
    const OctetBuffer octets = encoded(header);
    stream.insert(stream.end(), octets.begin(), octets.end());
    stream.resize(stream.size() + random() % 200, std::byte{0x81});
}

std::vector<SeenFrame> framesInRandomPieces(OctetView stream, std::mt19937_64 &random)
{
    FrameCollector collector;
    while (!stream.empty()) {
        const std::size_t size = 1 + random() % std::min<std::size_t>(stream.size(), 300);
        collector.feed(stream.first(size));
        stream = stream.subspan(size);
    }
    return collector.frames();
}

TEST(FrameProperties, AnOctetAtATimeRandomPiecesAndAllAtOnceGiveEqualFrames)
{
    std::mt19937_64 random(6455);
    std::size_t frames = 0;
    for (int round = 0; round < 1000; ++round) {
        GeneratedStream stream = generate(random, 1 + random() % 40, round % 50 == 0 ? 70000 : 300);
        frames += stream.headers.size();
        if (round % 2 == 0)
            appendEndlessFrame(stream.octets, random);

        const std::vector<SeenFrame> expected = framesOf(stream.octets);
        ASSERT_EQ(framesOctetByOctet(stream.octets), expected) << "round " << round;
        ASSERT_EQ(framesInRandomPieces(stream.octets, random), expected) << "round " << round;
    }
    EXPECT_GT(frames, 10000u);
}

TEST(FrameProperties, AStreamCutAtEveryOctetGivesTheSameFrames)
{
    std::mt19937_64 random(5);
    for (int round = 0; round < 100; ++round) {
        GeneratedStream stream = generate(random, 1 + random() % 6, 130);
        appendEndlessFrame(stream.octets, random);
        const OctetView octets(stream.octets);
        const std::vector<SeenFrame> expected = framesOf(octets);
        for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
            FrameCollector collector;
            collector.feed(octets.first(cut));
            collector.feed(octets.subspan(cut));
            ASSERT_EQ(collector.frames(), expected) << "round " << round << " cut at " << cut;
        }
    }
}

TEST(FrameProperties, WhatWasEncodedIsDecodedFieldByFieldInItsPlace)
{
    std::mt19937_64 random(2);
    for (int round = 0; round < 500; ++round) {
        const GeneratedStream stream = generate(random, 1 + random() % 40, 300);
        const std::vector<SeenFrame> frames = framesOf(stream.octets);
        ASSERT_EQ(frames.size(), stream.headers.size());
        std::uint64_t offset = 0;
        for (std::size_t i = 0; i < frames.size(); ++i) {
            ASSERT_EQ(frames[i].header, stream.headers[i]);
            ASSERT_EQ(frames[i].index, i);
            ASSERT_EQ(frames[i].offset, offset);
            ASSERT_TRUE(frames[i].isEnded);
            offset += frames[i].header.size() + frames[i].header.payloadLength;
        }
    }
}

TEST(FrameProperties, EncodingADecodedHeaderGivesItsOctetsBackWhateverTheyWere)
{
    std::mt19937_64 random(14);
    for (int round = 0; round < 50000; ++round) {
        OctetBuffer octets;
        std::generate_n(std::back_inserter(octets), maxHeaderSize,
                        [&] { return static_cast<std::byte>(random() & 0xFF); });
        FrameDecoder decoder;
        OctetView input(octets);
        ASSERT_EQ(decoder.next(input).kind, FrameStep::Kind::Header);
        const OctetBuffer again = encoded(decoder.header());
        ASSERT_EQ(again.size(), octets.size() - input.size());
        ASSERT_EQ(decoder.header().size(), again.size());
        ASSERT_EQ(toHex(again), toHex(OctetView(octets).first(again.size())));
    }
}

TEST(FrameProperties, DecodingAndEncodingAllocateNothing)
{
    std::mt19937_64 random(1);
    GeneratedStream stream = generate(random, 2000, 300);
    appendEndlessFrame(stream.octets, random);
    std::array<std::byte, maxHeaderSize> header{};
    std::size_t steps = 0;

    const std::size_t before = allocationCount();
    for (const std::size_t pieceSize : {std::size_t{1}, std::size_t{7}, stream.octets.size()}) {
        FrameDecoder decoder;
        for (OctetView rest(stream.octets); !rest.empty();) {
            OctetView piece = rest.first(std::min(pieceSize, rest.size()));
            rest = rest.subspan(piece.size());
            for (FrameStep step = decoder.next(piece); step.kind != FrameStep::Kind::NeedInput;
                 step = decoder.next(piece)) {
                ++steps;
                if (step.kind == FrameStep::Kind::Header)
                    encodeHeader(decoder.header(), header);
            }
        }
    }
    EXPECT_EQ(allocationCount() - before, 0u);
    EXPECT_GT(steps, 3 * 2000u);
}

TEST(FrameProperties, TheAllocationCounterCounts)
{
    const std::size_t before = allocationCount();
    const OctetBuffer octets(100);
    EXPECT_EQ(allocationCount() - before, 1u);
    EXPECT_EQ(octets.size(), 100u);
}

} // namespace
} // namespace fg::frame_property_test
