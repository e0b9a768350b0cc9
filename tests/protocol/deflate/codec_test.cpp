#include "protocol/deflate/block_scanner.h"
#include "tests/support/compressed_payloads.h"

#include <gtest/gtest.h>

#include <array>

namespace fg::codec_test {
namespace {

using test::inflatedBy;
using test::noise;
using test::prose;

constexpr std::array takeovers{ContextTakeover::Yes, ContextTakeover::No};

OctetBuffer compressed(Deflater &deflater, OctetView message,
                       DeflateContext context = DeflateContext::AsAgreed,
                       DeflateEnding ending = DeflateEnding::Flush)
{
    OctetBuffer out;
    deflater.compress(message, out, context, ending);
    return out;
}

OctetBuffer octets(std::string_view hex) { return *fromHex(hex); }

struct Parameters
{
    WindowBits windowBits;
    ContextTakeover takeover;
    int level;
};

class RoundTrip : public testing::TestWithParam<Parameters>
{
protected:
    DeflateDirection direction{GetParam().windowBits, GetParam().takeover};
    // Short and long, empty and incompressible, with repeats across messages.
    std::vector<OctetBuffer> messages{prose(0),      prose(1),          prose(125), prose(126),
                                      prose(0),      prose(65'535),     noise(300), prose(65'536),
                                      noise(70'000), prose(200'000, 2), prose(125)};
};

TEST_P(RoundTrip, WhatIsCompressedHereZlibInflates)
{
    Deflater deflater(direction, {.level = GetParam().level});
    test::PlainInflater oracle(direction);
    for (const OctetBuffer &message : messages)
        EXPECT_EQ(oracle.inflate(compressed(deflater, message)), message) << message.size();
}

TEST_P(RoundTrip, WhatZlibCompressesIsInflatedHere)
{
    test::PlainDeflater oracle(direction, GetParam().level);
    Inflater inflater(direction);
    std::size_t piece = 1;
    for (const OctetBuffer &message : messages) {
        const test::Inflated inflated = inflatedBy(inflater, oracle.deflate(message), piece);
        EXPECT_EQ(inflated.octets, message) << message.size();
        EXPECT_EQ(inflated.broken, std::vector<std::string>{});
        EXPECT_TRUE(inflated.isComplete);
        piece *= 7;
    }
}

TEST_P(RoundTrip, NoReferenceGoesBeyondTheWindow)
{
    Deflater deflater(direction, {.level = GetParam().level});
    BlockScanner scanner(1u << direction.windowBits);
    for (const OctetBuffer &message : messages) {
        scanner.scan(compressed(deflater, message));
        scanner.scan(octets("0000ffff"));
    }
    EXPECT_FALSE(scanner.isBad());
    EXPECT_FALSE(scanner.tooFar());
    if (GetParam().level > 0) {
        // The window is really used; zlib itself leaves 262 octets unused, and a window of 8 bits is made
        // with 9.
        const unsigned window = 1u << std::max(direction.windowBits, 9);
        EXPECT_GT(scanner.largestDistance(), (window - 262) / 4);
        EXPECT_LE(scanner.largestDistance(), window - 262);
    }
}

std::vector<Parameters> allParameters()
{
    std::vector<Parameters> all;
    for (WindowBits bits = minWindowBits; bits <= maxWindowBits; ++bits) {
        for (const ContextTakeover takeover : takeovers) {
            for (const int level : {1, 6})
                all.push_back({bits, takeover, level});
        }
    }
    all.push_back({maxWindowBits, ContextTakeover::Yes, 0});
    all.push_back({maxWindowBits, ContextTakeover::Yes, 9});
    return all;
}

INSTANTIATE_TEST_SUITE_P(Codec, RoundTrip, testing::ValuesIn(allParameters()), [](const auto &test) {
    return "Window" + std::to_string(test.param.windowBits)
        + (test.param.takeover == ContextTakeover::Yes ? "Kept" : "Fresh") + "Level"
        + std::to_string(test.param.level);
});

TEST(Deflater, AnEmptyMessageIsOneZeroOctetFirstAndLater)
{
    Deflater deflater({});
    EXPECT_EQ(compressed(deflater, {}), octets("00"));
    (void)compressed(deflater, prose(100));
    EXPECT_EQ(compressed(deflater, {}), octets("00"));
    EXPECT_EQ(compressed(deflater, {}), octets("00"));
}

TEST(Deflater, ASecondMessageRefersToTheFirstOnlyWithTakeover)
{
    const OctetBuffer message = noise(200);
    Deflater keeps({15, ContextTakeover::Yes});
    Deflater forgets({15, ContextTakeover::No});
    (void)compressed(keeps, message);
    (void)compressed(forgets, message);
    EXPECT_LT(compressed(keeps, message).size(), 20u);
    EXPECT_GT(compressed(forgets, message).size(), 200u);
    EXPECT_LT(compressed(forgets, message, DeflateContext::Kept).size(), 20u);
    EXPECT_GT(compressed(keeps, message, DeflateContext::Fresh).size(), 200u);
    keeps.forgetContext();
    EXPECT_GT(compressed(keeps, message).size(), 200u);
}

TEST(Deflater, PartsMakeTheSameMessageAsTheWhole)
{
    const OctetBuffer message = prose(100'000);
    Deflater deflater({});
    OctetBuffer out;
    deflater.begin();
    for (std::size_t at = 0; at < message.size(); at += 777)
        deflater.write(OctetView(message).subspan(at, std::min<std::size_t>(777, message.size() - at)), out);
    deflater.finish(out);
    EXPECT_EQ(test::PlainInflater({}).inflate(out), message);
}

TEST(Deflater, AFinalBlockIsFollowedByWhatTheReceiverNeeds)
{
    for (const ContextTakeover takeover : takeovers) {
        Deflater deflater({15, takeover});
        Inflater inflater({15, takeover});
        for (int i = 0; i < 3; ++i) {
            const OctetBuffer out =
                compressed(deflater, octetsOf("Hello"), DeflateContext::AsAgreed, DeflateEnding::FinalBlock);
            EXPECT_EQ(out, octets("f348cdc9c9070000")); // RFC 7692 7.2.3.4
            EXPECT_EQ(charactersOf(inflatedBy(inflater, out).octets), "Hello");
            EXPECT_EQ(charactersOf(inflatedBy(inflater, compressed(deflater, octetsOf("and on"))).octets),
                      "and on");
        }
    }
}

// The examples of RFC 7692 7.2.3.
TEST(Inflater, UnderstandsEveryWayToEndAMessage)
{
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, SIZE_MAX}) {
        Inflater inflater({});
        for (const char *hex : {"f248cdc9c90700", "f200110000", "000500faff48656c6c6f00", "f348cdc9c9070000",
                                "f248050000 00ffff cac9c90700"}) {
            const test::Inflated inflated = inflatedBy(inflater, octets(hex), piece);
            EXPECT_EQ(charactersOf(inflated.octets), "Hello") << hex;
            EXPECT_EQ(inflated.broken, std::vector<std::string>{}) << hex;
            EXPECT_TRUE(inflated.isComplete) << hex;
        }
        EXPECT_TRUE(inflatedBy(inflater, octets("00"), piece).octets.empty());
        EXPECT_EQ(charactersOf(inflatedBy(inflater, octets("f248cdc9c90700"), piece).octets), "Hello");
    }
}

TEST(Inflater, AMessageThatEndsWithItsLastBlockLacksTheTailButIsUnderstood)
{
    for (const std::size_t piece : {std::size_t{1}, SIZE_MAX}) {
        Inflater inflater({});
        // A final block alone, and one followed by a whole flush.
        for (const char *hex : {"f348cdc9c90700", "f248cdc9c907000000ffff"}) {
            const OctetBuffer message = octets(hex);
            const test::Inflated inflated = inflatedBy(inflater, message, piece);
            EXPECT_EQ(charactersOf(inflated.octets), "Hello") << hex;
            EXPECT_EQ(inflated.broken,
                      std::vector<std::string>{"message.deflate-tail-missing @"
                                               + std::to_string(message.size()) + " =5"});
            EXPECT_TRUE(inflated.isComplete);
        }
        EXPECT_EQ(inflatedBy(inflater, {}, piece).broken,
                  std::vector<std::string>{"message.deflate-tail-missing @0 =0"});
        EXPECT_EQ(charactersOf(inflatedBy(inflater, octets("f248cdc9c90700"), piece).octets), "Hello");
    }
}

TEST(Inflater, AMessageThatEndsInsideABlockIsCut)
{
    const OctetBuffer whole = octets("000500faff48656c6c6f00");
    // The first octet alone would be an empty message.
    for (std::size_t size = 2; size + 1 < whole.size(); ++size) {
        Inflater inflater({});
        const test::Inflated inflated = inflatedBy(inflater, OctetView(whole).first(size));
        ASSERT_EQ(inflated.broken.size(), 1u) << size;
        EXPECT_TRUE(inflated.broken[0].starts_with("message.deflate-") && !inflated.isComplete) << size;
    }
}

// The reserved block type, alone and after another block; a stored length without its complement.
TEST(Inflater, InvalidDeflateDataIsBrokenAtTheOctetThatShowsIt)
{
    struct Case
    {
        const char *hex;
        const char *broken;
    };
    for (const Case &junk : {Case{"07", "message.deflate-invalid @0 =0"},
                             Case{"f248cdc9c90700 0000ffff 06", "message.deflate-invalid @11 =5"},
                             Case{"00 0500 0000 4865", "message.deflate-invalid @4 =0"}}) {
        const OctetBuffer message = octets(junk.hex);
        for (std::size_t piece = 1; piece <= message.size(); ++piece) {
            Inflater inflater({});
            EXPECT_EQ(inflatedBy(inflater, message, piece).broken, std::vector<std::string>{junk.broken})
                << junk.hex << " in pieces of " << piece;
            EXPECT_FALSE(inflater.begin()) << "without its context the next message cannot be understood";
        }
    }
}

TEST(Inflater, WithoutTakeoverABrokenMessageDoesNotHarmTheNext)
{
    Inflater inflater({15, ContextTakeover::No});
    EXPECT_FALSE(inflatedBy(inflater, octets("07")).isComplete);
    EXPECT_EQ(charactersOf(inflatedBy(inflater, octets("f248cdc9c90700")).octets), "Hello");
}

TEST(Inflater, AContextThatWasKeptAgainstTheAgreementIsFound)
{
    const OctetBuffer message = noise(100);
    Deflater deflater({15, ContextTakeover::No});
    const OctetBuffer first = compressed(deflater, message);
    const OctetBuffer second = compressed(deflater, message, DeflateContext::Kept);
    std::vector<std::string> whole;
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{2}}) {
        Inflater inflater({15, ContextTakeover::No});
        EXPECT_TRUE(inflatedBy(inflater, first).isComplete);
        const auto broken = inflatedBy(inflater, second, piece).broken;
        ASSERT_EQ(broken.size(), 1u);
        EXPECT_TRUE(broken[0].starts_with("message.deflate-context-kept @")) << broken[0];
        EXPECT_EQ(piece == SIZE_MAX ? broken : whole, broken);
        whole = broken;
    }
    // The first message cannot have kept any context.
    Inflater inflater({15, ContextTakeover::No});
    EXPECT_TRUE(inflatedBy(inflater, second).broken.at(0).starts_with("message.deflate-invalid @"));
}

