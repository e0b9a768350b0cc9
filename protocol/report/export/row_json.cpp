#include "protocol/report/export/row_json.h"

#include "protocol/report/export/session_schema.h"
#include "protocol/report/view/payload_pieces.h"
#include "protocol/text/base64.h"
#include "protocol/wire/close_payload.h"
#include "protocol/wire/utf8.h"

namespace fg {
namespace {

constexpr std::size_t longestClosePayload = 125; // RFC 6455 5.5

class RowJson
{
public:
    RowJson(JsonWriter &json, const SessionView &view, const LogRow &row)
        : m_json(json)
        , m_view(view)
        , m_row(row)
        , m_extra(view.extra(row))
    {
    }

    void write(RowNumber number);

private:
    void members();
    void octets();
    void frame();
    void frameHeader();
    void intent();
    void payload();
    void timer();
    void recording();
    void stream(std::string_view name, const BulkStream &stream);
    void ending();
    void peer(const PeerInfo &peer);
    void error(const TransportError &error);
    void faults(const std::vector<CertificateFault> &faults);
    void note();
    void text(std::string_view name, std::string_view value) { writeAnyText(m_json.key(name), value); }
    // These members are mostly false, and therefore written only where they are true.
    void flag(std::string_view name, RowFlag flag)
    {
        if (m_row.has(flag))
            m_json.member(name, true);
    }

