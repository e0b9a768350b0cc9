#include "protocol/wire/frame.h"
#include "tests/protocol/wire/frame_stream.h"

#include <gtest/gtest.h>

#include <limits>

namespace fg::frame_test {
namespace {

OctetBuffer hex(std::string_view digits) { return fromHex(digits).value(); }

std::string unmasked(const SeenFrame &frame)
{
    OctetBuffer payload = frame.payload;
    if (frame.header.maskingKey)
        applyMask(payload, *frame.header.maskingKey);
    return std::string(charactersOf(payload));
}

// Decodes octets that are exactly one frame.
SeenFrame soleFrame(OctetView stream)
{
    const std::vector<SeenFrame> frames = framesOf(stream);
    EXPECT_EQ(framesOctetByOctet(stream), frames);
    EXPECT_EQ(frames.size(), 1u);
    return frames.empty() ? SeenFrame{} : frames.front();
}

constexpr MaskingKey rfcKey{std::byte{0x37}, std::byte{0xfa}, std::byte{0x21}, std::byte{0x3d}};

// The examples of RFC 6455 5.7.

TEST(RfcExamples, AnUnmaskedTextMessageInOneFrame)
{
    const SeenFrame frame = soleFrame(hex("81 05 48656c6c6f"));
    EXPECT_EQ(frame.header, (FrameHeader{.opcode = Opcode::Text, .payloadLength = 5}));
    EXPECT_EQ(unmasked(frame), "Hello");
    EXPECT_TRUE(frame.isEnded);
}

TEST(RfcExamples, AMaskedTextMessageInOneFrame)
{
    const SeenFrame frame = soleFrame(hex("81 85 37fa213d 7f9f4d5158"));
    EXPECT_EQ(frame.header, (FrameHeader{.opcode = Opcode::Text, .payloadLength = 5, .maskingKey = rfcKey}));
    EXPECT_EQ(unmasked(frame), "Hello");
}

TEST(RfcExamples, AnUnmaskedTextMessageInTwoFragments)
{
    const std::vector<SeenFrame> frames = framesOf(hex("01 03 48656c  80 02 6c6f"));
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_EQ(frames[0].header, (FrameHeader{.opcode = Opcode::Text, .fin = false, .payloadLength = 3}));
    EXPECT_EQ(frames[1].header, (FrameHeader{.opcode = Opcode::Continuation, .payloadLength = 2}));
    EXPECT_EQ(unmasked(frames[0]) + unmasked(frames[1]), "Hello");
    EXPECT_EQ(frames[1].offset, 5u);
}

TEST(RfcExamples, AnUnmaskedPingAndItsMaskedPong)
{
    const SeenFrame ping = soleFrame(hex("89 05 48656c6c6f"));
    EXPECT_EQ(ping.header.opcode, Opcode::Ping);
    const SeenFrame pong = soleFrame(hex("8a 85 37fa213d 7f9f4d5158"));
    EXPECT_EQ(pong.header.opcode, Opcode::Pong);
    EXPECT_EQ(unmasked(pong), unmasked(ping));
}

TEST(RfcExamples, ABinaryMessageOf256OctetsHasA16BitLength)
{
    OctetBuffer stream = hex("82 7e 0100");
    stream.resize(stream.size() + 256);
    const SeenFrame frame = soleFrame(stream);
    EXPECT_EQ(
        frame.header,
        (FrameHeader{.opcode = Opcode::Binary, .payloadLength = 256, .lengthForm = LengthForm::Bits16}));
    EXPECT_TRUE(frame.isEnded);
}

TEST(RfcExamples, ABinaryMessageOf64KiBHasA64BitLength)
{
    OctetBuffer stream = hex("82 7f 0000000000010000");
    stream.resize(stream.size() + 65536);
    const SeenFrame frame = soleFrame(stream);
    EXPECT_EQ(
        frame.header,
        (FrameHeader{.opcode = Opcode::Binary, .payloadLength = 65536, .lengthForm = LengthForm::Bits64}));
    EXPECT_TRUE(frame.isEnded);
}

TEST(Opcodes, ThreeToSevenAndElevenToFifteenAreReservedAndEightUpwardsAreControl)
{
    for (unsigned value = 0; value < 16; ++value) {
        const bool isReservedValue = (value >= 3 && value <= 7) || value >= 11;
        EXPECT_EQ(isReserved(opcodeOf(value)), isReservedValue) << value;
        EXPECT_EQ(isControl(opcodeOf(value)), value >= 8) << value;
        EXPECT_EQ(valueOf(opcodeOf(value)), value);
    }
    EXPECT_EQ(opcodeOf(0xF9), Opcode::Ping);
}

TEST(LengthForms, TheShortestChangesAfter125AndAfter65535)
{
    EXPECT_EQ(shortestForm(0), LengthForm::Bits7);
    EXPECT_EQ(shortestForm(125), LengthForm::Bits7);
    EXPECT_EQ(shortestForm(126), LengthForm::Bits16);
    EXPECT_EQ(shortestForm(65535), LengthForm::Bits16);
    EXPECT_EQ(shortestForm(65536), LengthForm::Bits64);
    EXPECT_EQ(shortestForm(std::numeric_limits<std::uint64_t>::max()), LengthForm::Bits64);
}

TEST(FrameEncoder, EachFieldOccupiesItsBits)
{
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Continuation, .fin = false})), "0000");
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Continuation, .fin = true})), "8000");
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Continuation, .fin = false, .rsv = 4})), "4000");
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Continuation, .fin = false, .rsv = 2})), "2000");
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Continuation, .fin = false, .rsv = 1})), "1000");
    EXPECT_EQ(toHex(encoded({.opcode = opcodeOf(0xF), .fin = false})), "0f00");
    EXPECT_EQ(toHex(encoded({.opcode = Opcode::Close, .payloadLength = 2, .maskingKey = rfcKey})),
              "8882"
              "37fa213d");
}

