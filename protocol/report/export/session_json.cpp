#include "protocol/report/export/session_json.h"

#include "protocol/report/export/row_json.h"
#include "protocol/report/export/session_schema.h"
#include "protocol/session/live/target.h"
#include "protocol/text/product.h"

namespace fg {
namespace {

// Writes the members before the rows.
void writeFacts(JsonWriter &json, const SessionView &view, const SessionFacts &facts)
{
    const SessionSummary summary = view.summary();
    json.member("role", schema::nameOf(schema::roles, view.role()));
    writeAnyText(json.key("title"), view.shown(facts.title));
    writeAnyText(json.key("url"), view.shown(facts.url));
    json.key("started");
    if (facts.started)
        json.value(schema::timeText(*facts.started));
    else
        json.null();
    json.member("rowsPicked", view.showsAll() ? std::nullopt : std::optional(view.pickedRows()));
    json.member("secretsBlanked", view.blanksSecrets());
    json.member("logFull", summary.isFull || summary.isCutShort);
}

void writeStream(JsonWriter &json, const StreamStatistics &statistics)
{
    json.beginObject();
    json.member("octets", statistics.octets);
    json.member("chops", statistics.reads);
    json.member("messages", statistics.messages);
    json.member("payloadOctets", statistics.payloadOctets);
    json.member("compressedMessages", statistics.compressedMessages);
    json.member("wirePayloadOctets", statistics.wirePayloadOctets);
    json.member("dataHeaderOctets", statistics.dataHeaderOctets);
    json.key("chopsBySize").beginObject();
    for (const auto &[size, count] : statistics.chops)
        json.member(std::to_string(size), count);
    json.endObject().key("framesByOpcode").beginObject();
    for (std::size_t opcode = 0; opcode < statistics.frames.size(); ++opcode) {
        if (statistics.frames[opcode] > 0)
            json.member(std::to_string(opcode), statistics.frames[opcode]);
    }
    json.endObject().endObject();
}

void writeTime(JsonWriter &json, std::string_view name, const std::optional<Duration> &time)
{
    json.member(name, time ? std::optional(time->count()) : std::nullopt);
}

void writeReason(JsonWriter &json, std::string_view name, const std::optional<std::string> &reason)
{
    json.key(name);
    if (reason)
        writeAnyText(json, *reason);
    else
        json.null();
}

void writeClosing(JsonWriter &json, const ClosingRecord &closing)
{
    json.beginObject();
    json.member("isServer", closing.isServer);
    json.member("closedByMe", closing.closedByMe);
    json.member("failedByMe", closing.failedByMe);
    json.member("droppedByMe", closing.droppedByMe);
    json.member("wasClean", closing.wasClean);
    json.member("wasNotCleanReason", schema::nameOf(schema::notCleanReasons, closing.wasNotCleanReason));
    json.member("wasServerConnectionDropTimeout", closing.wasServerConnectionDropTimeout);
    json.member("wasOpenHandshakeTimeout", closing.wasOpenHandshakeTimeout);
    json.member("wasCloseHandshakeTimeout", closing.wasCloseHandshakeTimeout);
    json.member("localCloseCode", closing.localCloseCode);
    writeReason(json, "localCloseReason", closing.localCloseReason);
    json.member("remoteCloseCode", closing.remoteCloseCode);
    writeReason(json, "remoteCloseReason", closing.remoteCloseReason);
    writeTime(json, "openedAt", closing.openedAt);
    writeTime(json, "closeSentAt", closing.closeSentAt);
    writeTime(json, "closeReceivedAt", closing.closeReceivedAt);
    writeTime(json, "endedAt", closing.endedAt);
    json.endObject();
}

void writeFindings(JsonWriter &json, const SessionView &view)
{
    json.beginArray();
    for (const Finding &finding : view.findings()) {
        const Rule &rule = ruleOf(finding.violation.rule);
        json.beginObject();
        json.member("rule", rule.name);
        json.member("clause", rule.clause);
        json.member("direction", schema::nameOf(schema::directions, finding.direction));
        json.member("row", finding.row.value());
        json.member("time", finding.time.count());
        json.member("octetOffset", finding.violation.octetOffset);
        json.member("frameIndex", finding.violation.frameIndex);
        json.member("value", finding.violation.value);
        json.endObject();
    }
    json.endArray();
}

// Writes the members after the rows, which are derived from them.
void writeOutcome(JsonWriter &json, const SessionView &view)
{
    const HandshakeRecord handshake = view.handshake();
    json.key("handshake").beginObject();
    writeAnyText(json.key("request"), handshake.request);
    writeAnyText(json.key("answer"), handshake.answer);
    json.endObject();
    writeClosing(json.key("closing"), view.closing());
    const Statistics statistics = view.statistics();
    json.key("statistics").beginObject();
    writeStream(json.key("in"), statistics.in);
    writeStream(json.key("out"), statistics.out);
    json.endObject();
    writeFindings(json.key("findings"), view);
}

void writeFormat(JsonWriter &json, std::string_view format)
{
    json.member("format", format);
    json.member("version", schema::version);
    json.member("writer", productToken());
}

bool writeSession(JsonWriter &json, const ExportedSession &exported, const ExportOptions &options)
{
    const SessionView view(*exported.session, options);
    json.newLineNext().beginObject();
    writeFacts(json, view, exported.facts);
    json.key("rows").beginArray();
    const bool isWhole = view.forEachShownRow([&](RowNumber number, const LogRow &row) {
        json.newLineNext();
        writeRow(json, view, number, row);
    });
    json.endArray().newLineNext();
    writeOutcome(json, view);
    json.endObject();
    return isWhole;
}

} // namespace

bool writeSessionsJson(std::ostream &out, std::span<const ExportedSession> sessions,
                       const ExportOptions &options)
{
    JsonWriter json(out);
    json.beginObject();
    writeFormat(json, schema::documentFormat);
    json.key("sessions").beginArray();
    bool isWhole = true;
    for (const ExportedSession &exported : sessions)
        isWhole = isWhole && writeSession(json, exported, options);
    json.endArray().endObject();
    out << '\n';
    return isWhole;
}

bool writeSessionsNdjson(std::ostream &out, std::span<const ExportedSession> sessions,
                         const ExportOptions &options)
{
    const auto line = [&out](const auto &write) {
        JsonWriter json(out);
        write(json);
        out << '\n';
    };
    for (const ExportedSession &exported : sessions) {
        const SessionView view(*exported.session, options);
        line([&](JsonWriter &json) {
            json.beginObject();
            writeFormat(json, schema::linesFormat);
            writeFacts(json, view, exported.facts);
            json.endObject();
        });
        const bool isWhole = view.forEachShownRow([&](RowNumber number, const LogRow &row) {
            line([&](JsonWriter &json) { writeRow(json, view, number, row); });
        });
        if (!isWhole)
            return false;
        line([&](JsonWriter &json) {
            json.beginObject().member("isEnd", true);
            writeOutcome(json, view);
            json.endObject();
        });
    }
    return true;
}

} // namespace fg
