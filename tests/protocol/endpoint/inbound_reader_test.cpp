// The rules about frames, messages and close frames, each with a stream that breaks it.
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

namespace fg::test::inbound_reader_test {
namespace {

constexpr std::uint64_t base = 100; // position of the first frame in its stream

InboundReader::Settings from(Role sender, PayloadUse use = PayloadUse::Collect, std::uint64_t limit = 1 << 20)
{
    return {.sender = sender, .payloadUse = use, .messageLimit = limit, .streamOffset = base};
}

// Expects that exactly these rules are broken, in whatever pieces the stream arrives and whether or not
// payloads are kept.
void expectBroken(const InboundReader::Settings &settings, OctetView stream, const Words &expected)
{
    EXPECT_EQ(reported(settings, stream, stream.size(), Detail::BrokenOnly), expected);
    const Words whole = reported(settings, stream, stream.size());
    for (std::size_t cut = 1; cut < stream.size(); ++cut)
        ASSERT_EQ(reportedCutAt(settings, stream, cut), whole) << "cut at octet " << cut;
    EXPECT_EQ(reported(settings, stream, 1), whole);
    InboundReader::Settings other = settings;
    other.payloadUse = PayloadUse::CheckOnly;
    EXPECT_EQ(reported(other, stream, stream.size(), Detail::BrokenOnly), expected);
    EXPECT_EQ(reported(other, stream, 1, Detail::BrokenOnly), expected);
}

void expectBroken(Role sender, std::string_view hex, const Words &expected)
{
    expectBroken(from(sender), fromHex(hex).value(), expected);
}

OctetBuffer joined(const std::vector<RawFrame> &frames)
{
    OctetBuffer stream;
    for (const RawFrame &frame : frames) {
        const OctetBuffer octets = encoded(frame);
        stream.insert(stream.end(), octets.begin(), octets.end());
    }
    return stream;
}

// --- RFC 6455 5.1, masking ---

TEST(Section5_1, AClientMasksEveryFrame)
{
    expectBroken(Role::Client, "8100", {"broken frame.client-unmasked @101 #0 =1"});
    expectBroken(Role::Client, "8180000000008900", {"broken frame.client-unmasked @107 #1 =9"});
    expectBroken(Role::Client, "818000000000", {});
}

TEST(Section5_1, AServerMasksNoFrame)
{
    expectBroken(Role::Server, "828000000000", {"broken frame.server-masked @101 #0 =2"});
    expectBroken(Role::Server, "8200", {});
}

// --- RFC 6455 5.2, the header ---

TEST(Section5_2, ReservedBitsAreZero)
{
    expectBroken(Role::Server, "c100", {"broken frame.reserved-bits @100 #0 =4"});
    expectBroken(Role::Server, "8100b100", {"broken frame.reserved-bits @102 #1 =3"});
    expectBroken(Role::Server, "9900", {"broken frame.reserved-bits @100 #0 =1"});
}

TEST(Section5_2, ReservedOpcodesStandForNothing)
{
    for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
        const OctetBuffer stream = encoded({.opcode = opcodeOf(opcode), .payload = "x"});
        expectBroken(from(Role::Server), stream,
                     {"broken frame.reserved-opcode @100 #0 =" + std::to_string(opcode)});
    }
}

TEST(Section5_2, TheLengthIsInItsShortestForm)
{
    expectBroken(Role::Server, "827e000100", {"broken frame.length-not-shortest @101 #0 =1"});
    expectBroken(Role::Server, "827f000000000000000100", {"broken frame.length-not-shortest @101 #0 =1"});
    expectBroken(
        from(Role::Server),
        encoded({.opcode = Opcode::Binary, .payload = std::string(300, 'a'), .form = LengthForm::Bits64}),
        {"broken frame.length-not-shortest @101 #0 =300"});
    for (const std::size_t length : {125, 126, 65'535, 65'536}) {
        const OctetBuffer stream = encoded({.payload = std::string(length, 'a')});
        EXPECT_EQ(reported(from(Role::Server), stream, stream.size(), Detail::BrokenOnly), Words{});
    }
}

TEST(Section5_2, TheTopBitOfALengthIsZeroAndThatCountsBeforeTheLimit)
{
    expectBroken(Role::Server, "827f8000000000000000",
                 {"broken frame.length-top-bit @102 #0 =9223372036854775808",
                  "broken message.too-big @101 #0 =9223372036854775808",
                  "broken frame.cut @110 #0 =9223372036854775808"});
}

TEST(Section5_2, AFrameHasAllItsOctets)
{
    expectBroken(Role::Server, "8103616263820561", {"broken frame.cut @108 #1 =4"});
    expectBroken(Role::Server, "81", {"broken frame.cut @101 #0 =0"});
    expectBroken(Role::Server, "817e01", {"broken frame.cut @103 #0 =0"});
    expectBroken(Role::Client, "8180010203", {"broken frame.cut @105 #0 =0"});
}

// --- RFC 6455 5.4, fragmentation ---

TEST(Section5_4, AContinuationFollowsAFrameThatIsNotTheLast)
{
    expectBroken(Role::Server, "8001ff", {"broken message.continuation-without-start @100 #0 =0"});
    expectBroken(Role::Server, "8100000161", {"broken message.continuation-without-start @102 #1 =0"});
}

TEST(Section5_4, AMessageIsCompleteBeforeTheNextBegins)
{
    expectBroken(Role::Server, "01016182008000",
                 {"broken message.start-inside-message @103 #1 =2",
                  "broken message.continuation-without-start @105 #2 =0"});
}

TEST(Section5_4, ControlFramesMayStandBetweenFragments)
{
    const OctetBuffer stream = fromHex("010161"
                                       "890170"
                                       "000162"
                                       "8a00"
                                       "800163")
                                   .value();
    const Words expected{"begin text",         "end text",         "begin ping", "end ping", "ping 'p'",
                         "begin continuation", "end continuation", "begin pong", "end pong", "pong ''",
                         "begin continuation", "end continuation", "text 'abc'"};
    EXPECT_EQ(reported(from(Role::Server), stream, stream.size()), expected);
    expectBroken(from(Role::Server), stream, {});
}

TEST(Section5_4, EmptyFragmentsAreLegal) { expectBroken(Role::Server, "0100000000008000", {}); }

// --- RFC 6455 5.5, control frames ---

TEST(Section5_5, AControlFrameIsWhole)
{
    expectBroken(Role::Server, "0900", {"broken frame.control-fragmented @100 #0 =9"});
    expectBroken(Role::Server, "0a00", {"broken frame.control-fragmented @100 #0 =10"});
    expectBroken(Role::Server, "0800", {"broken frame.control-fragmented @100 #0 =8"});
}

TEST(Section5_5, AControlFrameCarriesAtMost125Octets)
{
    for (const Opcode opcode : {Opcode::Ping, Opcode::Pong})
        expectBroken(from(Role::Server), encoded({.opcode = opcode, .payload = std::string(126, 'a')}),
                     {"broken frame.control-too-long @101 #0 =126"});
    expectBroken(from(Role::Server), encoded({.opcode = Opcode::Ping, .payload = std::string(125, 'a')}), {});
}

TEST(Section5_5, OfALongControlFrameTheFirst125OctetsAreTold)
{
    const OctetBuffer stream =
        encoded({.opcode = Opcode::Ping, .payload = std::string(125, 'a') + std::string(70'000, 'b')});
    const Words words = reported(from(Role::Server), stream, 1000);
    EXPECT_EQ(words.back(), "ping '" + std::string(125, 'a') + "'");
}

TEST(Section5_5, OneFrameCanBreakManyRulesAtOnce)
{
    expectBroken(Role::Server,
                 "88007bfe000100000000"
                 "00",
                 {"broken frame.reserved-bits @102 #1 =7", "broken frame.reserved-opcode @102 #1 =11",
                  "broken frame.control-fragmented @102 #1 =11",
                  "broken frame.length-not-shortest @103 #1 =1", "broken frame.server-masked @103 #1 =11"});
}

// --- RFC 6455 5.5.1 and 7.4, close frames ---

TEST(Section5_5_1, NoDataFrameFollowsACloseFrame)
{
    expectBroken(Role::Server,
                 "88008900"
                 "8100",
                 {"broken frame.after-close @104 #2 =1"});
}

TEST(Section5_5_1, ACloseFrameThatIsNoneForAReaderClosesNothing)
{
    expectBroken(Role::Server, "08008900", {"broken frame.control-fragmented @100 #0 =8"});
}

TEST(Section5_5_1, ACloseCodeHasTwoOctets)
{
    expectBroken(Role::Server, "880103", {"broken close.code-cut @102 #0 =1"});
}

TEST(Section5_5_1, ACloseReasonIsUtf8)
{
    expectBroken(Role::Server, "880403e861ff", {"broken close.reason-not-utf8 @105 #0 =1"});
    expectBroken(Role::Server, "880403e861c3", {"broken close.reason-not-utf8 @106 #0 =1"});
    expectBroken(Role::Server, "880503e861c3a4", {});
}

TEST(Section7_4, OnlyCertainCloseCodesMayBeSent)
{
    for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 2999U, 5000U, 65535U}) {
        OctetBuffer payload;
        encodeClosePayload(static_cast<std::uint16_t>(code), {}, payload);
        expectBroken(from(Role::Server),
                     encoded({.opcode = Opcode::Close, .payload = std::string(charactersOf(payload))}),
                     {"broken close.code-not-allowed @102 #0 =" + std::to_string(code)});
    }
    for (const char *legal : {"8800", "880203e8", "88020bb8", "88021387"})
        expectBroken(Role::Server, legal, {});
}

// --- RFC 6455 8.1, text ---

TEST(Section8_1, TextIsUtf8AndTheFirstImpossibleOctetTells)
{
    expectBroken(Role::Server, "810361ff62", {"broken message.text-not-utf8 @103 #0 =1"});
    expectBroken(Role::Server, "8104f4908080", {"broken message.text-not-utf8 @103 #0 =0"});
    expectBroken(Role::Client,
                 "818300000000"
                 "61ff62",
                 {"broken message.text-not-utf8 @107 #0 =1"});
}

TEST(Section8_1, ACharacterMaySpanFragments)
{
    expectBroken(Role::Server,
                 "0101ce"
                 "8900"
                 "8001ba",
                 {});
    expectBroken(Role::Server,
                 "0101ce"
                 "8900"
                 "800141",
                 {"broken message.text-not-utf8 @107 #2 =0"});
}

TEST(Section8_1, TextThatStopsInsideACharacterIsBadAtItsEnd)
{
    expectBroken(Role::Server,
                 "8102"
                 "61ce",
                 {"broken message.text-not-utf8 @104 #0 =1"});
}

TEST(Section8_1, BadTextIsFoundAtItsOctetInALongPayloadToo)
{
    for (const std::size_t position : {0U, 4'095U, 4'096U, 5'000U, 9'999U}) {
        std::string text(10'000, 'a');
        text[position] = '\xff';
        const OctetBuffer stream = encoded({.payload = text});
        const Words expected{"broken message.text-not-utf8 @" + std::to_string(base + 4 + position)
                             + " #0 =" + std::to_string(position)};
        for (const PayloadUse use : {PayloadUse::Collect, PayloadUse::CheckOnly}) {
            for (const std::size_t piece : {stream.size(), std::size_t{4'096}, std::size_t{1}})
                EXPECT_EQ(reported(from(Role::Server, use), stream, piece, Detail::BrokenOnly), expected);
        }
    }
}

TEST(Section8_1, BinaryMessagesMayHoldAnything) { expectBroken(Role::Server, "8203ff00fe", {}); }

// --- RFC 6455 10.4, limits ---

TEST(Section10_4, AMessageOverTheLimitIsTooBigAtItsHeader)
{
    expectBroken(from(Role::Server, PayloadUse::Collect, 5), encoded({.payload = "abcdef"}),
                 {"broken message.too-big @101 #0 =6"});
    expectBroken(from(Role::Server, PayloadUse::Collect, 6), encoded({.payload = "abcdef"}), {});
}

TEST(Section10_4, FragmentsAddUpAndAreTooBigOnce)
{
    const OctetBuffer stream = joined({{.payload = "abc", .fin = false},
                                       {.opcode = Opcode::Continuation, .payload = "def", .fin = false},
                                       {.opcode = Opcode::Continuation, .payload = "ghi", .fin = false},
                                       {.opcode = Opcode::Continuation, .payload = "jkl"},
                                       {.payload = "ok"}});
    expectBroken(from(Role::Server, PayloadUse::Collect, 5), stream, {"broken message.too-big @106 #1 =6"});
    EXPECT_EQ(reported(from(Role::Server, PayloadUse::Collect, 5), stream, 3).back(), "text 'ok'");
}

TEST(Section10_4, TheGreatestLengthOverflowsNothing)
{
    OctetBuffer stream = joined({{.payload = "abc", .fin = false}});
    const OctetBuffer huge =
        encoded({.opcode = Opcode::Continuation, .payload = {}, .declared = 0xFFFF'FFFF'FFFF'FFFF});
    stream.insert(stream.end(), huge.begin(), huge.end());
    expectBroken(from(Role::Server), stream,
                 {"broken frame.length-top-bit @107 #1 =18446744073709551615",
                  "broken message.too-big @106 #1 =18446744073709551615",
                  "broken frame.cut @115 #1 =18446744073709551615"});
}

} // namespace
} // namespace fg::test::inbound_reader_test
