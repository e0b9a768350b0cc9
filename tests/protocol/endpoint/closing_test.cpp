// RFC 6455 5.5, 5.5.1 and 7: control frames, the closing handshake and failing the connection.
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

namespace fg::test::closing_test {
namespace {

using namespace std::chrono_literals;

RawFrame closeFrame(std::string_view payload)
{
    return {.opcode = Opcode::Close, .payload = std::string(payload)};
}
RawFrame masked(RawFrame frame)
{
    frame.key = someKey;
    return frame;
}
constexpr std::string_view normal = "\x03\xe8";

TEST(Section5_4, AMessageInFragmentsIsOneMessage)
{
    Talk client(Role::Client);
    client.open();
    EXPECT_EQ(client.receive({.payload = "a", .fin = false}), Words{});
    EXPECT_EQ(client.receive({.opcode = Opcode::Ping, .payload = "p"}), Words{"ping 'p'"});
    EXPECT_EQ(client.sent(), Words{"pong 'p'"});
    EXPECT_EQ(client.receive({.opcode = Opcode::Continuation, .payload = "b"}), Words{"text 'ab'"});
}

TEST(Section5_5_2, APingIsAnsweredWithItsPayloadWhileOpen)
{
    Talk server(Role::Server);
    server.open();
    EXPECT_EQ(server.receive(masked({.opcode = Opcode::Ping, .payload = "hello"})), Words{"ping 'hello'"});
    EXPECT_EQ(server.sent(), Words{"pong 'hello'"});
    server.endpoint().startClose(1000, {});
    (void)server.sent();
    EXPECT_EQ(server.receive(masked({.opcode = Opcode::Ping, .payload = "late"})), Words{"ping 'late'"});
    EXPECT_EQ(server.sent(), Words{});
}

TEST(Section5_5_3, AnUnsolicitedPongIsReported)
{
    Talk client(Role::Client);
    client.open();
    EXPECT_EQ(client.receive({.opcode = Opcode::Pong, .payload = "x"}), Words{"pong 'x'"});
    EXPECT_EQ(client.sent(), Words{});
}

TEST(Section5_5, ReplyFallsWhereTheFrameThatAsksForItEnds)
{
    Talk client(Role::Client);
    client.open();
    const std::uint64_t start = client.endpoint().inboundPosition();
    const OctetBuffer two = fromHex("8900"
                                    "8900")
                                .value();
    client.endpoint().receive(two, client.now);
    EXPECT_EQ(client.endpoint().next().kind, EndpointEvent::Kind::Ping);
    EXPECT_EQ(client.endpoint().inboundPosition(), start + 2);
    EXPECT_EQ(client.endpoint().next().kind, EndpointEvent::Kind::Ping);
    EXPECT_EQ(client.endpoint().inboundPosition(), start + 4);
}

// --- 7.1.2 to 7.1.5 ---

TEST(Section7_1, WeCloseAndTheServerHasASecondToAnswerAndASecondToDrop)
{
    Talk client(Role::Client);
    client.open();
    ASSERT_TRUE(client.endpoint().startClose(1000, octetsOf("bye")));
    EXPECT_EQ(client.sent(), Words{"close 1000 'bye'"});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Closing);
    EXPECT_EQ(client.endpoint().deadline()->timer, EndpointTimer::CloseReply);
    EXPECT_EQ(client.advance(900ms), Words{});
    EXPECT_EQ(client.receive(closeFrame(normal)), (Words{"close 1000", "both closed"}));
    EXPECT_EQ(client.sent(), Words{});
    EXPECT_EQ(client.endpoint().deadline()->timer, EndpointTimer::ServerDrop);
    EXPECT_EQ(client.advance(999ms), Words{});
    EXPECT_EQ(client.advance(1ms), (Words{"server drop timed out", "dropped"}));
}

TEST(Section7_1, AServerThatDropsInTimeEndsItWell)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().startClose(std::nullopt, {});
    EXPECT_EQ(client.sent(), Words{"close"});
    (void)client.receive(closeFrame({}));
    EXPECT_EQ(client.streamEnds(), Words{"ended"});
    EXPECT_FALSE(client.endpoint().deadline());
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Closed);
}

