#include "protocol/report/pages/wire_rows.h"

#include "protocol/report/wording/row_words.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

// A frame that was asked for counts as a whole one even if the end of the stream cut it.
bool isWhole(const LogRow &row) { return !row.has(RowFlag::Incomplete) || !row.has(RowFlag::Derived); }

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

// Reads the rows in order, since what is shown depends on earlier rows: recording can be switched off and on,
// and the end of TCP is always the last row.
class RowReader
{
public:
    RowReader(const SessionView &view, const WireRowVisitor &visit)
        : m_view(view)
        , m_visit(visit)
    {
    }

    void read(RowNumber number, const LogRow &row);
    void finish()
    {
        if (m_drop && m_isDropShown)
            m_visit({.tag = WireTag::Dropped, .row = *m_drop, .data = {}, .waitTag = {}, .number = m_rows});
    }

private:
    void report(WireRow row)
    {
        row.number = m_rows++;
        if (m_isShown)
            m_visit(row);
    }
    void report(WireTag tag, const LogRow &row, std::string data = {}, std::string waitTag = {})
    {
        report({.tag = tag, .row = row, .data = std::move(data), .waitTag = std::move(waitTag)});
    }
    void readOctets(const LogRow &row);
    void readFrame(const LogRow &row);
    void readTimer(const LogRow &row);
    void readRecording(const LogRow &row);

    const SessionView &m_view;
    const WireRowVisitor &m_visit;
    std::optional<LogRow> m_drop;
    std::size_t m_rows = 0;
    bool m_isShown = true; // whether the current row is shown
    bool m_isDropShown = true;
    bool m_isRecording = true;
};

void RowReader::read(RowNumber number, const LogRow &row)
{
    m_isShown = m_view.shows(number);
    switch (row.kind) {
    case RowKind::Octets:
        if (m_isRecording)
            readOctets(row);
        break;
    case RowKind::Frame:
        if (m_isRecording && isWhole(row) && !row.has(RowFlag::Streamed))
            readFrame(row);
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        readTimer(row);
        break;
    case RowKind::Recording:
        readRecording(row);
        break;
    case RowKind::Dropped:
        m_drop = row;
        m_isDropShown = m_isShown;
        break;
    case RowKind::Connected:
    case RowKind::Failing:
    case RowKind::Error:
    case RowKind::Note:
        break;
    }
}

void RowReader::readOctets(const LogRow &row)
{
    const WireTag tag = row.direction == Direction::In ? WireTag::ReceivedOctets : WireTag::SentOctets;
    if (!m_isShown)
        return report(tag, row);
    const OctetBuffer octets =
        m_view.octets(row.direction, row.offset, std::min<std::uint64_t>(row.length, cutData));
    std::string data = toHex(octets);
    if (octets.empty() && row.length > 0)
        data = discardedOctets;
    else if (row.length > longestWholeData)
        data += " ...";
    report(tag, row, std::move(data));
}

void RowReader::readFrame(const LogRow &row)
{
    WireRow out{.tag = row.direction == Direction::In ? WireTag::ReceivedFrame : WireTag::SentFrame,
                .row = row,
                .intent = {.patternLength = row.length},
                .data = {},
                .waitTag = {}};
    if (!m_isShown)
        return report(std::move(out));
    if (out.tag == WireTag::SentFrame) {
        const RowExtra extra = m_view.extra(row);
        if (const auto *asked = std::get_if<FrameIntent>(&extra))
            out.intent = *asked;
    }
    const std::uint64_t length = out.dataLength();
    const OctetBuffer payload = m_view.payload(row, 0, std::min<std::uint64_t>(length, cutData));
    out.data = payload.empty() && length > 0 ? std::string(discardedOctets) : payloadData(payload, length);
    report(std::move(out));
}

void RowReader::readTimer(const LogRow &row)
{
    const std::optional<WireTag> tag = timerTag(row);
    if (!tag)
        return;
    const RowExtra extra = m_view.extra(row);
    const auto *const waitTag = std::get_if<std::string>(&extra);
    report(*tag, row, {}, waitTag ? *waitTag : std::string());
}

void RowReader::readRecording(const LogRow &row)
{
    m_isRecording = row.has(RowFlag::On);
    // If the end of the stream has ended a bulk phase, nothing was recorded after it, so the report has no
    // row that says so.
    if (!row.has(RowFlag::Silent) && !m_drop)
        report(WireTag::Recording, row);
}

} // namespace

double WireRow::seconds() const
{
    return std::chrono::duration<double>(Duration(static_cast<Duration::rep>(row.length))).count();
}

bool visitWireRows(const SessionView &view, const WireRowVisitor &visit)
{
    RowReader reader(view, visit);
    if (!view.forEachRow([&reader](RowNumber number, const LogRow &row) { reader.read(number, row); }))
        return false;
    reader.finish();
    return true;
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

bool recordsAtTheEnd(const SessionView &view)
{
    bool isOn = true;
    bool hasEnded = false;
    view.forEachRow([&](RowNumber, const LogRow &row) {
        hasEnded = hasEnded || row.kind == RowKind::Dropped;
        if (row.kind == RowKind::Recording && !hasEnded)
            isOn = row.has(RowFlag::On);
    });
    return isOn;
}

} // namespace fg
