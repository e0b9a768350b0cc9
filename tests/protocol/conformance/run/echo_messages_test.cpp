#include "protocol/conformance/run/echo_messages.h"

#include "protocol/conformance/cases/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::echo_messages_test {
namespace {

const EchoSpec &echoOf(std::string_view id) { return *findCase(id)->echo; }

OctetBuffer inflated(Inflater &inflater, OctetView message)
{
    OctetBuffer whole;
    EXPECT_TRUE(inflater.begin());
    InflateStep step;
    while ((step = inflater.next(message)).kind == InflateStep::Kind::Octets)
        whole.insert(whole.end(), step.octets.begin(), step.octets.end());
    while ((step = inflater.finish()).kind == InflateStep::Kind::Octets)
        whole.insert(whole.end(), step.octets.begin(), step.octets.end());
    EXPECT_EQ(step.kind, InflateStep::Kind::Complete);
    return whole;
}

TEST(EchoMessages, AreThePatternOfTheCase)
{
    EchoMessages messages(echoOf("9.7.2"), std::nullopt);
    for (int i = 0; i < 3; ++i) {
        messages.advance();
        EXPECT_FALSE(messages.isCompressed());
        EXPECT_EQ(charactersOf(messages.payload()), "*");
        EXPECT_EQ(messages.repeatTo(), 16u);
        EXPECT_EQ(messages.length(), 16u);
    }
}

TEST(EchoMessages, MayBeEmpty)
{
    EchoMessages messages(echoOf("9.7.1"), std::nullopt);
    messages.advance();
    EXPECT_EQ(messages.length(), 0u);
}

// For every kind of direction, and with the next message prepared at once, late or never.
TEST(EchoMessages, InflateToTheWindowsOfTheDataSet)
{
    const DeflateDirection directions[] = {{.windowBits = 15, .takeover = ContextTakeover::No},
                                           {.windowBits = 15, .takeover = ContextTakeover::Yes},
                                           {.windowBits = 9, .takeover = ContextTakeover::No},
                                           {.windowBits = 9, .takeover = ContextTakeover::Yes}};
    for (const char *id : {"12.4.1", "12.1.10", "12.2.6", "12.5.9"}) {
        const EchoSpec &spec = echoOf(id);
        const DataSet &set = DataSet::of(spec.window->data);
        for (const DeflateDirection &direction : directions) {
            EchoMessages messages(spec, direction);
            Inflater inflater(direction);
            DataWindow expected(set, spec.window->length);
            for (std::size_t i = 0; i < 9; ++i) {
                if (i % 3 == 1)
                    messages.prepare();
                messages.advance();
                if (i % 3 == 0)
                    messages.prepare();
                const OctetView plain = expected.next();
                ASSERT_TRUE(std::ranges::equal(messages.plain(), plain)) << id;
                ASSERT_TRUE(std::ranges::equal(inflated(inflater, messages.payload()), plain)) << id;
            }
        }
    }
}

TEST(EchoMessages, ThatRepeatAreCompressedOnce)
{
    EchoMessages messages(echoOf("12.1.10"), DeflateDirection{15, ContextTakeover::No});
    messages.advance();
    const std::byte *const first = messages.payload().data();
    const std::size_t period = DataWindow(DataSet::of(DataSet::Kind::Json), 131'072).period();
    for (std::size_t i = 0; i < period; ++i)
        messages.advance();
    EXPECT_EQ(messages.payload().data(), first);
}

TEST(EchoMessages, ReferToEarlierOnesIfThatWasAgreed)
{
    EchoMessages alone(echoOf("12.1.2"), DeflateDirection{15, ContextTakeover::No});
    EchoMessages inContext(echoOf("12.1.2"), DeflateDirection{15, ContextTakeover::Yes});
    std::size_t alonesize = 0;
    std::size_t inContextSize = 0;
    for (int i = 0; i < 200; ++i) {
        alone.advance();
        inContext.advance();
        alonesize += alone.payload().size();
        inContextSize += inContext.payload().size();
    }
    EXPECT_LT(inContextSize * 3, alonesize * 2);
}

// --- comparing ---

std::optional<std::uint64_t> compared(OctetView pattern, std::uint64_t length, OctetView came,
                                      std::size_t parts)
{
    EchoComparison comparison;
    comparison.begin(pattern, length);
    for (std::size_t at = 0; at < came.size(); at += parts)
        comparison.compare(came.subspan(at, std::min(parts, came.size() - at)));
    EXPECT_EQ(comparison.receivedLength(), came.size());
    return comparison.difference();
}

OctetBuffer repeated(std::string_view pattern, std::size_t length)
{
    OctetBuffer octets;
    for (std::size_t i = 0; i < length; ++i)
        octets.push_back(static_cast<std::byte>(pattern[i % pattern.size()]));
    return octets;
}

TEST(EchoComparison, FindsNoDifferenceInTheSameMessageHoweverItIsCut)
{
    for (const std::string_view pattern : {"*", "ab", "BAsd7&jh23", "0123456789abcdefghijklmnopqrstuvwxyz"}) {
        const OctetBuffer message = repeated(pattern, 50);
        for (std::size_t parts = 1; parts <= 50; ++parts)
            EXPECT_EQ(compared(octetsOf(pattern), 50, message, parts), std::nullopt)
                << pattern << ' ' << parts;
    }
}

TEST(EchoComparison, FindsTheFirstOctetThatDiffersHoweverItIsCut)
{
    for (const std::string_view pattern : {"*", "ab", "BAsd7&jh23", "0123456789abcdefghijklmnopqrstuvwxyz"}) {
        for (std::size_t at = 0; at < 50; ++at) {
            OctetBuffer message = repeated(pattern, 50);
            message[at] ^= std::byte{1};
            message[49] ^= std::byte{2};
            for (std::size_t parts = 1; parts <= 50; ++parts)
                EXPECT_EQ(compared(octetsOf(pattern), 50, message, parts), at) << pattern << ' ' << parts;
        }
    }
}

TEST(EchoComparison, IgnoresOctetsAfterTheEnd)
{
    EXPECT_EQ(compared(octetsOf("ab"), 4, octetsOf("ababxx"), 3), std::nullopt);
    EXPECT_EQ(compared({}, 0, octetsOf("x"), 1), std::nullopt);
}

} // namespace
} // namespace fg::test::echo_messages_test
