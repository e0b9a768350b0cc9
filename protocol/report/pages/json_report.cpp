#include "protocol/report/pages/json_report.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/pages/wire_rows.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/statistics_rows.h"
#include "protocol/report/wording/traffic.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/json_writer.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <map>
#include <optional>

namespace fg {
namespace {

class CaseJson
{
public:
    CaseJson(std::ostream &out, const CaseResult &result, Secrets secrets)
        : m_json(out)
        , m_result(result)
        , m_spec(*result.spec)
    {
        if (!result.session)
            return;
        m_view.emplace(*result.session, secrets);
        m_closing = m_view->closing();
        m_statistics = m_view->statistics();
    }

    void write();

private:
    void agentToFailedByMe();
    void httpRequestToResultClose();
    void rxFrameStatsToWirelog();
    void expected();
    void expectedClose();
    void received();
    void event(const CaseEvent &event);
    void event(const ObservedEvent &event);
    void event(CaseEvent::Kind kind, Opcode opcode, const std::string &data, const std::string &tag);
    void reason(std::string_view key, const std::optional<std::string> &reason);
    void notCleanReason();
    void frameCounts(std::string_view key, const StreamStatistics &statistics);
    void octetCounts(std::string_view key, const StreamStatistics &statistics);
    void trafficCounts();
    void wireLog();
    void wireRow(const WireRow &row);
    void frame(const WireRow &row);
    void data(std::uint64_t length, const std::string &data);

