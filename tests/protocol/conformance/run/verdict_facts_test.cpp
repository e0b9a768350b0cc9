// What counts for a verdict at the end of a connection, whatever reads TCP cuts the peer's octets into; over
// virtual time, with the test as the peer.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/conformance/run/case_run.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace fg::test::verdict_facts_test {
namespace {

using namespace std::chrono_literals;

enum class Reads : std::uint8_t { One, EachOctet };
constexpr std::initializer_list<Reads> bothReads{Reads::One, Reads::EachOctet};

constexpr std::string_view answer =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n";
constexpr std::string_view request =
    "GET /runCase?case=1&agent=a HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

Target target()
{
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://127.0.0.1:9001/"));
    return target;
}

// A running case, open, whose peer is the test.
class Played
{
public:
    Played(std::string_view id, Role role)
    {
        const auto done = [this](CaseResult ended) { m_result = std::move(ended); };
        CaseRunSettings settings{.agent = "a", .endpoint = caseEndpoint(target())};
        settings.endpoint.role = role;
        settings.endpoint.answer.fields = defaultAnswerFields("Test");
        auto transport = std::make_unique<ScriptedTransport>(stream);
        if (role == Role::Client) {
            m_entropy.queue(OctetBuffer(16));
            m_run = std::make_unique<CaseRun>(*findCase(id), settings, std::move(transport), time, m_entropy,
                                              done);
            m_run->start();
            stream.receive(answer);
            return;
        }
        auto session =
            makeCaseSession(settings, std::move(transport), time, m_entropy, {.acceptsRequests = false});
        session->open();
        stream.receive(request);
        m_run = std::make_unique<CaseRun>(*findCase(id), settings, std::move(session), time, done);
        m_run->start();
    }

    Played &peer(const std::string &hex, Reads reads)
    {
        const OctetBuffer octets = fromHex(hex).value();
        if (reads == Reads::EachOctet)
            stream.receiveEachOctet(octets);
        else
            stream.receive(octets);
        return *this;
    }
    const CaseResult &finish()
    {
        stream.end();
        time.runDue();
        EXPECT_TRUE(m_result);
        return *m_result;
    }