TEST(FrameEncoder, AnyLengthIsWrittenInTheFormAskedFor)
{
    EXPECT_EQ(toHex(encoded({.payloadLength = 5, .lengthForm = LengthForm::Bits16})), "817e0005");
    EXPECT_EQ(toHex(encoded({.payloadLength = 5, .lengthForm = LengthForm::Bits64})), "817f0000000000000005");
    EXPECT_EQ(toHex(encoded({.payloadLength = 1ull << 63 | 1, .lengthForm = LengthForm::Bits64})),
              "817f8000000000000001");
}

TEST(FrameEncoder, ALengthThatDoesNotFitItsFormIsCut)
{
    EXPECT_EQ(toHex(encoded({.payloadLength = 0x85, .lengthForm = LengthForm::Bits7})), "8105");
    EXPECT_EQ(toHex(encoded({.payloadLength = 0x12345, .lengthForm = LengthForm::Bits16})), "817e2345");
}

TEST(FrameEncoder, BitsThatHaveNoPlaceInAFieldDoNotSpillIntoAnother)
{
    EXPECT_EQ(toHex(encoded({.opcode = static_cast<Opcode>(0xF1), .fin = false, .rsv = 0xF8})), "0100");
}

TEST(FrameDecoder, AnEmptyPayloadEndsItsFrameAtOnce)
{
    OctetBuffer octets = hex("8900");
    OctetView input(octets);
    FrameDecoder decoder;
    EXPECT_EQ(decoder.next(input).kind, FrameStep::Kind::Header);
    EXPECT_TRUE(input.empty());
    EXPECT_TRUE(decoder.isInsideFrame());
    EXPECT_EQ(decoder.next(input).kind, FrameStep::Kind::End);
    EXPECT_FALSE(decoder.isInsideFrame());
    EXPECT_EQ(decoder.next(input).kind, FrameStep::Kind::NeedInput);
}

