// Output leaves as it was requested: chopped, apart, in parts, in fragments.
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

namespace fg::test::outgoing_test {
namespace {

struct Leaving
{
    std::size_t size;
    WriteApart apart;
    bool operator==(const Leaving &) const = default;
};
using enum WriteApart;

std::vector<Leaving> writesOf(Endpoint &endpoint)
{
    std::vector<Leaving> writes;
    while (const auto write = endpoint.nextWrite())
        writes.push_back({write->octets.size(), write->apart});
    return writes;
}

std::vector<std::string> fragmentsOf(std::string_view payload, std::size_t size)
{
    std::vector<std::string> parts;
    forEachFragment({.payload = octetsOf(payload), .fragment = size}, [&](const FrameSpec &frame) {
        parts.push_back(std::to_string(valueOf(frame.opcode)) + (frame.fin ? "F:" : ":")
                        + std::string(charactersOf(frame.payload)));
    });
    return parts;
}

TEST(Fragments, AMessageThatFitsIsOneFrame)
{
    EXPECT_EQ(fragmentsOf("abc", 0), (std::vector<std::string>{"1F:abc"}));
    EXPECT_EQ(fragmentsOf("abc", 3), (std::vector<std::string>{"1F:abc"}));
    EXPECT_EQ(fragmentsOf("", 3), (std::vector<std::string>{"1F:"}));
}

TEST(Fragments, ALongerMessageIsCut)
{
    EXPECT_EQ(fragmentsOf("abcde", 2), (std::vector<std::string>{"1:ab", "0:cd", "0F:e"}));
}

TEST(Fragments, AnExactMultipleGivesAnEmptyLastFrame)
{
    EXPECT_EQ(fragmentsOf("abcd", 2), (std::vector<std::string>{"1:ab", "0:cd", "0F:"}));
    EXPECT_EQ(fragmentsOf("abcdefghijk", 1).size(), 12U);
}

TEST(Writes, AFrameIsOneWriteThatMayMerge)
{
    Talk server(Role::Server);
    server.open();
    server.endpoint().sendFrame({.payload = octetsOf("abc")});
    server.endpoint().sendFrame({.payload = octetsOf("abc"), .sync = true});
    EXPECT_EQ(writesOf(server.endpoint()), (std::vector<Leaving>{{5, No}, {5, Yes}}));
}

TEST(Writes, AChoppedFrameLeavesInPiecesApart)
{
    Talk server(Role::Server);
    server.open();
    server.endpoint().sendFrame({.payload = octetsOf("abcde"), .chop = 3});
    server.endpoint().sendFrame({.payload = octetsOf("a")});
    EXPECT_EQ(writesOf(server.endpoint()), (std::vector<Leaving>{{3, Yes}, {3, Yes}, {1, Yes}, {3, No}}));
}

TEST(Writes, ChoppedPiecesSayWhetherTheNextWaitsForTheAcknowledgement)
{
    Talk server(Role::Server);
    server.open();
    server.endpoint().sendFrame(
        {.payload = octetsOf("abcde"), .chop = 4, .chopPace = ChopPace::Acknowledged});
    server.endpoint().sendFrame({.payload = octetsOf("a"), .chopPace = ChopPace::Acknowledged});
    EXPECT_EQ(writesOf(server.endpoint()),
              (std::vector<Leaving>{{4, Acknowledged}, {3, Acknowledged}, {3, No}}));
}

TEST(Writes, APatternIsRepeatedToItsLength)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().sendFrame({.payload = octetsOf("abc"), .repeatTo = 8});
    EXPECT_EQ(client.sent(), Words{"text 'abcabcab'"});
    client.endpoint().sendFrame({.payload = {}, .repeatTo = 8});
    EXPECT_EQ(client.sent(), Words{"text ''"});
}

TEST(Writes, AFrameInPartsIsMaskedAsItContinues)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().beginFrame({.fin = false, .key = someKey, .declaredLength = 10});
    for (const std::string_view part : {"a", "bcdef", "", "ghij"})
        client.endpoint().sendFrameData(octetsOf(part), Yes);
    EXPECT_EQ(client.sent(), Words{"open text 'abcdefghij'"});
}

TEST(Writes, AHeaderHasTheFieldsItIsGiven)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().sendFrame({.opcode = opcodeOf(5),
                                 .fin = false,
                                 .rsv = 5,
                                 .masking = Masking::Off,
                                 .lengthForm = LengthForm::Bits64,
                                 .declaredLength = 1ull << 63});
    const std::string octets = client.sentText();
    EXPECT_EQ(toHex(octetsOf(octets)), "557f8000000000000000");
}

TEST(Queue, ChoppingByOneOctetCostsNoMoreMemoryThanTheOctets)
{
    Outgoing queue;
    (void)queue.append(1'000'000);
    queue.cutInto(1, Yes);
    std::size_t writes = 0;
    while (const auto write = queue.next()) {
        ASSERT_EQ(write->octets.size(), 1U);
        ++writes;
    }
    EXPECT_EQ(writes, 1'000'000U);
    EXPECT_EQ(queue.waiting(), 0U);
}

TEST(Queue, OneThatNeverRunsEmptyKeepsItsOrder)
{
    Outgoing queue;
    std::uint8_t next = 0;
    std::uint8_t expected = 0;
    const auto put = [&] {
        for (std::byte &octet : queue.append(1000))
            octet = static_cast<std::byte>(next++);
        queue.cut(Yes);
    };
    put();
    for (int round = 0; round < 10'000; ++round) {
        put();
        const auto write = queue.next();
        ASSERT_TRUE(write && write->octets.size() == 1000);
        for (const std::byte octet : write->octets)
            ASSERT_EQ(octet, static_cast<std::byte>(expected++));
    }
    EXPECT_EQ(queue.position(), 10'001'000U);
    EXPECT_EQ(queue.waiting(), 1000U);
}

} // namespace
} // namespace fg::test::outgoing_test
