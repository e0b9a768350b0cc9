#include "protocol/report/import/row_reader.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

class RowReader
{
public:
    RowReader(const JsonValue &value, ReadRow &into, std::optional<ImportFault> &fault)
        : m_row(into.row)
        , m_extra(into.extra)
        , m_into(into)
        , m_fields(value, fault)
        , m_fault(fault)
    {
    }

    void read()
    {
        m_into.isDerived = m_fields.flag("derived");
        m_row.kind = m_fields.oneOf("kind", schema::kinds);
        if (m_fields.has("note")) {
            m_into.number = RowNumber(m_fields.number("row"));
            m_into.note = m_fields.text("note");
        }
        m_row.direction = m_fields.oneOf("direction", schema::directions);
        m_row.time = Duration(m_fields.signedNumber("time"));
        m_row.peerPosition = StreamOffset(m_fields.number("peerPosition"));
        members();
    }

private:
    void members();
    void frame();
    void intent(const JsonValue &value);
    void recording();
    void bulk(const JsonValue *value, BulkStream &stream);
    void peer(const JsonValue &value);
    void error(const JsonValue &value);
    void note();
    [[nodiscard]] std::vector<CertificateFault> certificateFaults(JsonFields &fields);
    void flag(std::string_view name, RowFlag flag)
    {
        if (m_fields.flag(name))
            m_row.set(flag);
    }

    LogRow &m_row;
    RowExtra &m_extra;
    ReadRow &m_into;
    JsonFields m_fields;
    std::optional<ImportFault> &m_fault;
};

void RowReader::members()
{
    switch (m_row.kind) {
    case RowKind::Connected:
        if (const JsonValue *const value = m_fields.object("peer"))
            peer(*value);
        break;
    case RowKind::Octets:
        m_row.offset = StreamOffset(m_fields.number("offset"));
        m_row.length = m_fields.number("length");
        m_into.octets = m_fields.base64("octets");
        flag("apart", RowFlag::Apart);
        break;
    case RowKind::Frame:
        frame();
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        m_row.timer = m_fields.oneOf("timer", schema::timers);
        m_row.length = m_fields.number("duration");
        if (m_fields.has("tag"))
            m_extra = m_fields.text("tag");
        break;
    case RowKind::Recording:
        recording();
        break;
    case RowKind::Dropped:
        m_row.tcpEnd = m_fields.oneOf("tcp", schema::tcpEnds);
        m_row.tlsEnd = m_fields.oneOf("tls", schema::tlsEnds);
        break;
    case RowKind::Error:
        if (const JsonValue *const value = m_fields.object("error"))
            error(*value);
        else
            m_fields.reportFault("error", "an object");
        break;
    case RowKind::Note:
        note();
        break;
    case RowKind::Failing:
        break;
    }
}

void RowReader::frame()
{
    FrameHeader header;
    m_row.offset = StreamOffset(m_fields.number("offset"));
    header.opcode = opcodeOf(static_cast<unsigned>(m_fields.number("opcode", 15)));
    header.fin = m_fields.boolean("fin");
    header.rsv = static_cast<std::uint8_t>(m_fields.number("rsv", 7));
    header.payloadLength = m_fields.number("length");
    header.lengthForm = m_fields.oneOf("lengthBits", schema::lengthForms);
    if (m_fields.has("maskingKey")) {
        const auto key = fromHex(m_fields.text("maskingKey"));
        if (key && key->size() == sizeof(MaskingKey))
            std::ranges::copy(*key, header.maskingKey.emplace().begin());
        else
            m_fields.reportFault("maskingKey", "four octets in hexadecimal");
    }
    m_row.setHeader(header);
    if (m_fields.has("text"))
        m_into.octets = bufferOf(m_fields.text("text"));
    else if (m_fields.has("base64"))
        m_into.octets = m_fields.base64("base64");
    if (const JsonValue *const value = m_fields.object("intent"))
        intent(*value);
}

