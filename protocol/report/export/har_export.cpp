#include "protocol/report/export/har_export.h"

#include "protocol/handshake/opening.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/export/row_json.h"
#include "protocol/report/export/session_schema.h"
#include "protocol/report/view/inflated_payload.h"
#include "protocol/report/view/message_walk.h"
#include "protocol/session/live/target.h"
#include "protocol/text/product.h"

#include <algorithm>

namespace fg {
namespace {

using namespace std::chrono;

double millisecondsOf(Duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

class HarEntry
{
public:
    HarEntry(JsonWriter &json, const SessionView &view, const SessionFacts &facts)
        : m_json(json)
        , m_view(view)
        , m_facts(facts)
        , m_handshake(view.handshake())
        , m_closing(view.closing())
        , m_peer(view.summary().peer)
    {
    }

    bool write();

private:
    void request();
    void response();
    void content();
    void fields(const HttpHead &head);
    void cookies(const HttpHead &head, std::string_view fieldName);
    void cookie(std::string_view pair);
    void query(std::string_view target);
    void nameAndValue(std::string_view name, std::string_view value);
    void timings();
    bool messages();
    void message(const WalkedMessage &message, const PieceSource &pieces);
    bool frames();
    void frame(const LogRow &row, std::optional<std::size_t> message);
    [[nodiscard]] std::string url() const;
    [[nodiscard]] Duration connectedAt() const;
    [[nodiscard]] Duration endedAt() const;
    [[nodiscard]] system_clock::time_point started() const
    {
        return m_facts.started.value_or(system_clock::time_point());
    }
    [[nodiscard]] std::string_view typeOf(Direction direction) const;

    JsonWriter &m_json;
    const SessionView &m_view;
    const SessionFacts &m_facts;
    HandshakeRecord m_handshake;
    ClosingRecord m_closing;
    std::optional<PeerInfo> m_peer;
};

bool HarEntry::write()
{
    m_json.newLineNext().beginObject();
    m_json.member("startedDateTime", schema::timeText(started()));
    m_json.member("time", millisecondsOf(endedAt()));
    request();
    response();
    m_json.key("cache").beginObject().endObject();
    timings();
    if (m_peer && !m_peer->peerAddress.empty())
        m_json.member("serverIPAddress", m_peer->peerAddress);
    if (m_peer && m_peer->peerPort != 0)
        m_json.member("connection", std::to_string(m_peer->peerPort));
    m_json.member("_resourceType", "websocket");
    const bool isWhole = messages() && frames();
    m_json.endObject();
    return isWhole;
}

// --- the opening handshake ---

std::string HarEntry::url() const
{
    if (!m_facts.url.empty())
        return m_view.shown(m_facts.url);
    const bool isSecure = m_peer && !m_peer->tlsVersion.empty();
    const std::string *const host = m_handshake.requestHead.find("Host");
    return (isSecure ? "wss://" : "ws://") + (host ? *host : "unknown")
        + std::string(targetOf(m_handshake.requestHead));
}

void HarEntry::request()
{
    const HttpHead &head = m_handshake.requestHead;
    const std::string_view method = methodOf(head);
    m_json.key("request").beginObject();
    m_json.member("method", method.empty() ? "GET" : method);
    m_json.member("url", url());
    m_json.member("httpVersion", "HTTP/1.1");
    fields(head);
    query(targetOf(head));
    cookies(head, "Cookie");
    m_json.member("headersSize", m_handshake.request.size());
    m_json.member("bodySize", 0);
    m_json.endObject();
}

void HarEntry::response()
{
    const HttpHead &head = m_handshake.answerHead;
    m_json.key("response").beginObject();
    m_json.member("status", statusOf(head).value_or(0));
    const std::string_view line = head.startLine;
    const std::size_t reason = line.find(' ', std::min(line.find(' '), line.size() - 1) + 1);
    m_json.member("statusText", reason < line.size() ? line.substr(reason + 1) : std::string_view());
    m_json.member("httpVersion", "HTTP/1.1");
    fields(head);
    cookies(head, "Set-Cookie");
    content();
    m_json.member("redirectURL", head.find("Location") ? *head.find("Location") : std::string());
    m_json.member("headersSize", m_handshake.answer.size());
    m_json.member("bodySize", m_handshake.bodyLength);
    m_json.endObject();
}

void HarEntry::content()
{
    const std::string *const type = m_handshake.answerHead.find("Content-Type");
    m_json.key("content").beginObject();
    const DecodedBody body = m_view.body();
    m_json.member("size", body.content.size());
    if (!body.undone.empty() && body.content.size() > m_handshake.bodyLength)
        m_json.member("compression", body.content.size() - m_handshake.bodyLength);
    m_json.member("mimeType", type ? *type : "x-unknown");
    if (m_handshake.bodyLength > 0)
        m_json.member("text", body.content);
    std::string remarks;
    for (const std::string &remark : body.remarks)
        remarks += (remarks.empty() ? "" : " ") + remark;
    if (!remarks.empty())
        m_json.member("comment", remarks);
    m_json.endObject();
}

void HarEntry::nameAndValue(std::string_view name, std::string_view value)
{
    m_json.beginObject().member("name", name).member("value", value).endObject();
}

void HarEntry::fields(const HttpHead &head)
{
    m_json.key("headers").beginArray();
    for (const HeaderField &field : head.fields)
        nameAndValue(field.name, field.value);
    m_json.endArray();
}

// The list is empty where secrets are blanked, because a blanked field has no parts.
void HarEntry::cookies(const HttpHead &head, std::string_view fieldName)
{
    m_json.key("cookies").beginArray();
    for (const HeaderField &field : head.fields) {
        if (m_view.blanksSecrets() || !equalsIgnoringCase(field.name, fieldName))
            continue;
        // A request has all its cookies in one field. An answer has one cookie in each field, followed by
        // its attributes.
        std::string_view rest = field.value;
        cookie(rest.substr(0, rest.find(';')));
        while (fieldName == "Cookie" && rest.find(';') != std::string_view::npos) {
            rest.remove_prefix(rest.find(';') + 1);
            cookie(rest.substr(0, rest.find(';')));
        }
    }
    m_json.endArray();
}

void HarEntry::cookie(std::string_view pair)
{
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos)
        nameAndValue(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
}

void HarEntry::query(std::string_view target)
{
    m_json.key("queryString").beginArray();
    const std::size_t start = target.find('?');
    std::string_view rest = start == std::string_view::npos ? std::string_view() : target.substr(start + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        nameAndValue(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
    }
    m_json.endArray();
}

// --- times ---

Duration HarEntry::connectedAt() const
{
    constexpr RowNumber looked{16}; // notes and timers may precede the row
    for (RowNumber number; number < looked; ++number) {
        const LogRow row = m_view.row(number);
        if (row.kind == RowKind::Connected)
            return row.time;
    }
    return {};
}

Duration HarEntry::endedAt() const
{
    const RowCount rows = m_view.rowCount();
    const Duration last = rows > RowCount() ? m_view.row(endOf(rows - RowCount(1))).time : Duration{};
    return std::max(m_closing.endedAt.value_or(last), connectedAt());
}

// HAR 1.2: an unknown time is -1, and the others add up to the entry's time.
void HarEntry::timings()
{
    const Duration connected = connectedAt();
    const Duration ended = endedAt();
    const Duration opened = std::clamp(m_closing.openedAt.value_or(ended), connected, ended);
    m_json.key("timings").beginObject();
    m_json.member("blocked", -1).member("dns", -1).member("ssl", -1);
    m_json.member("connect", millisecondsOf(connected));
    m_json.member("send", 0);
    m_json.member("wait", millisecondsOf(opened - connected));
    m_json.member("receive", millisecondsOf(ended - opened));
    m_json.endObject();
}

// --- messages and frames ---

// Chrome is always the client. Therefore "send" is what the client sent, also where we were the server.
std::string_view HarEntry::typeOf(Direction direction) const
{
    const bool isClients = (direction == Direction::Out) == (m_view.role() == Role::Client);
    return isClients ? "send" : "receive";
}

bool HarEntry::messages()
{
    MessageWalk walk;
    InflatedPayloads inflated(m_view);
    m_json.key("_webSocketMessages").beginArray();
    const bool isWhole = m_view.forEachRow([&](RowNumber number, const LogRow &row) {
        const std::optional<WalkedMessage> found = walk.addRow(number, row);
        if (!found)
            return;
        PieceSource pieces = payloadPieces(m_view, *found);
        if (inflated.isCompressed(*found))
            pieces = [&](const std::function<void(OctetView)> &take) { inflated.inflate(*found, take); };
        if (m_view.shows(number))
            message(*found, pieces);
        else if (inflated.isCompressed(*found))
            pieces([](OctetView) {});
    });
    m_json.endArray();
    return isWhole;
}

void HarEntry::message(const WalkedMessage &message, const PieceSource &pieces)
{
    const auto at = started().time_since_epoch() + message.time;
    m_json.newLineNext().beginObject();
    m_json.member("type", typeOf(message.direction));
    m_json.member("time", std::chrono::duration<double>(at).count());
    m_json.member("opcode", valueOf(message.opcode));
    m_json.key("data");
    if (message.opcode == Opcode::Text)
        writeText(m_json, pieces);
    else
        writeBase64(m_json, pieces);
    m_json.endObject();
}

bool HarEntry::frames()
{
    MessageWalk walk;
    std::size_t messages = 0;
    m_json.key("_webSocketFrames").beginArray();
    const bool isWhole = m_view.forEachRow([&](RowNumber number, const LogRow &row) {
        const std::optional<WalkedMessage> found = walk.addRow(number, row);
        if (!m_view.shows(number))
            return;
        const std::optional<std::size_t> ownMessage =
            found && found->isOneFrame() ? std::optional(messages) : std::nullopt;
        messages += found ? 1 : 0;
        if (row.kind == RowKind::Frame)
            frame(row, ownMessage);
    });
    m_json.endArray();
    return isWhole;
}

// `message`: the number of the message that consists of this frame alone. The frame then names that message
// instead of repeating its payload, if both are equal octet by octet.
void HarEntry::frame(const LogRow &row, std::optional<std::size_t> message)
{
    const auto at = started().time_since_epoch() + row.time;
    const PieceSource pieces = payloadPieces(m_view, row);
    const bool isUtf8Text = isText(pieces);
    m_json.newLineNext().beginObject();
    m_json.member("type", typeOf(row.direction));
    m_json.member("time", std::chrono::duration<double>(at).count());
    m_json.member("opcode", valueOf(row.opcode()));
    m_json.member("fin", row.fin());
    m_json.member("rsv", row.rsv());
    m_json.member("mask", row.isMasked() ? std::optional(toHex(row.maskingKey)) : std::nullopt);
    m_json.member("length", row.length);
    m_json.member("lengthBits", schema::nameOf(schema::lengthForms, row.header().lengthForm));
    if (row.has(RowFlag::Incomplete))
        m_json.member("incomplete", true);
    const bool standsInMessage = message && row.rsv() == 0
        && (row.opcode() == Opcode::Binary || (row.opcode() == Opcode::Text && isUtf8Text));
    if (standsInMessage)
        m_json.member("message", *message);
    else if (isUtf8Text)
        writeText(m_json.key("text"), pieces);
    else
        writeBase64(m_json.key("base64"), pieces);
    m_json.endObject();
}

} // namespace

bool writeHar(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    JsonWriter json(out);
    json.beginObject().key("log").beginObject();
    json.member("version", "1.2");
    json.key("creator").beginObject();
    const std::string product = productToken();
    const std::size_t slash = product.find('/');
    json.member("name", product.substr(0, slash)).member("version", product.substr(slash + 1)).endObject();
    json.key("pages").beginArray().endArray();
    json.key("entries").beginArray();
    bool isWhole = true;
    for (const ExportedSession &exported : sessions) {
        const SessionView view(*exported.session, options);
        isWhole = isWhole && HarEntry(json, view, exported.facts).write();
    }
    json.endArray().endObject().endObject();
    out << '\n';
    return isWhole;
}

} // namespace fg