    JsonWriter &m_json;
    const SessionView &m_view;
    const LogRow &m_row;
    RowExtra m_extra;
};

void RowJson::write(RowNumber number)
{
    m_json.beginObject();
    m_json.member("row", number.value());
    m_json.member("kind", schema::nameOf(schema::kinds, m_row.kind));
    m_json.member("direction", schema::nameOf(schema::directions, m_row.direction));
    m_json.member("time", m_row.time.count());
    m_json.member("peerPosition", m_row.peerPosition.value());
    members();
    if (const std::string note = m_view.note(number); !note.empty())
        text("note", note);
    m_json.endObject();
}

void RowJson::members()
{
    switch (m_row.kind) {
    case RowKind::Connected:
        if (const auto *const peer = std::get_if<PeerInfo>(&m_extra))
            this->peer(*peer);
        break;
    case RowKind::Octets:
        octets();
        break;
    case RowKind::Frame:
        frame();
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        timer();
        break;
    case RowKind::Recording:
        recording();
        break;
    case RowKind::Dropped:
        ending();
        break;
    case RowKind::Error:
        if (const auto *const error = std::get_if<TransportError>(&m_extra))
            this->error(*error);
        break;
    case RowKind::Note:
        note();
        break;
    case RowKind::Failing:
        break;
    }
}

void RowJson::octets()
{
    m_json.member("offset", m_row.offset.value());
    m_json.member("length", m_row.length);
    flag("apart", RowFlag::Apart);
    flag("head", RowFlag::Head);
    writeBase64(m_json.key("octets"), octetPieces(m_view, m_row));
}

void RowJson::frame()
{
    frameHeader();
    flag("derived", RowFlag::Derived);
    flag("streamed", RowFlag::Streamed);
    flag("incomplete", RowFlag::Incomplete);
    intent();
    payload();
}

void RowJson::frameHeader()
{
    m_json.member("offset", m_row.offset.value());
    m_json.member("fin", m_row.fin());
    m_json.member("rsv", m_row.rsv());
    m_json.member("opcode", valueOf(m_row.opcode()));
    m_json.member("maskingKey", m_row.isMasked() ? std::optional(toHex(m_row.maskingKey)) : std::nullopt);
    m_json.member("length", m_row.length);
    m_json.member("lengthBits", schema::nameOf(schema::lengthForms, m_row.header().lengthForm));
}

void RowJson::intent()
{
    const auto *const intent = std::get_if<FrameIntent>(&m_extra);
    if (!intent || m_row.has(RowFlag::Derived) || m_row.extra == 0)
        return;
    m_json.key("intent").beginObject();
    m_json.member("patternLength", intent->patternLength);
    m_json.member("repeatTo", intent->repeatTo);
    m_json.member("chop", intent->chop);
    m_json.member("sync", intent->sync);
    m_json.endObject();
}

void RowJson::payload()
{
    const PieceSource pieces = payloadPieces(m_view, m_row);
    if (isText(pieces))
        writeText(m_json.key("text"), pieces);
    else
        writeBase64(m_json.key("base64"), pieces);
    if (m_row.opcode() != Opcode::Close)
        return;
    const OctetBuffer start = m_view.payload(m_row, 0, longestClosePayload);
    const ClosePayload close = parseClosePayload(start);
    m_json.member("closeCode", close.code);
    if (!close.reason.empty())
        text("closeReason", charactersOf(close.reason));
}

void RowJson::timer()
{
    m_json.member("timer", schema::nameOf(schema::timers, m_row.timer));
    m_json.member("duration", m_row.length);
    if (const auto *const tag = std::get_if<std::string>(&m_extra))
        text("tag", *tag);
}

void RowJson::recording()
{
    m_json.member("on", m_row.has(RowFlag::On));
    flag("silent", RowFlag::Silent);
    if (const auto *const bulk = std::get_if<BulkRecord>(&m_extra)) {
        m_json.key("unrecorded").beginObject();
        stream("in", bulk->in);
        stream("out", bulk->out);
        m_json.endObject();
    }
}

void RowJson::stream(std::string_view name, const BulkStream &stream)
{
    m_json.key(name).beginObject();
    m_json.member("octets", stream.octets);
    m_json.member("frames", stream.frames);
    m_json.member("crc32", stream.crc);
    m_json.endObject();
}

void RowJson::ending()
{
    m_json.member("tcp", schema::nameOf(schema::tcpEnds, m_row.tcpEnd));
    m_json.member("tls", schema::nameOf(schema::tlsEnds, m_row.tlsEnd));
}

void RowJson::peer(const PeerInfo &peer)
{
    m_json.key("peer").beginObject();
    text("localAddress", peer.localAddress);
    m_json.member("localPort", peer.localPort);
    text("peerAddress", peer.peerAddress);
    m_json.member("peerPort", peer.peerPort);
    text("tlsVersion", peer.tlsVersion);
    text("tlsCipher", peer.tlsCipher);
    text("tlsPeerSubject", peer.tlsPeerSubject);
    if (peer.proof != PeerProof::NotAsked)
        m_json.member("certificateProof", schema::nameOf(schema::proofs, peer.proof));
    faults(peer.allowedFaults);
    m_json.endObject();
}

void RowJson::error(const TransportError &error)
{
    m_json.key("error").beginObject();
    m_json.member("kind", schema::nameOf(schema::errors, error.kind));
    text("detail", error.detail);
    m_json.member("tlsAlert", error.tlsAlert);
    faults(error.certificateFaults);
    m_json.endObject();
}

void RowJson::faults(const std::vector<CertificateFault> &faults)
{
    m_json.key("certificateFaults").beginArray();
    for (const CertificateFault &fault : faults) {
        m_json.beginObject();
        text("name", fault.name);
        text("subject", fault.subject);
        text("detail", fault.detail);
        if (fault.depth)
            m_json.member("depth", *fault.depth);
        m_json.endObject();
    }
    m_json.endArray();
}

void RowJson::note()
{
    if (const auto *const words = std::get_if<std::string>(&m_extra)) {
        text("text", *words);
    } else if (const auto *const echoes = std::get_if<EchoRecord>(&m_extra)) {
        m_json.key("echoes").beginObject();
        m_json.member("wanted", echoes->wanted);
        m_json.member("right", echoes->right);
        m_json.member("fault", schema::nameOf(schema::echoFaults, echoes->fault));
        m_json.member("difference", echoes->difference);
        m_json.member("lastLength", echoes->length);
        m_json.endObject();
    } else if (const auto *const limit = std::get_if<LimitRecord>(&m_extra)) {
        flag("derived", RowFlag::Derived);
        m_json.member("limitReached", schema::nameOf(schema::limits, limit->what));
        m_json.member("limit", limit->limit);
    } else if (const auto *const fault = std::get_if<RecordingFault>(&m_extra)) {
        m_json.key("recordingFault").beginObject();
        text("file", fault->file);
        text("reason", fault->reason);
        m_json.endObject();
    }
}

} // namespace

void writeRow(JsonWriter &json, const SessionView &view, RowNumber number, const LogRow &row)
{
    RowJson(json, view, row).write(number);
}

void writeAnyText(JsonWriter &json, std::string_view text)
{
    if (isUtf8(octetsOf(text)))
        json.value(text);
    else
        json.beginObject().member("base64", toBase64(octetsOf(text))).endObject();
}

} // namespace fg