TEST(FrameDecoder, PayloadOctetsAreLentFromTheInputAndNotCopied)
{
    OctetBuffer octets = hex("8105 48656c6c6f");
    OctetView input(octets);
    FrameDecoder decoder;
    ASSERT_EQ(decoder.next(input).kind, FrameStep::Kind::Header);
    const FrameStep step = decoder.next(input);
    ASSERT_EQ(step.kind, FrameStep::Kind::Payload);
    EXPECT_EQ(step.payload.data(), octets.data() + 2);
    EXPECT_EQ(step.payload.size(), 5u);
}

TEST(FrameDecoder, OctetsOfTheNextFrameStayInTheInput)
{
    OctetBuffer octets = hex("8900 8a00");
    OctetView input(octets);
    FrameDecoder decoder;
    EXPECT_EQ(decoder.next(input).kind, FrameStep::Kind::Header);
    EXPECT_EQ(input.size(), 2u);
    EXPECT_EQ(decoder.next(input).kind, FrameStep::Kind::End);
    EXPECT_EQ(input.size(), 2u);
    EXPECT_EQ(decoder.streamOffset(), 2u);
    EXPECT_EQ(decoder.frameIndex(), 0u);
}

TEST(FrameDecoder, BeforeTheFirstOctetThereIsNoFrame)
{
    FrameDecoder decoder;
    OctetView nothing;
    EXPECT_EQ(decoder.next(nothing).kind, FrameStep::Kind::NeedInput);
    EXPECT_FALSE(decoder.isInsideFrame());
    EXPECT_FALSE(decoder.hasHeader());
    EXPECT_EQ(decoder.streamOffset(), 0u);
}

TEST(FrameDecoder, ACutHeaderIsPlacedByItsFirstOctet)
{
    FrameCollector collector;
    collector.feed(hex("8102 6869  82fe01"));
    const FrameDecoder &decoder = collector.decoder();
    EXPECT_EQ(collector.frames().size(), 1u);
    EXPECT_TRUE(decoder.isInsideFrame());
    EXPECT_FALSE(decoder.hasHeader());
    EXPECT_EQ(decoder.frameOffset(), 4u);
    EXPECT_EQ(decoder.frameIndex(), 1u);
    EXPECT_EQ(decoder.streamOffset(), 7u);
    EXPECT_EQ(decoder.payloadTaken(), 0u);
}

TEST(FrameDecoder, ACutPayloadSaysHowManyOctetsArrived)
{
    FrameCollector collector;
    collector.feed(hex("8105 4865"));
    EXPECT_TRUE(collector.decoder().isInsideFrame());
    EXPECT_TRUE(collector.decoder().hasHeader());
    EXPECT_EQ(collector.decoder().payloadTaken(), 2u);
}

TEST(FrameDecoder, ALengthOfAll64BitsYieldsItsOctetsAsTheyCome)
{
    FrameCollector collector;
    collector.feed(hex("82ff ffffffffffffffff 01020304 aabb"));
    collector.feed(hex("cc"));
    ASSERT_EQ(collector.frames().size(), 1u);
    const SeenFrame &frame = collector.frames().front();
    EXPECT_EQ(frame.header.payloadLength, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(toHex(frame.payload), "aabbcc");
    EXPECT_FALSE(frame.isEnded);
}

TEST(FrameDecoder, ALengthThatIsNotShortestIsReadAsWritten)
{
    EXPECT_EQ(toHex(soleFrame(hex("817e0002 6869")).payload), "6869");
    const SeenFrame frame = soleFrame(hex("817f0000000000000002 6869"));
    EXPECT_EQ(frame.header.payloadLength, 2u);
    EXPECT_EQ(frame.header.lengthForm, LengthForm::Bits64);
    EXPECT_TRUE(frame.isEnded);
}

} // namespace
} // namespace fg::frame_test