    JsonWriter m_json;
    const CaseResult &m_result;
    const CaseSpec &m_spec;
    std::optional<SessionView> m_view; // nullopt if there was no session
    ClosingRecord m_closing;
    Statistics m_statistics;
};

// Together, the three parts have the keys in alphabetical order.
void CaseJson::write()
{
    m_json.beginObject();
    agentToFailedByMe();
    httpRequestToResultClose();
    rxFrameStatsToWirelog();
    m_json.endObject();
}

void CaseJson::agentToFailedByMe()
{
    m_json.member("agent", discreet(m_result.agent));
    m_json.member("behavior", wordOf(m_result.verdict.behavior));
    m_json.member("behaviorClose", wordOf(m_result.verdict.close));
    m_json.member("case", m_spec.number);
    m_json.member("closedByMe", m_closing.closedByMe);
    m_json.member("createStats", true);
    m_json.member("createWirelog", !m_view || recordsAtTheEnd(*m_view));
    m_json.member("description", m_spec.description);
    m_json.member("droppedByMe", m_closing.droppedByMe);
    m_json.member("duration", wholeMilliseconds(m_result.duration));
    m_json.member("expectation", m_spec.expectation);
    expected();
    expectedClose();
    m_json.member("failedByMe", m_closing.failedByMe);
}

void CaseJson::httpRequestToResultClose()
{
    const HandshakeRecord handshake = m_view ? m_view->handshake() : HandshakeRecord{};
    m_json.member("httpRequest", handshake.request);
    m_json.member("httpResponse", handshake.answer);
    m_json.member("id", m_spec.id);
    m_json.member("isServer", m_closing.isServer);
    m_json.member("localCloseCode", m_closing.localCloseCode);
    reason("localCloseReason", m_closing.localCloseReason);
    received();
    m_json.member("remoteCloseCode", m_closing.remoteCloseCode);
    reason("remoteCloseReason", m_closing.remoteCloseReason);
    m_json.member("reportCompressionRatio", !m_spec.deflate.empty());
    m_json.member("reportTime", m_spec.echo.has_value());
    m_json.member("result", resultSentence(m_result));
    m_json.member("resultClose", resultCloseSentence(m_result));
}

void CaseJson::rxFrameStatsToWirelog()
{
    frameCounts("rxFrameStats", m_statistics.in);
    octetCounts("rxOctetStats", m_statistics.in);
    m_json.member("started", isoTime(m_result.started));
    trafficCounts();
    frameCounts("txFrameStats", m_statistics.out);
    octetCounts("txOctetStats", m_statistics.out);
    m_json.member("wasClean", m_closing.wasClean);
    m_json.member("wasCloseHandshakeTimeout", m_closing.wasCloseHandshakeTimeout);
    notCleanReason();
    m_json.member("wasOpenHandshakeTimeout", m_closing.wasOpenHandshakeTimeout);
    m_json.member("wasServerConnectionDropTimeout", m_closing.wasServerConnectionDropTimeout);
    wireLog();
}

// --- events ---

void CaseJson::expected()
{
    m_json.key("expected").beginObject();
    for (const Expectation::Name name : {Expectation::Name::NonStrict, Expectation::Name::Ok}) {
        const auto found = std::ranges::find(m_spec.expectations, name, &Expectation::name);
        if (found == m_spec.expectations.end())
            continue;
        m_json.key(name == Expectation::Name::Ok ? "OK" : "NON-STRICT").beginArray();
        for (const CaseEvent &wanted : found->events)
            event(wanted);
        m_json.endArray();
    }
    m_json.endObject();
}

void CaseJson::expectedClose()
{
    m_json.key("expectedClose").beginObject().key("closeCode").beginArray();
    for (const std::uint16_t code : m_spec.close.codes)
        m_json.value(code);
    m_json.endArray();
    m_json.member("closedByMe", m_spec.close.byTester);
    if (m_spec.close.wrongCloserFailsCase)
        m_json.member("closedByWrongEndpointIsFatal", true);
    m_json.member("requireClean", m_spec.close.clean);
    m_json.endObject();
}

// The format has no events for cases that count echoes.
void CaseJson::received()
{
    m_json.key("received").beginArray();
    if (!m_spec.echo) {
        for (const ObservedEvent &observed : m_result.observed)
            event(observed);
    }
    m_json.endArray();
}

void CaseJson::event(const CaseEvent &event)
{
    constexpr std::size_t enough = 64; // payloadData shows no more
    const std::string data = payloadData(event.payload.octets(enough), event.payload.length());
    this->event(event.kind, event.opcode, data, event.tag);
}

void CaseJson::event(const ObservedEvent &event)
{
    this->event(event.kind, event.opcode, payloadData(event.payload, event.payload.size()), event.tag);
}

void CaseJson::event(CaseEvent::Kind kind, Opcode opcode, const std::string &data, const std::string &tag)
{
    m_json.beginArray();
    switch (kind) {
    case CaseEvent::Kind::Message:
        m_json.value("message").value(data).value(opcode == Opcode::Binary);
        break;
    case CaseEvent::Kind::Pong:
        m_json.value("pong").value(data);
        break;
    case CaseEvent::Kind::Timeout:
        m_json.value("timeout").value(tag);
        break;
    }
    m_json.endArray();
}

// --- values ---

// The format has no empty reason, and it writes a reason that is not UTF-8 as hexadecimal without 0x.
void CaseJson::reason(std::string_view key, const std::optional<std::string> &reason)
{
    m_json.key(key);
    if (!reason || reason->empty())
        m_json.null();
    else if (isUtf8(octetsOf(*reason)))
        m_json.value(*reason);
    else
        m_json.value(toHex(octetsOf(*reason)));
}

void CaseJson::notCleanReason()
{
    constexpr std::string_view name = "wasNotCleanReason";
    m_json.key(name);
    const std::vector<ClosingRow> rows = closingRows(m_closing);
    const auto row = std::ranges::find(rows, name, &ClosingRow::name);
    if (row == rows.end() || m_closing.wasNotCleanReason == NotCleanReason::None)
        m_json.null();
    else
        m_json.value(row->value);
}

void CaseJson::frameCounts(std::string_view key, const StreamStatistics &statistics)
{
    std::map<std::string, std::uint64_t> counts; // sorted as texts, as in the format
    for (const CountRow &row : opcodeRows(statistics))
        counts.emplace(std::to_string(row.key), row.count);
    m_json.key(key).beginObject();
    for (const auto &[opcode, count] : counts)
        m_json.member(opcode, count);
    m_json.endObject();
}

void CaseJson::octetCounts(std::string_view key, const StreamStatistics &statistics)
{
    std::map<std::string, std::uint64_t> counts;
    for (const CountRow &row : chopRows(statistics))
        counts.emplace(std::to_string(row.key), row.count);
    m_json.key(key).beginObject();
    for (const auto &[size, count] : counts)
        m_json.member(size, count);
    m_json.endObject();
}

// In the format, messages are the AppLevel, the payloads of their frames the WebSocketLevel, and the frames
// the WireLevel.
void CaseJson::trafficCounts()
{
    m_json.key("trafficStats");
    const std::optional<Traffic> traffic = trafficOf(m_result);
    if (!traffic) {
        m_json.null();
        return;
    }
    m_json.beginObject();
    for (const auto &[direction, row] : {std::pair("incoming", &traffic->in), {"outgoing", &traffic->out}}) {
        const std::string prefix = direction;
        m_json.member(prefix + "CompressionRatio", row->ratio());
        m_json.member(prefix + "OctetsAppLevel", row->plainOctets);
        m_json.member(prefix + "OctetsWebSocketLevel", row->payloadOctets);
        m_json.member(prefix + "OctetsWireLevel", row->frameOctets);
        m_json.member(prefix + "WebSocketFrames", row->frames);
        m_json.member(prefix + "WebSocketMessages", row->messages);
        m_json.member(prefix + "WebSocketOverhead", row->overhead());
    }
    m_json.member("preopenIncomingOctetsWireLevel", traffic->in.handshakeOctets);
    m_json.member("preopenOutgoingOctetsWireLevel", traffic->out.handshakeOctets);
    m_json.endObject();
}

// --- the wire log ---

void CaseJson::wireLog()
{
    m_json.key("wirelog").beginArray();
    if (m_view)
        visitWireRows(*m_view, [this](const WireRow &row) { wireRow(row); });
    m_json.endArray();
}

std::string_view tagOf(WireTag tag)
{
    switch (tag) {
    case WireTag::SentOctets:
        return "TO";
    case WireTag::ReceivedOctets:
        return "RO";
    case WireTag::SentFrame:
        return "TF";
    case WireTag::ReceivedFrame:
        return "RF";
    case WireTag::FailSet:
        return "KL";
    case WireTag::FailFired:
        return "KLE";
    case WireTag::CloseSet:
        return "TI";
    case WireTag::CloseFired:
        return "TIE";
    case WireTag::WaitSet:
        return "CT";
    case WireTag::WaitFired:
        return "CTE";
    case WireTag::Recording:
        return "WLM";
    case WireTag::Dropped:
        break; // the format has no such row
    }
    return {};
}

void CaseJson::wireRow(const WireRow &row)
{
    const std::string_view tag = tagOf(row.tag);
    if (tag.empty())
        return;
    m_json.beginArray().value(tag);
    const std::optional<std::string> waitTag =
        row.waitTag.empty() ? std::nullopt : std::optional(row.waitTag);
    switch (row.tag) {
    case WireTag::SentOctets:
        data(row.row.length, row.data);
        m_json.value(row.row.has(RowFlag::Apart));
        break;
    case WireTag::ReceivedOctets:
        data(row.row.length, row.data);
        break;
    case WireTag::SentFrame:
    case WireTag::ReceivedFrame:
        frame(row);
        break;
    case WireTag::FailSet:
    case WireTag::CloseSet:
        m_json.value(row.seconds());
        break;
    case WireTag::WaitSet:
        m_json.value(row.seconds()).value(waitTag);
        break;
    case WireTag::WaitFired:
        m_json.value(waitTag);
        break;
    case WireTag::Recording:
        m_json.value(row.row.has(RowFlag::On));
        break;
    case WireTag::FailFired:
    case WireTag::CloseFired:
    case WireTag::Dropped:
        break;
    }
    m_json.endArray();
}

void CaseJson::frame(const WireRow &row)
{
    const LogRow &log = row.row;
    data(row.dataLength(), row.data);
    m_json.value(valueOf(log.opcode())).value(log.fin()).value(log.rsv());
    if (row.tag == WireTag::ReceivedFrame)
        m_json.value(log.isMasked());
    m_json.value(log.isMasked() ? std::optional(toHex(log.maskingKey)) : std::nullopt);
    if (row.tag == WireTag::ReceivedFrame)
        return;
    m_json.value(row.intent.repeatTo);
    m_json.value(row.intent.chop > 0 ? std::optional(row.intent.chop) : std::nullopt);
    m_json.value(row.intent.sync);
}

void CaseJson::data(std::uint64_t length, const std::string &data)
{
    m_json.beginArray().value(length).value(data).endArray();
}

void writeCases(JsonWriter &json, const AgentResults &agent, const CaseFileName &fileName)
{
    std::map<std::string_view, const CaseSummary *> cases; // 10.1.1 comes before 2.1
    for (const CaseSummary &summary : agent.cases) {
        if (!summary.wasStopped)
            cases[summary.spec->id] = &summary;
    }
    json.beginObject();
    for (const auto &[id, summary] : cases) {
        json.key(id).beginObject();
        json.member("behavior", wordOf(summary->verdict.behavior));
        json.member("behaviorClose", wordOf(summary->verdict.close));
        json.member("duration",
                    summary->duration ? std::optional(wholeMilliseconds(*summary->duration)) : std::nullopt);
        json.member("remoteCloseCode", summary->remoteCloseCode);
        json.member("reportfile", fileName(agent.agent, *summary->spec));
        json.endObject();
    }
    json.endObject();
}

} // namespace

void writeCaseJson(std::ostream &out, const CaseResult &result, Secrets secrets)
{
    CaseJson(out, result, secrets).write();
}

void writeIndexJson(std::ostream &out, const RunReport &report, const CaseFileName &fileName)
{
    std::map<std::string, const AgentResults *> agents; // by the name that is written
    for (const AgentResults &agent : report.agents())
        agents[discreet(agent.agent)] = &agent;
    JsonWriter json(out, JsonWriter::Layout::IndentedByThree);
    json.beginObject();
    for (const auto &[name, agent] : agents) {
        json.key(name);
        writeCases(json, *agent, fileName);
    }
    json.endObject();
}

} // namespace fg
