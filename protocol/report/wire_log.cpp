#include "protocol/report/wire_log.h"

#include "protocol/report/escape.h"
#include "protocol/report/row_words.h"
#include "protocol/report/text_tools.h"
#include "protocol/wire/utf8.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::size_t lineWidth = 100;
constexpr std::size_t indent = 15;

std::string_view wordOf(bool value) { return value ? "True" : "False"; }

template <typename Number> std::string orNone(const std::optional<Number> &number)
{
    return number ? std::to_string(*number) : "None";
}

class WireLog
{
public:
    explicit WireLog(const Session &session)
        : m_session(session)
    {
    }

    void add(const LogRow &row);
    // How the stream ended comes last, whatever was noted after it.
    [[nodiscard]] std::string finish();

private:
    void addRow(std::string_view text);
    void addData(std::string_view text, std::size_t usedOfFirst);
    void addOctets(const LogRow &row);
    void addFrame(const LogRow &row);
    void addSentFrame(const LogRow &row);
    void addPayload(OctetView start, std::uint64_t length);
    void addTimer(const LogRow &row);

    const Session &m_session;
    std::string m_out;
    std::string m_drop;
    std::size_t m_rows = 0;
    bool m_isRecording = true;
};

void WireLog::add(const LogRow &row)
{
    switch (row.kind) {
    case RowKind::Octets:
        if (m_isRecording)
            addOctets(row);
        break;
    case RowKind::Frame:
        if (m_isRecording && !row.has(RowFlag::Incomplete) && !row.has(RowFlag::Streamed))
            addFrame(row);
        break;
    case RowKind::TimerSet:
    case RowKind::TimerFired:
        addTimer(row);
        break;
    case RowKind::Recording:
        m_isRecording = row.has(RowFlag::On);
        if (!row.has(RowFlag::Silent))
            addRow(m_isRecording ? "WIRELOG ENABLED" : "WIRELOG DISABLED");
        break;
    case RowKind::Dropped:
        m_drop = row.direction == Direction::Out ? "TCP DROPPED BY ME" : "TCP DROPPED BY PEER";
        break;
    case RowKind::Connected:
    case RowKind::Failing:
    case RowKind::Error:
    case RowKind::Note:
        break;
    }
}

std::string WireLog::finish()
{
    if (!m_drop.empty())
        addRow(m_drop);
    return std::move(m_out);
}

void WireLog::addRow(std::string_view text)
{
    std::string number = std::to_string(m_rows++);
    if (number.size() < 3)
        number.insert(0, 3 - number.size(), '0');
    m_out += number;
    m_out += ' ';
    m_out += text;
    m_out += '\n';
}

// The end of the first `characters` characters.
std::size_t endOf(std::string_view text, std::size_t characters)
{
    std::size_t end = 0;
    while (end < text.size()) {
        const bool startsCharacter = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
        if (startsCharacter && characters-- == 0)
            break;
        ++end;
    }
    return end;
}

// Lines of data under the indent.
void WireLog::addData(std::string_view text, std::size_t usedOfFirst)
{
    text.remove_prefix(usedOfFirst);
    while (!text.empty()) {
        const std::size_t end = endOf(text, lineWidth);
        m_out.append(indent, ' ');
        m_out += text.substr(0, end);
        m_out += '\n';
        text.remove_prefix(end);
    }
}

void WireLog::addOctets(const LogRow &row)
{
    const bool isCut = row.length > longestWholeData;
    const OctetBuffer octets =
        m_session.octets(row.direction, row.offset, std::min<std::uint64_t>(row.length, cutData));
    std::string hex = toHex(octets);
    if (octets.empty() && row.length > 0)
        hex = forgottenOctets;
    else if (isCut)
        hex += " ...";
    const std::size_t first = std::min(hex.size(), lineWidth);
    addRow((row.direction == Direction::In ? "RX OCTETS: " : "TX OCTETS: ") + hex.substr(0, first));
    addData(hex, first);
}