TEST(Section7_1, AnUnansweredCloseIsDropped)
{
    Talk server(Role::Server);
    server.open();
    server.endpoint().startClose(1000, {});
    EXPECT_EQ(server.advance(1s), (Words{"close reply timed out", "dropped"}));
}

TEST(Section7_1, ThePeersCloseIsAnsweredAndTheServerDrops)
{
    Talk server(Role::Server);
    server.open();
    EXPECT_EQ(server.receive(masked(closeFrame(normal))), (Words{"close 1000", "both closed", "dropped"}));
    EXPECT_EQ(server.sent(), Words{"close 1000"});
    EXPECT_FALSE(server.endpoint().deadline());
}

TEST(Section7_1, AfterAReplyAClientWaitsForTheServersDropAsLongAsSet)
{
    Talk client(Role::Client);
    client.open();
    EXPECT_EQ(client.receive(closeFrame({})), (Words{"close", "both closed"}));
    EXPECT_EQ(client.sent(), Words{"close 1000"});
    EXPECT_EQ(client.advance(1s), (Words{"server drop timed out", "dropped"}));

    EndpointSettings patient;
    patient.serverDropTimeoutAfterReply.reset();
    Talk other(Role::Client, {}, patient);
    other.open();
    (void)other.receive(closeFrame({}));
    EXPECT_FALSE(other.endpoint().deadline());
}

TEST(Section7_1, ASecondCloseOfOursIsNotSent)
{
    Talk client(Role::Client);
    client.open();
    EXPECT_TRUE(client.endpoint().startClose(1000, {}));
    EXPECT_FALSE(client.endpoint().startClose(1001, {}));
    EXPECT_EQ(client.sent(), Words{"close 1000"});
}

TEST(Section7_1, ACloseMayCarryWhatTheRfcForbids)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().startClose(1005, octetsOf(std::string(200, 'r')));
    EXPECT_EQ(client.sent(), Words{"close 1005 '" + std::string(200, 'r') + "'"});
}

TEST(Section7_1, ACloseFrameSentInPartsStartsTheClosing)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().beginFrame({.opcode = Opcode::Close, .declaredLength = 2});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Closing);
    EXPECT_EQ(client.endpoint().deadline()->timer, EndpointTimer::CloseReply);
}

TEST(Section7_1, ACloseFrameWithoutFinClosesNothing)
{
    Talk client(Role::Client, {.failsOnViolation = false});
    client.open();
    client.endpoint().sendFrame({.opcode = Opcode::Close, .fin = false});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Open);
    RawFrame open = closeFrame({});
    open.fin = false;
    (void)client.receive(open);
    EXPECT_FALSE(client.endpoint().closeReceived());
}

// --- 7.1.7, failing ---

TEST(Section7_1_7, EachFaultFailsWithItsCode)
{
    const std::vector<std::pair<RawFrame, std::string>> faults{
        {{.payload = "x", .rsv = 4}, "close 1002"}, {{.opcode = opcodeOf(3)}, "close 1002"},
        {{.payload = "\xff"}, "close 1007"},        {{.payload = std::string(1001, 'x')}, "close 1009"},
        {closeFrame("\x03"), "close 1002"},         {closeFrame("\x03\xed"), "close 1002"},
        {closeFrame("\x03\xe8\xff"), "close 1007"}};
    for (const auto &[frame, sent] : faults) {
        EndpointSettings settings;
        settings.messageLimit = 1000;
        Talk client(Role::Client, {}, settings);
        client.open();
        (void)client.receive(frame);
        EXPECT_TRUE(client.endpoint().hasFailed());
        EXPECT_EQ(client.sent(), Words{sent});
        EXPECT_FALSE(client.wasDropped());
    }
}

TEST(Section7_1_7, AnIllegalCloseIsFailedAndThenBothHaveClosed)
{
    Talk client(Role::Client);
    client.open();
    const Words words = client.receive(closeFrame("\x03\xed"));
    ASSERT_EQ(words.size(), 4U);
    EXPECT_EQ(words[1], "failed with 1002");
    EXPECT_EQ(words[2], "close 1005");
    EXPECT_EQ(words[3], "both closed");
    EXPECT_EQ(client.sent(), Words{"close 1002"});
}

