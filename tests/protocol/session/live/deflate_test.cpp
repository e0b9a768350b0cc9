// Compressed messages in a log: their octets on the wire and their inflated payloads.
#include "tests/support/live.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::deflate_test {
namespace {

std::string hexOf(std::string_view text)
{
    OctetBuffer out;
    Deflater({}).compress(octetsOf(text), out);
    return toHex(out);
}

// A frame of at most 125 octets of payload, unmasked.
std::string frame(unsigned firstOctet, std::string_view payload)
{
    const std::byte head[] = {static_cast<std::byte>(firstOctet), static_cast<std::byte>(payload.size() / 2)};
    return toHex(head) + std::string(payload);
}

Words play(Live &live, std::string_view hex, bool eachOctet)
{
    live.open();
    live.session->sendMessage(
        {.payload = octetsOf("from us, from us"), .fragment = 5, .compression = Compression::On});
    if (eachOctet)
        live.peerEachOctet(hex);
    else
        live.peer(hex);
    live.stream.end();
    return derivedOf(*live.log);
}

TEST(CompressedSession, KeepsWireOctetsAndInflatedOctetsOfEveryMessage)
{
    const std::string text = "the same again, the same again, the same again";
    const std::string wire = hexOf(text);
    Live live(Role::Client, {}, {}, 0, "permessage-deflate");
    (void)play(live, frame(0x41, wire.substr(0, 6)) + frame(0x89, "") + frame(0x80, wire.substr(6)), false);
    const std::vector<MessageRecord> messages = live.log->messages();
    ASSERT_EQ(messages.size(), 4u) << "ours, the ping, its pong and theirs";
    const auto find = [&messages](Direction direction) {
        return *std::ranges::find_if(messages, [direction](const MessageRecord &message) {
            return message.direction == direction && message.opcode == Opcode::Text;
        });
    };
    const MessageRecord theirs = find(Direction::In);
    EXPECT_TRUE(theirs.isCompressed);
    EXPECT_EQ(theirs.length, text.size());
    EXPECT_EQ(theirs.wireLength, wire.size() / 2);
    EXPECT_EQ(charactersOf(live.log->payload(theirs, SIZE_MAX)), text);
    EXPECT_EQ(charactersOf(live.log->payload(theirs, 8)), "the same");
    EXPECT_EQ(toHex(live.log->payload(live.log->row(theirs.firstRow), 0, SIZE_MAX)), wire.substr(0, 6))
        << "a frame's payload is what passed the wire";
    const MessageRecord ours = find(Direction::Out);
    EXPECT_TRUE(ours.isCompressed);
    EXPECT_EQ(charactersOf(live.log->payload(ours, SIZE_MAX)), "from us, from us");

    const Statistics statistics = live.log->statistics();
    EXPECT_EQ(statistics.in.compressedMessages, 1u);
    EXPECT_EQ(statistics.in.payloadOctets, text.size());
    EXPECT_EQ(statistics.in.wirePayloadOctets, wire.size() / 2);
    ASSERT_EQ(live.log->findings().size(), 1u);
    EXPECT_EQ(live.log->findings()[0].violation.rule, RuleId::ClosedWithoutHandshake);
}

TEST(CompressedSession, DerivesTheSameFromOneReadAndOctetByOctet)
{
    const std::string good = hexOf("good");
    for (const std::string &hex :
         {frame(0xC1, good) + frame(0xC1, good) + frame(0x81, "6f6b"),
          frame(0xC1, hexOf("bad \xFF text")) + frame(0xC1, good), frame(0xC1, "07") + frame(0xC1, good),
          frame(0x41, good) + frame(0xC0, ""), frame(0xC9, ""), frame(0xC1, "f348cdc9c90700"),
          frame(0xC1, ""), frame(0xC1, good.substr(0, 4)), frame(0xE1, good)}) {
        Live whole(Role::Client, {}, {}, 0, "permessage-deflate");
        Live cut(Role::Client, {}, {}, 0, "permessage-deflate");
        EXPECT_EQ(play(cut, hex, true), play(whole, hex, false)) << hex;
        EXPECT_EQ(cut.log->findings().size(), whole.log->findings().size());
    }
}

TEST(CompressedSession, AFindingNamesTheInflatedOctet)
{
    Live live(Role::Client, {}, {}, 0, "permessage-deflate");
    (void)play(live, frame(0xC1, hexOf("twelve char \xFF")), false);
    ASSERT_FALSE(live.log->findings().empty());
    EXPECT_EQ(live.log->findings()[0].violation.rule, RuleId::TextNotUtf8);
    EXPECT_EQ(live.log->findings()[0].violation.value, 12u);
    EXPECT_EQ(live.closing().localCloseCode, 1007);
}

TEST(CompressedSession, TheHandshakeShowsWhatWasOfferedAnsweredAndAgreed)
{
    Live live(Role::Client, {}, {}, 0, "permessage-deflate; server_max_window_bits=10");
    live.open();
    const DeflateNegotiation deflate = live.log->handshake().deflate;
    ASSERT_EQ(deflate.offers.size(), 1u);
    ASSERT_TRUE(deflate.answer && deflate.agreement);
    EXPECT_EQ(deflate.answer->serverMaxWindowBits, 10);
    EXPECT_EQ(deflate.agreement->server.windowBits, 10);
    EXPECT_EQ(deflate, live.session->endpoint().deflate());
}

TEST(CompressedSession, ABombIsSentInFramesAndStopsTheReaderOfTheLogToo)
{
    Live live(Role::Client, {}, {}, 0, "permessage-deflate");
    live.open();
    live.session->sendBomb(Opcode::Binary, 1'000'000'000);
    ASSERT_EQ(live.log->findings().size(), 1u);
    EXPECT_EQ(live.log->findings()[0].violation.rule, RuleId::InflatesTooMuch);
    EXPECT_EQ(live.log->findings()[0].direction, Direction::Out);
    EXPECT_LT(live.log->statistics().out.octets, 1'000'000u);
    EXPECT_EQ(live.log->statistics().out.frames[0], 14u);
}

TEST(CompressedSession, WhatIsNoLongerKeptIsMissingAndNotWrong)
{
    Live live(Role::Client, {}, {.inflatedOctets = 100'000}, 0, "permessage-deflate");
    live.open();
    for (char letter = 'a'; letter <= 'd'; ++letter)
        live.session->sendMessage(
            {.payload = octetsOf(std::string(70'000, letter)), .compression = Compression::On});
    const std::vector<MessageRecord> messages = live.log->messages();
    ASSERT_EQ(messages.size(), 4u);
    EXPECT_TRUE(live.log->payload(messages[0], SIZE_MAX).empty());
    EXPECT_EQ(charactersOf(live.log->payload(messages[3], SIZE_MAX)), std::string(70'000, 'd'));
}

struct Received final : PayloadSink
{
    std::string text;
    void payloadArrived(OctetView octets) override { text += charactersOf(octets); }
};

TEST(CompressedSession, ABulkPhasePassesPayloadsOnAndCountsTheirOctets)
{
    Live live(Role::Client, {}, {}, 0, "permessage-deflate; server_no_context_takeover");
    live.open();
    Received received;
    live.session->sendPayloadTo(&received);
    live.session->logRecording(false, LiveSession::Announce::Silently);
    live.session->sendMessage({.payload = octetsOf("from us, from us"), .compression = Compression::On});
    live.peer(frame(0xC1, hexOf("one, one, one")) + frame(0x81, toHex(octetsOf("two"))));
    live.session->logRecording(true, LiveSession::Announce::Silently);
    live.peer(frame(0xC1, hexOf("three")));
    EXPECT_EQ(received.text, "one, one, onetwothree");
    const Statistics statistics = live.log->statistics();
    EXPECT_EQ(statistics.out.payloadOctets, 16u);
    EXPECT_EQ(statistics.in.payloadOctets, received.text.size());
    EXPECT_EQ(statistics.in.messages, 3u);
    EXPECT_EQ(statistics.in.compressedMessages, 2u);
    EXPECT_EQ(charactersOf(live.log->payload(live.log->messages().back(), SIZE_MAX)), "three");
    EXPECT_TRUE(live.log->findings().empty());
}

TEST(CompressedSession, WhatIsWrongInABulkPhaseIsFoundOnce)
{
    for (const bool isBulk : {true, false}) {
        Live live(Role::Client, {}, {}, 0, "permessage-deflate");
        live.open();
        if (isBulk)
            live.session->logRecording(false, LiveSession::Announce::Silently);
        live.peer(frame(0xC1, hexOf("twelve char \xFF")));
        ASSERT_EQ(live.log->findings().size(), 1u) << isBulk;
        EXPECT_EQ(live.log->findings()[0].violation.rule, RuleId::TextNotUtf8);
        EXPECT_EQ(live.log->findings()[0].violation.value, 12u);
        EXPECT_EQ(live.closing().localCloseCode, 1007);
    }
}

} // namespace
} // namespace fg::test::deflate_test