    ScriptedStream stream;
    ManualTime time;

private:
    FixedEntropy m_entropy;
    std::unique_ptr<CaseRun> m_run;
    std::optional<CaseResult> m_result;
};

std::string repeated(std::string_view hex, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += hex;
    return all;
}

std::size_t framesOfPeer(const Session &log, Opcode opcode)
{
    std::size_t frames = 0;
    for (RowNumber number; number < endOf(log.rowCount()); ++number) {
        const LogRow row = log.row(number);
        frames += row.kind == RowKind::Frame && row.direction == Direction::In && row.opcode() == opcode;
    }
    return frames;
}

const std::string longPong = "8a7e007e" + repeated("fe", 126);
const std::string longClose = "887e007e03e8" + repeated("2a", 124);

TEST(WhatCountsAsReceived, APongDoesAfterWeHaveFailedTheConnection)
{
    for (const Reads reads : bothReads) {
        Played played("2.5", Role::Client);
        const CaseResult &result = played.peer(longPong + "880203ea", reads).finish();
        EXPECT_EQ(result.session->closing().localCloseCode, 1002);
        ASSERT_EQ(result.observed.size(), 1U);
        EXPECT_EQ(result.observed[0].kind, CaseEvent::Kind::Pong);
        EXPECT_EQ(result.observed[0].payload.size(), 126U);
        EXPECT_EQ(result.verdict.behavior, Behavior::Failed);
    }
}

TEST(WhatCountsAsReceived, AMessageDoesNotAfterWeHaveFailedTheConnection)
{
    for (const Reads reads : bothReads) {
        Played played("2.5", Role::Client);
        const CaseResult &result = played
                                       .peer("c100"
                                             "810161"
                                             "8a00"
                                             "880203ea",
                                             reads)
                                       .finish();
        ASSERT_EQ(result.observed.size(), 1U);
        EXPECT_EQ(result.observed[0].kind, CaseEvent::Kind::Pong);
        EXPECT_EQ(framesOfPeer(*result.session, Opcode::Text), 2U);
    }
}

TEST(WhatCountsAsReceived, AMessageWhoseFrameFailsTheConnectionDoesNot)
{
    for (const Reads reads : bothReads) {
        Played played("1.1.1", Role::Client);
        const CaseResult &result = played
                                       .peer("818000000000"
                                             "880203ea",
                                             reads)
                                       .finish(); // a masked echo
        EXPECT_TRUE(result.observed.empty());
        EXPECT_EQ(result.verdict.behavior, Behavior::Failed);
    }
}

TEST(AFrameThatIsIllegalByItsHeaderWhileWeClose, DropsTcpBeforeItsPayloadIsLookedAt)
{
    for (const Reads reads : bothReads) {
        Played played("7.3.6", Role::Client);
        const CaseResult &result = played.peer(longClose, reads).finish();
        EXPECT_EQ(result.verdict.behavior, Behavior::Ok);
        EXPECT_EQ(result.verdict.close, CloseBehavior::FailedByClient);
        const ClosingRecord closing = result.session->closing();
        EXPECT_TRUE(closing.closedByMe && closing.failedByMe && closing.droppedByMe);
        EXPECT_FALSE(closing.wasClean || closing.closeReceivedAt);
        EXPECT_FALSE(closing.remoteCloseCode || closing.remoteCloseReason);
        EXPECT_EQ(framesOfPeer(*result.session, Opcode::Close), 1U); // It is shown all the same.
    }
}

TEST(AFrameThatIsIllegalByItsHeaderWhileWeClose, CountsNotAtAllEvenIfItIsEmpty)
{
    for (const Reads reads : bothReads) {
        Played played("7.1.1", Role::Client);
        played.peer("810c48656c6c6f20576f726c6421", reads); // The echo, after which we close.
        const CaseResult &result = played
                                       .peer("0a00"
                                             "880203e8",
                                             reads)
                                       .finish();
        EXPECT_EQ(result.verdict.behavior, Behavior::Ok);
        EXPECT_EQ(result.verdict.close, CloseBehavior::Unclean);
        EXPECT_EQ(result.observed.size(), 1U);
    }
}

// A client answers our close frame and goes on: with an answer to our ping, or with whatever it likes.
class WhatAClientSendsAfterItsCloseFrame : public testing::TestWithParam<const char *>
{
};
INSTANTIATE_TEST_SUITE_P(All, WhatAClientSendsAfterItsCloseFrame,
                         testing::Values("8a8000000000", // a pong
                                         "818000000000", // a message
                                         "c18000000000", // an illegal one
                                         "8100", // one without a mask
                                         "88820000000003ea", // another close frame
                                         "8a80")); // half a frame

TEST_P(WhatAClientSendsAfterItsCloseFrame, CountsForNoVerdictAndIsRecorded)
{
    const std::string close = "88820000000003e8";
    for (const char *const id : {"7.1.2", "7.1.3", "7.1.4"}) {
        for (const Reads reads : bothReads) {
            Played played(id, Role::Server);
            const CaseResult &result = played.peer(close + GetParam(), reads).finish();
            EXPECT_EQ(result.verdict.behavior, Behavior::Ok) << id;
            EXPECT_EQ(result.verdict.close, CloseBehavior::Ok) << id;
            const ClosingRecord closing = result.session->closing();
            EXPECT_TRUE(closing.wasClean && closing.droppedByMe) << id;
            EXPECT_FALSE(closing.failedByMe) << id;
            EXPECT_EQ(closing.remoteCloseCode, 1000) << id;
            for (const Finding &finding : result.session->findings())
                EXPECT_FALSE(isHeldAgainstPeer(finding, *result.session)) << id;
            const std::size_t after = reads == Reads::One ? fromHex(GetParam())->size() : 0;
            const std::size_t read = request.size() + close.size() / 2 + after;
            EXPECT_EQ(result.session->streamSize(Direction::In).value(), read) << id;
        }
    }
}

TEST(WhatAClientSendsBeforeItsCloseFrame, CountsAsEver)
{
    for (const Reads reads : bothReads) {
        Played played("7.1.3", Role::Server);
        const CaseResult &result = played
                                       .peer("8a8000000000"
                                             "88820000000003e8",
                                             reads)
                                       .finish();
        EXPECT_EQ(result.observed.size(), 1U);
        EXPECT_EQ(result.verdict.behavior, Behavior::Failed);
    }
}

TEST(TheRequestOfACase, NamesTheProtocolAsTheCaseSetDoes)
{
    Played played("1.1.1", Role::Client);
    const OctetBuffer written = played.stream.written();
    EXPECT_NE(charactersOf(written).find("\r\nUpgrade: WebSocket\r\n"), std::string_view::npos);
}

} // namespace
} // namespace fg::test::verdict_facts_test