TEST(Section7_1_7, SeveralFaultsOfOneFrameFailOnce)
{
    Talk client(Role::Client);
    client.open();
    RawFrame frame{.opcode = opcodeOf(11), .payload = std::string(200, 'x'), .fin = false, .rsv = 7};
    frame.form = LengthForm::Bits64;
    const Words words = client.receive(masked(frame));
    EXPECT_EQ(std::ranges::count(words, "failed with 1002"), 1);
    EXPECT_FALSE(client.wasDropped());
    EXPECT_EQ(client.sent(), Words{"close 1002"});
}

TEST(Section7_1_7, AFaultWhileClosingDrops)
{
    Talk client(Role::Client);
    client.open();
    client.endpoint().startClose(1000, {});
    const Words words = client.receive({.payload = "x", .rsv = 1});
    EXPECT_EQ(words[1], "failed with 1002");
    EXPECT_TRUE(client.wasDropped());
    EXPECT_EQ(client.sent(), Words{"close 1000"});
}

TEST(Section7_1_7, FailingBeforeTheOpeningIsTheCallersDrop)
{
    Talk client(Role::Client);
    EXPECT_FALSE(client.endpoint().fail(1002));
    EXPECT_TRUE(client.endpoint().hasFailed());
}

TEST(Section7_1_7, ATopBitLengthIsAProtocolErrorAndAHugeLengthIsTooBig)
{
    for (const auto &[length, sent] :
         {std::pair{1ull << 63, "close 1002"}, {(1ull << 63) - 1, "close 1009"}}) {
        Talk client(Role::Client);
        client.open();
        const OctetBuffer frame = encoded({.opcode = Opcode::Binary, .payload = {}, .declared = length});
        (void)client.receive(frame);
        EXPECT_EQ(client.sent(), Words{sent});
    }
}

// --- the policies, each switched off ---

TEST(Policies, WithoutAnswersToPingsNoPongIsSent)
{
    Talk client(Role::Client, {.answersPings = false});
    client.open();
    EXPECT_EQ(client.receive({.opcode = Opcode::Ping}), Words{"ping ''"});
    EXPECT_EQ(client.sent(), Words{});
}

TEST(Policies, WithoutAnswersToClosesTheCloseStaysUnanswered)
{
    Talk client(Role::Client, {.answersClose = false});
    client.open();
    EXPECT_EQ(client.receive(closeFrame(normal)), Words{"close 1000"});
    EXPECT_EQ(client.sent(), Words{});
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Open);
    client.endpoint().startClose(1001, {});
    EXPECT_EQ(client.advance(0s), Words{"both closed"});
}

TEST(Policies, WithoutFailingTheConnectionContinues)
{
    Talk client(Role::Client, {.failsOnViolation = false});
    client.open();
    const Words words = client.receive({.payload = "x", .rsv = 4});
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[1], "text 'x'");
    EXPECT_EQ(client.endpoint().state(), ConnectionState::Open);
}

TEST(Policies, WithoutDroppingNothingIsDropped)
{
    Talk server(Role::Server, {.dropsWhenDue = false});
    server.open();
    EXPECT_EQ(server.receive(masked(closeFrame(normal))), (Words{"close 1000", "both closed"}));
    Talk client(Role::Client, {.dropsWhenDue = false});
    EXPECT_EQ(client.receive("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n").back(), "refused");
    EXPECT_EQ(client.advance(10s), Words{}); // it was answered in time
}

TEST(Policies, WithoutAcceptingARequestWaits)
{
    Talk server(Role::Server, {.acceptsRequests = false});
    EXPECT_EQ(server.receive(sampleRequest), Words{"requested"});
    EXPECT_EQ(server.sentText(), "");
    server.endpoint().refuse();
    EXPECT_TRUE(server.sentText().starts_with("HTTP/1.1 "));
}

} // namespace
} // namespace fg::test::closing_test
