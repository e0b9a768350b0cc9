// Cases that count compressed echoes, run against an endpoint of ours as the peer, and their reports.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/report/pages/json_report.h"
#include "protocol/report/pages/text_report.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/traffic.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/manual_time.h"
#include "tests/support/recorded_case.h"
#include "tests/support/scripted_transport.h"

#include <QJsonDocument>

#include <gtest/gtest.h>

#include <sstream>

namespace fg::compressed_case_test {
namespace {

// An echo server without a socket.
class EchoPeer
{
public:
    explicit EchoPeer(std::optional<DeflateServerSettings> deflate)
        : m_endpoint(
            {.role = Role::Server, .answer = {.fields = defaultAnswerFields("peer")}, .deflate = deflate},
            m_entropy)
    {
        m_endpoint.start({});
    }
    // Changes the last octet of this message's echo, counted from 1.
    unsigned spoils = 0;
    std::uint64_t receivedOctets = 0; // of messages, as they passed the wire
    std::uint64_t sentOctets = 0;

    // What the peer sends.
    [[nodiscard]] OctetBuffer answerTo(OctetView octets)
    {
        m_endpoint.receive(octets, {});
        for (EndpointEvent event = m_endpoint.next(); event.kind != EndpointEvent::Kind::None;
             event = m_endpoint.next())
            handle(event);
        OctetBuffer answer;
        while (const auto write = m_endpoint.nextWrite())
            answer.insert(answer.end(), write->octets.begin(), write->octets.end());
        return answer;
    }

private:
    void handle(const EndpointEvent &event)
    {
        if (event.kind == EndpointEvent::Kind::Requested)
            m_endpoint.accept();
        else if (event.kind == EndpointEvent::Kind::Message)
            echo(event);
        else if (event.kind == EndpointEvent::Kind::Close)
            m_endpoint.startClose(event.close.code, {});
    }
    void echo(const EndpointEvent &event)
    {
        receivedOctets += event.wireLength;
        OctetBuffer payload(event.payload.begin(), event.payload.end());
        if (++m_messages == spoils)
            payload.back() ^= std::byte{1};
        const MessageSpec message = m_endpoint.compressed(
            {.opcode = event.opcode, .payload = payload, .compression = Compression::On});
        sentOctets += message.payload.size();
        forEachFragment(message, [this](const FrameSpec &frame) { m_endpoint.sendFrame(frame); });
    }

