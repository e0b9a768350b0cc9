#include "protocol/report/pages/wire_log.h"

#include "protocol/report/pages/wire_rows.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::size_t lineWidth = 100;
constexpr std::size_t indent = 15;

template <typename Number> std::string orNone(const std::optional<Number> &number)
{
    return number ? std::to_string(*number) : "None";
}

// Number of octets in the first `characters` characters of a UTF-8 text.
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

std::string maskOf(const LogRow &row) { return row.isMasked() ? toHex(row.maskingKey) : "None"; }

std::string frameStart(const LogRow &row, std::uint64_t payloadLength)
{
    std::string out = row.direction == Direction::In ? "RX FRAME : " : "TX FRAME : ";
    out += "OPCODE=" + std::to_string(valueOf(row.opcode()));
    out += ", FIN=" + std::string(trueOrFalse(row.fin()));
    out += ", RSV=" + std::to_string(row.rsv());
    out += ", PAYLOAD-LEN=" + std::to_string(payloadLength);
    return out;
}

std::string sentFrame(const WireRow &wireRow)
{
    const FrameIntent &intent = wireRow.intent;
    std::string out = frameStart(wireRow.row, intent.patternLength);
    out += ", MASK=" + maskOf(wireRow.row);
    out += ", PAYLOAD-REPEAT-LEN=" + orNone(intent.repeatTo);
    out += ", CHOPSIZE=" + (intent.chop > 0 ? std::to_string(intent.chop) : "None");
    out += ", SYNC=" + std::string(trueOrFalse(intent.sync));
    return out;
}

std::string receivedFrame(const LogRow &row)
{
    std::string out = frameStart(row, row.length);
    out += ", MASKED=" + std::string(trueOrFalse(row.isMasked()));
    out += ", MASK=" + maskOf(row);
    return out;
}

class WireLog
{
public:
    explicit WireLog(std::ostream &out)
        : m_out(out)
    {
    }
    void add(const WireRow &wireRow);

private:
    void addRow(std::string_view text);
    void addOctets(std::string_view start, std::string_view hex);
    // Writes data in indented lines.
    void addData(std::string_view text);

    std::ostream &m_out;
    std::size_t m_number = 0; // of the current row
};

void WireLog::add(const WireRow &wireRow)
{
    m_number = wireRow.number;
    const LogRow &row = wireRow.row;
    const std::string seconds = fixedSeconds(wireRow.seconds());
    const std::string tag = wireRow.waitTag.empty() ? "None" : escaped(wireRow.waitTag);
    switch (wireRow.tag) {
    case WireTag::SentOctets:
        return addOctets("TX OCTETS: ", wireRow.data);
    case WireTag::ReceivedOctets:
        return addOctets("RX OCTETS: ", wireRow.data);
    case WireTag::SentFrame:
        addRow(sentFrame(wireRow));
        return addData(escaped(wireRow.data));
    case WireTag::ReceivedFrame:
        addRow(receivedFrame(row));
        return addData(escaped(wireRow.data));
    case WireTag::FailSet:
        return addRow("FAIL CONNECTION AFTER " + seconds + " sec");
    case WireTag::FailFired:
        return addRow("FAILING CONNECTION");
    case WireTag::CloseSet:
        return addRow("CLOSE CONNECTION AFTER " + seconds + " sec");
    case WireTag::CloseFired:
        return addRow("CLOSING CONNECTION");
    case WireTag::WaitSet:
        return addRow("DELAY " + seconds + " sec for TAG " + tag);
    case WireTag::WaitFired:
        return addRow("DELAY TIMEOUT on TAG " + tag);
    case WireTag::Recording:
        return addRow(row.has(RowFlag::On) ? "WIRELOG ENABLED" : "WIRELOG DISABLED");
    case WireTag::Dropped:
        return addRow(row.direction == Direction::Out ? "TCP DROPPED BY ME" : "TCP DROPPED BY PEER");
    }
}

void WireLog::addRow(std::string_view text)
{
    std::string number = std::to_string(m_number);
    if (number.size() < 3)
        number.insert(0, 3 - number.size(), '0');
    m_out << number << ' ' << text << '\n';
}

void WireLog::addOctets(std::string_view start, std::string_view hex)
{
    const std::size_t first = std::min(hex.size(), lineWidth);
    addRow(std::string(start).append(hex.substr(0, first)));
    addData(hex.substr(first));
}

void WireLog::addData(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = endOf(text, lineWidth);
        m_out << std::string(indent, ' ') << text.substr(0, end) << '\n';
        text.remove_prefix(end);
    }
}

} // namespace

bool writeWireLog(std::ostream &out, const SessionView &view)
{
    WireLog log(out);
    return visitWireRows(view, [&log](const WireRow &row) { log.add(row); });
}

} // namespace fg