TEST(Inflater, AReferenceBeyondTheAgreedWindowIsFoundAndUnderstood)
{
    OctetBuffer message = noise(600);
    const OctetBuffer again = message;
    message.insert(message.end(), again.begin(), again.end());
    Deflater deflater({15, ContextTakeover::Yes});
    const OctetBuffer out = compressed(deflater, message);
    std::vector<std::string> whole;
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{3}}) {
        Inflater inflater({9, ContextTakeover::Yes});
        const test::Inflated inflated = inflatedBy(inflater, out, piece);
        EXPECT_EQ(inflated.octets, message);
        EXPECT_TRUE(inflated.isComplete);
        ASSERT_EQ(inflated.broken.size(), 1u);
        EXPECT_TRUE(inflated.broken[0].starts_with("message.deflate-window-exceeded @")
                    && inflated.broken[0].ends_with(" =600"))
            << inflated.broken[0];
        EXPECT_EQ(piece == SIZE_MAX ? inflated.broken : whole, inflated.broken);
        whole = inflated.broken;
    }
    Inflater large({10, ContextTakeover::Yes});
    EXPECT_EQ(inflatedBy(large, out).broken, std::vector<std::string>{});
}

TEST(Inflater, ShowsWhichOctetMadeAnInflatedOneCertain)
{
    for (const OctetBuffer &message : {prose(3000), noise(200), prose(200'000, 3)}) {
        for (const ContextTakeover takeover : takeovers) {
            Deflater deflater({15, takeover});
            (void)compressed(deflater, prose(50));
            const OctetBuffer out = compressed(deflater, message, DeflateContext::Fresh);
            // An inflater that is given one octet at a time shows the octet without being asked.
            Inflater slow({15, takeover});
            ASSERT_TRUE(slow.begin());
            std::vector<std::size_t> shownBy;
            for (std::size_t at = 0; at < out.size(); ++at) {
                OctetView octet = OctetView(out).subspan(at, 1);
                while (slow.next(octet).kind == InflateStep::Kind::Octets)
                    shownBy.resize(slow.inflated(), at);
            }
            Inflater fast({15, takeover});
            ASSERT_TRUE(fast.begin());
            OctetView rest = out;
            for (;;) {
                const std::uint64_t before = fast.inflated();
                const InflateStep step = fast.next(rest);
                if (step.kind != InflateStep::Kind::Octets)
                    break;
                for (const std::uint64_t part :
                     {std::uint64_t{0}, step.octets.size() / 2, step.octets.size() - 1})
                    EXPECT_EQ(fast.shownBy(before + part), shownBy[before + part]);
            }
        }
    }
}

TEST(Inflater, TheLimitInOctetsStopsAMessageWhileItInflates)
{
    for (const std::size_t piece : {SIZE_MAX, std::size_t{1}, std::size_t{5}}) {
        Deflater deflater({15, ContextTakeover::No});
        const OctetBuffer atLimit = compressed(deflater, prose(20'000));
        const OctetBuffer over = compressed(deflater, prose(20'001));
        Inflater inflater({15, ContextTakeover::No}, {.messageOctets = 20'000});
        EXPECT_TRUE(inflatedBy(inflater, atLimit, piece).isComplete);
        const test::Inflated stopped = inflatedBy(inflater, over, piece);
        ASSERT_EQ(stopped.broken.size(), 1u);
        EXPECT_TRUE(stopped.broken[0].starts_with("message.inflates-too-big @")
                    && stopped.broken[0].ends_with(" =20001"))
            << stopped.broken[0];
        EXPECT_EQ(stopped.octets.size(), 20'001u);
    }
}

TEST(Inflater, TheLimitInRatioCountsFromAFloorOn)
{
    Deflater deflater({15, ContextTakeover::No});
    const OctetBuffer zeros = compressed(deflater, OctetBuffer(1'000'000));
    Inflater strict({15, ContextTakeover::No}, {.ratio = 100, .ratioFrom = 64 * 1024});
    const test::Inflated stopped = inflatedBy(strict, zeros);
    ASSERT_EQ(stopped.broken.size(), 1u);
    EXPECT_TRUE(stopped.broken[0].starts_with("message.inflates-too-much @")) << stopped.broken[0];
    EXPECT_EQ(stopped.octets.size(), 64u * 1024);
    Inflater patient({15, ContextTakeover::No}, {.ratio = 100, .ratioFrom = 2'000'000});
    EXPECT_TRUE(inflatedBy(patient, zeros).isComplete);
}

} // namespace
} // namespace fg::codec_test