std::string frameStart(const LogRow &row, std::uint64_t payloadLength)
{
    std::string out = row.direction == Direction::In ? "RX FRAME : " : "TX FRAME : ";
    out += "OPCODE=" + std::to_string(valueOf(row.opcode()));
    out += ", FIN=" + std::string(wordOf(row.fin()));
    out += ", RSV=" + std::to_string(row.rsv());
    out += ", PAYLOAD-LEN=" + std::to_string(payloadLength);
    return out;
}

std::string maskOf(const LogRow &row) { return row.isMasked() ? toHex(row.maskingKey) : "None"; }

void WireLog::addFrame(const LogRow &row)
{
    if (row.direction == Direction::Out)
        return addSentFrame(row);
    std::string text = frameStart(row, row.length);
    text += ", MASKED=" + std::string(wordOf(row.isMasked()));
    text += ", MASK=" + maskOf(row);
    addRow(text);
    addPayload(m_session.payload(row, 0, cutData), row.length);
}

void WireLog::addSentFrame(const LogRow &row)
{
    const RowExtra extra = m_session.extra(row);
    FrameIntent intent;
    intent.patternLength = row.length;
    if (const auto *asked = std::get_if<FrameIntent>(&extra))
        intent = *asked;
    std::string text = frameStart(row, intent.patternLength);
    text += ", MASK=" + maskOf(row);
    text += ", PAYLOAD-REPEAT-LEN=" + orNone(intent.repeatTo);
    text += ", CHOPSIZE=" + (intent.chop > 0 ? std::to_string(intent.chop) : "None");
    text += ", SYNC=" + std::string(wordOf(intent.sync));
    addRow(text);
    const auto shown = std::min<std::uint64_t>(intent.patternLength, cutData);
    addPayload(m_session.payload(row, 0, shown), intent.patternLength);
}

void WireLog::addPayload(OctetView start, std::uint64_t length)
{
    if (length == 0)
        return;
    if (start.empty())
        return addData(forgottenOctets, 0);
    const OctetView shown = start.first(std::min(start.size(), cutData));
    std::string text = isUtf8(shown) ? escaped(charactersOf(shown)) : "0x" + toHex(shown);
    if (length > longestWholeData)
        text += " ...";
    addData(text, 0);
}

void WireLog::addTimer(const LogRow &row)
{
    const std::string seconds =
        fixedSeconds(std::chrono::duration<double>(Duration(static_cast<Duration::rep>(row.length))).count());
    const bool isSet = row.kind == RowKind::TimerSet;
    switch (row.timer) {
    case TimerPurpose::FailConnection:
        return addRow(isSet ? "FAIL CONNECTION AFTER " + seconds + " sec" : "FAILING CONNECTION");
    case TimerPurpose::CloseConnection:
        return addRow(isSet ? "CLOSE CONNECTION AFTER " + seconds + " sec" : "CLOSING CONNECTION");
    case TimerPurpose::Wait: {
        const RowExtra extra = m_session.extra(row);
        const auto *const tag = std::get_if<std::string>(&extra);
        const std::string name = tag && !tag->empty() ? escaped(*tag) : "None";
        return addRow(isSet ? "DELAY " + seconds + " sec for TAG " + name : "DELAY TIMEOUT on TAG " + name);
    }
    case TimerPurpose::OpeningHandshake:
    case TimerPurpose::CloseReply:
    case TimerPurpose::ServerDrop:
        return;
    }
}

} // namespace

std::string wireLog(const Session &session)
{
    constexpr std::size_t batch = 1'024;
    WireLog log(session);
    std::vector<LogRow> rows(batch);
    const RowNumber end = session.rowCount();
    for (RowNumber first = 0; first < end; first += batch) {
        const std::size_t count = session.rows(first, rows);
        for (std::size_t i = 0; i < count; ++i)
            log.add(rows[i]);
    }
    return log.finish();
}

} // namespace fg
