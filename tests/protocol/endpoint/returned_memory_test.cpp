// A buffer that a peer filled goes back to the allocator when what needed it has gone.
#include "tests/protocol/endpoint/conversation.h"
#include "tests/support/handed_out.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::returned_memory_test {
namespace {

constexpr std::size_t fill = 24 * mebibyte;
// What an end of a connection may keep for its next messages, in each of its buffers.
constexpr std::size_t kept = 3 * keptCapacity;

// Fragments of a message of the peer that are `fill` octets together, without an end.
void receiveUnfinished(Talk &talk)
{
    const std::string part(256 * 1024, 'x');
    for (std::size_t size = 0; size < fill; size += part.size())
        talk.receive(RawFrame{.opcode = size == 0 ? Opcode::Binary : Opcode::Continuation,
                              .payload = part,
                              .fin = false,
                              .key = someKey});
}

// Random octets, so that they stay as long when they are compressed.
std::string incompressible()
{
    std::string octets(fill, '\0');
    std::uint64_t state = 1;
    for (char &octet : octets) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        octet = static_cast<char>(state >> 56);
    }
    return octets;
}

struct Server : Talk
{
    explicit Server(EndpointSettings settings = {})
        : Talk(Role::Server, {.failsOnViolation = false}, std::move(settings))
    {
        open();
    }
};

TEST(ReturnedMemory, OfAMessageThatWasReported)
{
    Server server;
    const HandedOut before;
    receiveUnfinished(server);
    EXPECT_GT(before.more(), fill);
    server.receive(RawFrame{.opcode = Opcode::Continuation, .payload = "end", .key = someKey});
    EXPECT_LT(before.more(), kept);
}

TEST(ReturnedMemory, AMessageTakesNoMoreThanItsHeaderSays)
{
    Server server;
    const HandedOut before;
    OctetBuffer frame =
        encoded({.opcode = Opcode::Binary, .payload = std::string(fill, 'x'), .key = someKey});
    const std::size_t ofFrame = before.more();
    std::size_t most = 0;
    for (std::size_t at = 0; at < frame.size(); at += 64 * 1024) {
        server.receive(OctetView(frame).subspan(at, std::min<std::size_t>(64 * 1024, frame.size() - at)));
        most = std::max(most, server.endpoint().memory());
    }
    EXPECT_GE(most, fill - 64 * 1024);
    EXPECT_LT(most, fill + kept);
    EXPECT_LT(before.more(), ofFrame + kept);
}

TEST(ReturnedMemory, OfAMessageThatBecomesTooLongComesWhileTheRestOfItArrives)
{
    Server server;
    const HandedOut before;
    receiveUnfinished(server);
    server.receive(RawFrame{
        .opcode = Opcode::Continuation, .payload = "too much", .key = someKey, .declared = 1ull << 62});
    EXPECT_LT(before.more(), kept);
}

TEST(ReturnedMemory, OfAMessageThatANewOneReplaces)
{
    Server server;
    const HandedOut before;
    receiveUnfinished(server);
    server.receive(RawFrame{.payload = "new", .fin = false, .key = someKey});
    EXPECT_LT(before.more(), kept);
}

TEST(ReturnedMemory, OfWhatWasInflatedBeforeTheDataTurnsOutToBeInvalid)
{
    InboundReader reader({.sender = Role::Client, .deflate = DeflateDirection{}});
    const HandedOut before;
    OctetBuffer octets;
    Deflater(DeflateDirection{}).compress(OctetBuffer(fill / 2), octets);
    // The end of the flush, and a block of a type that does not exist.
    for (const int octet : {0, 0, 0xff, 0xff, 0xff})
        octets.push_back(static_cast<std::byte>(octet));
    std::string payload(charactersOf(octets));
    const OctetBuffer frame = encoded(
        {.opcode = Opcode::Binary, .payload = std::move(payload), .fin = false, .rsv = rsv1, .key = someKey});
    octets = OctetBuffer();
    OctetView input = frame;
    bool isBroken = false;
    for (;;) {
        const InboundEvent &event = reader.next(input);
        isBroken = isBroken || event.violation.rule == RuleId::DeflateInvalid;
        if (event.kind == InboundEvent::Kind::None)
            break;
    }
    EXPECT_TRUE(isBroken);
    EXPECT_LT(before.more(), kept + mebibyte);
}

TEST(ReturnedMemory, OfAFrameThatWasTakenAsSoonAsTheOwnerSaysSo)
{
    Server server;
    std::string payload(fill, 'x');
    const HandedOut before;
    server.endpoint().sendFrame({.payload = octetsOf(payload)});
    while (server.endpoint().nextWrite()) { }
    server.endpoint().releaseWritten();
    EXPECT_LT(before.more(), kept);
}