void RowReader::intent(const JsonValue &value)
{
    JsonFields fields(value, m_fault);
    FrameIntent asked;
    asked.patternLength = fields.number("patternLength");
    asked.repeatTo = fields.optionalNumber("repeatTo");
    asked.chop = fields.number("chop");
    asked.sync = fields.boolean("sync");
    m_extra = asked;
}

void RowReader::recording()
{
    flag("on", RowFlag::On);
    flag("silent", RowFlag::Silent);
    if (const JsonValue *const value = m_fields.object("unrecorded")) {
        JsonFields fields(*value, m_fault);
        BulkRecord record;
        bulk(fields.object("in"), record.in);
        bulk(fields.object("out"), record.out);
        m_extra = record;
    }
}

void RowReader::bulk(const JsonValue *value, BulkStream &stream)
{
    if (!value)
        return;
    JsonFields fields(*value, m_fault);
    stream.octets = fields.number("octets");
    stream.frames = fields.number("frames");
    stream.crc = static_cast<std::uint32_t>(fields.number("crc32", UINT32_MAX));
}

void RowReader::peer(const JsonValue &value)
{
    JsonFields fields(value, m_fault);
    PeerInfo info;
    info.localAddress = fields.text("localAddress");
    info.localPort = static_cast<std::uint16_t>(fields.number("localPort", UINT16_MAX));
    info.peerAddress = fields.text("peerAddress");
    info.peerPort = static_cast<std::uint16_t>(fields.number("peerPort", UINT16_MAX));
    info.tlsVersion = fields.text("tlsVersion");
    info.tlsCipher = fields.text("tlsCipher");
    info.tlsPeerSubject = fields.text("tlsPeerSubject");
    if (fields.has("certificateProof"))
        info.proof = fields.oneOf("certificateProof", schema::proofs);
    info.allowedFaults = certificateFaults(fields);
    m_extra = std::move(info);
}

void RowReader::error(const JsonValue &value)
{
    JsonFields fields(value, m_fault);
    TransportError error;
    error.kind = fields.oneOf("kind", schema::errors);
    error.detail = fields.text("detail");
    if (fields.has("tlsAlert"))
        error.tlsAlert = static_cast<std::uint8_t>(fields.number("tlsAlert", 0xFF));
    error.certificateFaults = certificateFaults(fields);
    m_extra = std::move(error);
}

std::vector<CertificateFault> RowReader::certificateFaults(JsonFields &fields)
{
    std::vector<CertificateFault> faults;
    const JsonValue *const list = fields.array("certificateFaults");
    if (!list)
        return faults;
    for (const JsonValue &item : list->items) {
        JsonFields fault(item, m_fault);
        faults.push_back(
            {.name = fault.text("name"), .subject = fault.text("subject"), .detail = fault.text("detail")});
        if (fault.has("depth"))
            faults.back().depth = static_cast<unsigned>(fault.number("depth", UINT32_MAX));
    }
    return faults;
}

void RowReader::note()
{
    if (m_fields.has("text"))
        m_extra = m_fields.text("text");
    if (const JsonValue *const fault = m_fields.object("recordingFault")) {
        JsonFields fields(*fault, m_fault);
        m_extra = RecordingFault{fields.text("file"), fields.text("reason")};
    }
    const JsonValue *const value = m_fields.object("echoes");
    if (!value)
        return;
    JsonFields fields(*value, m_fault);
    EchoRecord echoes;
    echoes.wanted = fields.number("wanted");
    echoes.right = fields.number("right");
    echoes.fault = fields.oneOf("fault", schema::echoFaults);
    echoes.difference = fields.number("difference");
    echoes.length = fields.number("lastLength");
    m_extra = echoes;
}

} // namespace

std::optional<ImportFault> readRow(const JsonValue &value, ReadRow &row)
{
    std::optional<ImportFault> fault;
    RowReader(value, row, fault).read();
    return fault;
}

} // namespace fg
