#include "protocol/report/wire_rows.h"

#include "protocol/report/row_words.h"
#include "protocol/report/text_tools.h"
#include "protocol/session/row_walk.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

std::optional<WireTag> timerTag(const LogRow &row)
{
    const bool isSet = row.kind == RowKind::TimerSet;
    switch (row.timer) {
    case TimerPurpose::FailConnection:
        return isSet ? WireTag::FailSet : WireTag::FailFired;
    case TimerPurpose::CloseConnection:
        return isSet ? WireTag::CloseSet : WireTag::CloseFired;
    case TimerPurpose::Wait:
        return isSet ? WireTag::WaitSet : WireTag::WaitFired;
    case TimerPurpose::OpeningHandshake:
    case TimerPurpose::CloseReply:
    case TimerPurpose::ServerDrop:
        break;
    }
    return std::nullopt;
}

// What rows show depends on the rows before them: recording is switched, and the end comes last.
class RowReader
{
public:
    RowReader(const Session &session, const WireRowVisitor &visit)
        : m_session(session)
        , m_visit(visit)
    {
    }

    void see(const LogRow &row);
    void finish()
    {
        if (m_drop)
            m_visit({.tag = WireTag::Dropped, .row = *m_drop, .data = {}, .waitTag = {}});
    }

private:
    void tell(WireTag tag, const LogRow &row, std::string data = {}, std::string waitTag = {})
    {
        m_visit({.tag = tag, .row = row, .data = std::move(data), .waitTag = std::move(waitTag)});
    }
    void seeOctets(const LogRow &row);
    void seeFrame(const LogRow &row);
    void seeTimer(const LogRow &row);
    void seeRecording(const LogRow &row);

    const Session &m_session;
    const WireRowVisitor &m_visit;
    std::optional<LogRow> m_drop;
    bool m_isRecording = true;
};

void RowReader::see(const LogRow &row)
{
    switch (row.kind) {
    case RowKind::Octets:
        if (m_isRecording)
            seeOctets(row);
        break;
    case RowKind::Frame:
        if (m_isRecording && !row.has(RowFlag::Incomplete) && !row.has(RowFlag::Streamed))
            seeFrame(row);
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        seeTimer(row);
        break;
    case RowKind::Recording:
        seeRecording(row);
        break;
    case RowKind::Dropped:
        m_drop = row;
        break;
    case RowKind::Connected:
    case RowKind::Failing:
    case RowKind::Error:
    case RowKind::Note:
        break;
    }
}

void RowReader::seeOctets(const LogRow &row)
{
    const OctetBuffer octets =
        m_session.octets(row.direction, row.offset, std::min<std::uint64_t>(row.length, cutData));
    std::string data = toHex(octets);
    if (octets.empty() && row.length > 0)
        data = forgottenOctets;
    else if (row.length > longestWholeData)
        data += " ...";
    tell(row.direction == Direction::In ? WireTag::ReceivedOctets : WireTag::SentOctets, row,
         std::move(data));
}

void RowReader::seeFrame(const LogRow &row)
{
    WireRow out{.tag = row.direction == Direction::In ? WireTag::ReceivedFrame : WireTag::SentFrame,
                .row = row,
                .intent = {.patternLength = row.length},
                .data = {},
                .waitTag = {}};
    if (out.tag == WireTag::SentFrame) {
        const RowExtra extra = m_session.extra(row);
        if (const auto *asked = std::get_if<FrameIntent>(&extra))
            out.intent = *asked;
    }
    const std::uint64_t length = out.dataLength();
    const OctetBuffer payload = m_session.payload(row, 0, std::min<std::uint64_t>(length, cutData));
    out.data = payload.empty() && length > 0 ? std::string(forgottenOctets) : payloadData(payload, length);
    m_visit(out);
}

void RowReader::seeTimer(const LogRow &row)
{
    const std::optional<WireTag> tag = timerTag(row);
    if (!tag)
        return;
    const RowExtra extra = m_session.extra(row);
    const auto *const waitTag = std::get_if<std::string>(&extra);
    tell(*tag, row, {}, waitTag ? *waitTag : std::string());
}

void RowReader::seeRecording(const LogRow &row)
{
    m_isRecording = row.has(RowFlag::On);
    // A bulk phase that only the end of the stream ended: nothing was recorded after it.
    if (!row.has(RowFlag::Silent) && !m_drop)
        tell(WireTag::Recording, row);
}

} // namespace

double WireRow::seconds() const
{
    return std::chrono::duration<double>(Duration(static_cast<Duration::rep>(row.length))).count();
}

void visitWireRows(const Session &session, const WireRowVisitor &visit)
{
    RowReader reader(session, visit);
    forEachRow(session, [&reader](const LogRow &row, RowNumber) { reader.see(row); });
    reader.finish();
}

std::string payloadData(OctetView start, std::uint64_t fullLength)
{
    const bool isCut = fullLength > longestWholeData;
    const OctetView shown = start.first(std::min(start.size(), cutData));
    std::string data = isUtf8(shown) ? std::string(charactersOf(shown)) : "0x" + toHex(shown);
    if (isCut)
        data += " ...";
    return data;
}

bool recordsAtTheEnd(const Session &session)
{
    bool isOn = true;
    bool hasEnded = false;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        hasEnded = hasEnded || row.kind == RowKind::Dropped;
        if (row.kind == RowKind::Recording && !hasEnded)
            isOn = row.has(RowFlag::On);
    });
    return isOn;
}

} // namespace fg