    test::FixedEntropy m_entropy;
    Endpoint m_endpoint;
    unsigned m_messages = 0;
};

CaseResult play(const CaseSpec &spec, EchoPeer &peer)
{
    test::ManualTime time;
    test::FixedEntropy entropy;
    test::ScriptedStream stream;
    std::optional<CaseResult> result;
    EndpointSettings settings;
    settings.request.host = "peer";
    settings.request.fields = defaultRequestFields("tester");
    CaseRun run(spec, {.agent = "peer", .endpoint = settings},
                std::make_unique<test::ScriptedTransport>(stream), time, entropy,
                [&](CaseResult ended) { result = std::move(ended); });
    run.start();
    while (!stream.writes.empty()) {
        const OctetBuffer written = stream.written();
        stream.writes.clear();
        time.runDue();
        stream.receive(peer.answerTo(written));
    }
    stream.end();
    time.runDue();
    return std::move(result).value();
}

CaseSpec shortened(std::string_view id, unsigned count)
{
    CaseSpec spec = *findCase(id);
    spec.echo->count = count;
    return spec;
}

QJsonObject jsonOf(const CaseResult &result)
{
    std::ostringstream out;
    writeCaseJson(out, result, Secrets::Blanked);
    return QJsonDocument::fromJson(QByteArray::fromStdString(out.str())).object();
}

TEST(CompressedCase, ReportsOctetsBeforeAndAfterCompressionForEachDirection)
{
    // Each message is one frame in the first case, and frames of 256 octets in the second.
    for (const char *const id : {"12.1.4", "12.1.11", "12.5.11", "13.5.4"}) {
        const CaseSpec spec = shortened(id, 7);
        EchoPeer peer(DeflateServerSettings{});
        const CaseResult result = play(spec, peer);
        EXPECT_EQ(result.verdict.behavior, Behavior::Ok) << id;
        EXPECT_EQ(result.verdict.close, CloseBehavior::Ok) << id;
        const std::optional<Traffic> traffic = trafficOf(result);
        ASSERT_TRUE(traffic) << id;
        EXPECT_EQ(traffic->out.messages, 7u);
        EXPECT_EQ(traffic->out.plainOctets, 7 * spec.echo->length()) << id;
        EXPECT_EQ(traffic->in.plainOctets, traffic->out.plainOctets) << id;
        EXPECT_EQ(traffic->out.payloadOctets, peer.receivedOctets) << id;
        EXPECT_EQ(traffic->in.payloadOctets, peer.sentOctets) << id;
        EXPECT_EQ(traffic->in.frames, 7u) << id;
        EXPECT_GE(traffic->out.frames, traffic->in.frames) << id;
        EXPECT_GT(traffic->out.frameOctets, traffic->out.payloadOctets + 6 * traffic->out.frames - 1) << id;

        const QJsonObject json = jsonOf(result);
        EXPECT_TRUE(json["reportCompressionRatio"].toBool());
        const QJsonObject stats = json["trafficStats"].toObject();
        EXPECT_EQ(stats.keys().join(' ').toStdString(),
                  "incomingCompressionRatio incomingOctetsAppLevel incomingOctetsWebSocketLevel "
                  "incomingOctetsWireLevel incomingWebSocketFrames incomingWebSocketMessages "
                  "incomingWebSocketOverhead outgoingCompressionRatio outgoingOctetsAppLevel "
                  "outgoingOctetsWebSocketLevel outgoingOctetsWireLevel outgoingWebSocketFrames "
                  "outgoingWebSocketMessages outgoingWebSocketOverhead preopenIncomingOctetsWireLevel "
                  "preopenOutgoingOctetsWireLevel");
        EXPECT_EQ(stats["incomingOctetsWebSocketLevel"].toInteger(), qint64(peer.sentOctets));
        EXPECT_DOUBLE_EQ(stats["incomingCompressionRatio"].toDouble(), *traffic->in.ratio());
        EXPECT_EQ(stats["preopenOutgoingOctetsWireLevel"].toInteger(), json["httpRequest"].toString().size());
        EXPECT_NE(textReport(result).find("Compression"), std::string::npos);
    }
}

TEST(CompressedCase, IsUnimplementedByAPeerThatAgreesToNoCompression)
{
    const CaseSpec spec = shortened("13.7.1", 7);
    EchoPeer peer(std::nullopt);
    const CaseResult result = play(spec, peer);
    EXPECT_EQ(result.verdict.behavior, Behavior::Unimplemented);
    EXPECT_EQ(result.verdict.close, CloseBehavior::Ok);
    EXPECT_EQ(result.session->closing().localCloseCode, 1000);
    EXPECT_TRUE(jsonOf(result)["trafficStats"].isNull());
}

TEST(CompressedCase, FailsAtTheOctetWhereAnEchoDiffersOnceInflated)
{
    const CaseSpec spec = shortened("12.2.4", 7);
    EchoPeer peer(DeflateServerSettings{});
    peer.spoils = 3;
    const CaseResult result = play(spec, peer);
    EXPECT_EQ(result.verdict.behavior, Behavior::Failed);
    EXPECT_EQ(resultSentence(result),
              "Message 3 came back with other content: it first differs at octet 1023 (counted from 0) of "
              "1024.");
    EXPECT_TRUE(jsonOf(result)["trafficStats"].isNull());
}

} // namespace
} // namespace fg::compressed_case_test