TEST(ReturnedMemory, OfManyFramesThatWereTaken)
{
    Server server;
    const HandedOut before;
    for (int i = 0; i < 200'000; ++i)
        server.endpoint().sendFrame({.opcode = Opcode::Pong});
    EXPECT_GT(before.more(), mebibyte);
    while (server.endpoint().nextWrite()) { }
    server.endpoint().releaseWritten();
    EXPECT_LT(before.more(), kept);
}

TEST(ReturnedMemory, OfAQueueThatWasLongAndNeverRunsEmpty)
{
    Server server;
    const HandedOut before;
    const std::string part(64 * 1024, 'x');
    for (std::size_t size = 0; size < fill; size += part.size())
        server.endpoint().sendFrame({.payload = octetsOf(part), .sync = true});
    for (std::size_t size = 0; size < 2 * fill; size += part.size()) {
        if (server.endpoint().waitingOctets() > 4 * part.size())
            (void)server.endpoint().nextWrite();
        (void)server.endpoint().nextWrite();
        server.endpoint().sendFrame({.payload = octetsOf(part), .sync = true});
    }
    EXPECT_LT(server.endpoint().waitingOctets(), mebibyte);
    EXPECT_LT(before.more(), 8 * mebibyte);
}

TEST(ReturnedMemory, OfAMessageThatWasCompressed)
{
    Talk server(Role::Server, {}, {.deflate = DeflateServerSettings{}});
    server.receive("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    Endpoint &endpoint = server.endpoint();
    ASSERT_TRUE(endpoint.canCompress());
    const std::string payload = incompressible();
    const HandedOut before;
    const MessageSpec ready =
        endpoint.compressed({.payload = octetsOf(payload), .compression = Compression::On});
    EXPECT_GE(ready.payload.size(), fill);
    EXPECT_GE(endpoint.memory(), fill);
    endpoint.releaseCompressed();
    EXPECT_LT(endpoint.memory() - endpoint.contextMemory(), kept);
    EXPECT_LT(before.more(), kept + endpoint.contextMemory());
}

TEST(ReturnedMemory, OfLittleMessagesOnlyWhenMemoryIsShort)
{
    Server server;
    const HandedOut before;
    server.receive(RawFrame{.opcode = Opcode::Binary, .payload = std::string(200'000, 'x'), .key = someKey});
    EXPECT_GT(server.endpoint().memory(), 200'000U);
    server.endpoint().releaseSpare();
    EXPECT_LT(server.endpoint().memory(), 10'000U);
}

TEST(ReturnedMemory, IsNotThatOfAMessageThatIsStillGrowing)
{
    Server server;
    receiveUnfinished(server);
    server.endpoint().releaseSpare();
    EXPECT_EQ(server.endpoint().unfinishedOctets(), fill);
}

TEST(ReturnedMemory, OfTheRoomForAMessageThatDoesNotGrowForNow)
{
    Server server;
    server.receive(
        RawFrame{.opcode = Opcode::Binary, .payload = std::string(fill, 'x'), .fin = false, .key = someKey});
    server.receive(RawFrame{.opcode = Opcode::Continuation, .payload = "more", .fin = false, .key = someKey});
    const HandedOut before;
    const std::size_t grown = server.endpoint().memory();
    server.endpoint().shrinkUnfinished();
    EXPECT_GT(grown, server.endpoint().memory() + mebibyte);
    EXPECT_LT(server.endpoint().memory(), fill + kept);
    server.receive(RawFrame{.opcode = Opcode::Continuation, .payload = "end", .key = someKey});
    EXPECT_EQ(server.endpoint().unfinishedOctets(), 0U);
}

TEST(ReturnedMemory, OfALineThatFailsAHead)
{
    HttpHeadReader reader(HttpHeadReader::Kind::Request,
                          {.totalOctets = 2 * mebibyte, .lineOctets = mebibyte});
    const std::string line = "GET / HTTP/1.1\r\nX: " + std::string(2 * mebibyte, 'x');
    const HandedOut before;
    reader.feed(octetsOf(line));
    EXPECT_EQ(reader.state(), HttpHeadReader::State::Failed);
    EXPECT_LT(before.more(), 64U * 1024);
}

TEST(ReturnedMemory, OfOctetsThatCameBeforeTheAnswer)
{
    Talk server(Role::Server, {.failsOnViolation = false, .acceptsRequests = false});
    server.receive(sampleRequest);
    const HandedOut before;
    server.receive(std::string(60'000, 'x'));
    EXPECT_GE(server.endpoint().memory(), 60'000U);
    server.endpoint().refuse();
    server.receive("more");
    EXPECT_LT(before.more(), 30'000U);
}

} // namespace
} // namespace fg::test::returned_memory_test
