#include "protocol/report/pages/html_wire_log.h"

#include "protocol/report/pages/wire_rows.h"
#include "protocol/report/wording/names.h"
#include "protocol/text/markup.h"
#include "protocol/text/text_tools.h"

namespace fg {
namespace {

struct Form
{
    std::string_view cssClass;
    std::string_view what;
    std::string text; // first line of the row
    std::string_view data; // payload under the text; may be empty
};

std::string frameText(const WireRow &row)
{
    const LogRow &log = row.row;
    const std::string mask = log.isMasked() ? toHex(log.maskingKey) : "None";
    std::string text = "OPCODE=" + std::to_string(valueOf(log.opcode()));
    text += ", FIN=" + std::string(trueOrFalse(log.fin()));
    text += ", RSV=" + std::to_string(log.rsv());
    text += ", PAYLOAD-LEN=" + std::to_string(row.dataLength());
    if (row.tag == WireTag::ReceivedFrame)
        return text + ", MASKED=" + std::string(trueOrFalse(log.isMasked())) + ", MASK=" + mask;
    const FrameIntent &intent = row.intent;
    text += ", MASK=" + mask;
    text += ", PAYLOAD-REPEAT-LEN=" + (intent.repeatTo ? std::to_string(*intent.repeatTo) : "None");
    text += ", CHOPSIZE=" + (intent.chop > 0 ? std::to_string(intent.chop) : "None");
    return text + ", SYNC=" + std::string(trueOrFalse(intent.sync));
}

std::string timerSeconds(const WireRow &row) { return fixedSeconds(row.seconds()) + " sec"; }

Form formOf(const WireRow &row)
{
    const std::string tag = row.waitTag.empty() ? "None" : row.waitTag;
    switch (row.tag) {
    case WireTag::SentOctets:
        return {"tx", "TX OCTETS", row.data, {}};
    case WireTag::ReceivedOctets:
        return {"rx", "RX OCTETS", row.data, {}};
    case WireTag::SentFrame:
        return {"tx frame", "TX FRAME", frameText(row), row.data};
    case WireTag::ReceivedFrame:
        return {"rx frame", "RX FRAME", frameText(row), row.data};
    case WireTag::FailSet:
        return {"mine", "TIMER", "FAIL CONNECTION AFTER " + timerSeconds(row), {}};
    case WireTag::FailFired:
        return {"mine", "TIMER", "FAILING CONNECTION", {}};
    case WireTag::CloseSet:
        return {"mine", "TIMER", "CLOSE CONNECTION AFTER " + timerSeconds(row), {}};
    case WireTag::CloseFired:
        return {"mine", "TIMER", "CLOSING CONNECTION", {}};
    case WireTag::WaitSet:
        return {"mine", "TIMER", "DELAY " + timerSeconds(row) + " for TAG " + tag, {}};
    case WireTag::WaitFired:
        return {"mine", "TIMER", "DELAY TIMEOUT on TAG " + tag, {}};
    case WireTag::Recording:
        return {"mine", "LOG", row.row.has(RowFlag::On) ? "WIRELOG ENABLED" : "WIRELOG DISABLED", {}};
    case WireTag::Dropped:
        break;
    }
    const bool isOurs = row.row.direction == Direction::Out;
    return {isOurs ? "tx" : "rx", "TCP", isOurs ? "TCP DROPPED BY ME" : "TCP DROPPED BY PEER", {}};
}

void writeRow(std::ostream &out, const WireRow &row)
{
    const Form form = formOf(row);
    out << "<tr class=\"" << form.cssClass << "\"><td class=\"n soft\">" << row.number
        << "</td><td class=\"n soft\">" << durationText(row.row.time) << "</td><td class=\"what\">"
        << form.what << "</td><td class=\"data mono\">" << foreignMarkup(form.text);
    if (!form.data.empty())
        out << "<span>" << foreignMarkup(form.data) << "</span>";
    out << "</td></tr>\n";
}

constexpr std::size_t rowsOfAPart = 1'000;

void beginPart(std::ostream &out)
{
    out << "<div class=\"part\"><table class=\"log\">\n<thead><tr><th class=\"n\" scope=\"col\">No</th><th "
           "class=\"n\" "
           "scope=\"col\">Time</th><th scope=\"col\">What</th><th scope=\"col\">Octets, fields and "
           "payload</th></tr></thead>\n<tbody>\n";
}

void endPart(std::ostream &out) { out << "</tbody>\n</table></div>\n"; }

} // namespace

bool writeHtmlWireLog(std::ostream &out, const SessionView &view, WholeLog whole)
{
    std::size_t number = 0;
    beginPart(out);
    const bool isDone = visitWireRows(view, [&](const WireRow &row) {
        if (whole == WholeLog::Here && number > 0 && number % rowsOfAPart == 0) {
            endPart(out);
            beginPart(out);
        }
        if (whole == WholeLog::Here || number < mostHtmlRows || row.tag == WireTag::Dropped)
            writeRow(out, row);
        ++number;
    });
    if (number == 0)
        out << "<tr><td colspan=\"4\" class=\"soft\">Nothing was sent or received.</td></tr>\n";
    endPart(out);
    if (whole == WholeLog::InJsonFile && number > mostHtmlRows)
        out << "<p class=\"soft\">This page shows the first " << mostHtmlRows << " of " << number
            << " rows, and the end; the JSON file has all of them.</p>\n";
    return isDone;
}

} // namespace fg
