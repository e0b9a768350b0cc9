#include "protocol/report/pages/text_report.h"

#include "protocol/conformance/cases/case_result.h"
#include "protocol/report/pages/wire_log.h"
#include "protocol/report/results/run_report.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/event_words.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/outcome_words.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/report/wording/statistics_rows.h"
#include "protocol/report/wording/traffic.h"
#include "protocol/session/live/target.h"
#include "protocol/text/characters.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/product.h"
#include "protocol/text/text_tools.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <sstream>

namespace fg {
namespace {

// A longer value does not widen the column; it moves only its own description to the right.
constexpr std::size_t widestValue = 24;

class TextReport
{
public:
    explicit TextReport(std::ostream &out)
        : m_out(out)
    {
    }
    void start(std::string_view title)
    {
        line("Frameglass WebSocket Report");
        line(productToken());
        line();
        line(title);
        line();
    }
    void line(std::string_view text = {}) { m_out << text << '\n'; }
    void section(std::string_view heading)
    {
        line(heading);
        line();
    }
    void caseSections(const CaseResult &result);
    bool sessionSections(const SessionView &view, const std::optional<Traffic> &traffic = std::nullopt);

private:
    void handshake(const SessionView &view);
    void head(std::string_view octets);
    void body(const DecodedBody &body);
    void closing(const ClosingRecord &record);
    void compression(const Traffic &traffic);
    void statistics(const Statistics &statistics);
    void chopTable(std::string_view heading, const StreamStatistics &statistics);
    void opcodeTable(std::string_view heading, const StreamStatistics &statistics);

    std::ostream &m_out;
};

// --- the case ---

void TextReport::caseSections(const CaseResult &result)
{
    const CaseSpec &spec = *result.spec;
    section("Case Description");
    line(spec.description);
    line();
    section("Case Expectation");
    line(spec.expectation);
    line();
    section("Case Outcome");
    line(resultSentence(result));
    for (const std::string &detail : outcomeDetails(result))
        line(detail);
    line();
    if (!spec.echo) {
        line("Expected:");
        for (const Expectation &expectation : spec.expectations)
            line((expectation.name == Expectation::Name::Ok ? "OK: " : "NON-STRICT: ")
                 + eventListText(expectation.events));
        line();
        line("Observed:");
        line(eventListText(result.observed));
        line();
    }
    section("Case Closing Behavior");
    line(std::string(resultCloseSentence(result)) + " (" + std::string(wordOf(result.verdict.close)) + ")");
    line();
    line();
    line();
}

// --- any session ---

bool TextReport::sessionSections(const SessionView &view, const std::optional<Traffic> &traffic)
{
    const std::optional<PeerInfo> peer = view.summary().peer;
    if (const auto waived = peer ? waivedProof(*peer) : std::nullopt) {
        section("Certificates");
        line(*waived);
        line();
        line();
    }
    handshake(view);
    closing(view.closing());
    if (traffic)
        compression(*traffic);
    statistics(view.statistics());
    section("Wire Log");
    return writeWireLog(m_out, view);
}

void TextReport::handshake(const SessionView &view)
{
    const HandshakeRecord record = view.handshake();
    section("Opening Handshake");
    head(record.request);
    head(record.answer);
    line();
    if (record.bodyLength > 0)
        body(view.body());
    line();
}

// The body comes last: whatever it says cannot be taken for a line of ours.
void TextReport::body(const DecodedBody &body)
{
    for (const std::string &remark : body.remarks)
        line("About the body: " + remark);
    for (const HeaderField &trailer : body.trailers)
        line("Trailer field of the body: " + inQuotes(trailer.name + ": " + trailer.value));
    if (!body.remarks.empty() || !body.trailers.empty())
        line();
    head(std::string_view(body.content).substr(0, shownBodyOctets));
    if (body.content.size() > shownBodyOctets)
        line("...");
    line();
}

// Writes the lines of a head as they passed the wire, without the empty line at its end.
void TextReport::head(std::string_view octets)
{
    if (octets.ends_with("\r\n\r\n"))
        octets.remove_suffix(2);
    while (!octets.empty()) {
        const std::size_t end = octets.find('\n');
        std::string_view text = octets.substr(0, end);
        octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 1);
        if (end != std::string_view::npos && text.ends_with('\r'))
            text.remove_suffix(1);
        line(escaped(text));
    }
}

void TextReport::closing(const ClosingRecord &record)
{
    const std::vector<ClosingRow> rows = closingRows(record);
    std::size_t nameWidth = 0;
    std::size_t valueWidth = 0;
    for (const ClosingRow &row : rows) {
        nameWidth = std::max(nameWidth, row.name.size());
        const std::size_t width = characterCount(row.value);
        valueWidth = std::max(valueWidth, width > widestValue ? 0 : width);
    }
    valueWidth = std::max(valueWidth, std::string_view("Value").size());
    const auto add = [&](std::string_view name, std::string_view value, std::string_view meaning) {
        line(padded(name, nameWidth) + "  " + padded(value, valueWidth) + "  " + std::string(meaning));
    };
    section("Closing Behavior");
    add("Key", "Value", "Description");
    for (const ClosingRow &row : rows)
        add(row.name, row.value, row.meaning);
    line();
    line();
}

constexpr std::string_view chopHeading = "Chop Size";
constexpr std::size_t numberWidth = 12;

// The case set's own text reports do not have this section.
void TextReport::compression(const Traffic &traffic)
{
    const auto row = [this](std::string_view name, const TrafficRow &counts) {
        std::string text = padded(name, 11);
        for (const std::uint64_t count :
             {counts.messages, counts.plainOctets, counts.payloadOctets, counts.frames, counts.frameOctets})
            text += "  " + padded(count, numberWidth);
        line(text + "  " + percentage(counts.ratio()));
    };
    section("Compression");
    line("Direction        Messages        Octets    Compressed        Frames  With Headers  Ratio");
    row("Received", traffic.in);
    row("Transmitted", traffic.out);
    line();
    line();
}

void TextReport::statistics(const Statistics &statistics)
{
    section("Wire Statistics");
    chopTable("Octets Received by Chop Size", statistics.in);
    chopTable("Octets Transmitted by Chop Size", statistics.out);
    opcodeTable("Frames Received by Opcode", statistics.in);
    opcodeTable("Frames Transmitted by Opcode", statistics.out);
    line();
}

void TextReport::chopTable(std::string_view heading, const StreamStatistics &statistics)
{
    section(heading);
    line("Chop Size         Count        Octets");
    std::uint64_t count = 0;
    std::uint64_t octets = 0;
    for (const CountRow &row : chopRows(statistics)) {
        line(padded(std::to_string(row.key), chopHeading.size()) + "  " + padded(row.count, numberWidth)
             + "  " + padded(row.octets, numberWidth));
        count += row.count;
        octets += row.octets;
    }
    line(padded("Total", chopHeading.size()) + "  " + padded(count, numberWidth) + "  "
         + padded(octets, numberWidth));
    line();
}

void TextReport::opcodeTable(std::string_view heading, const StreamStatistics &statistics)
{
    section(heading);
    line("Opcode            Count");
    std::uint64_t count = 0;
    for (const CountRow &row : opcodeRows(statistics)) {
        line(padded(std::to_string(row.key), chopHeading.size()) + "  " + padded(row.count, numberWidth));
        count += row.count;
    }
    line(padded("Total", chopHeading.size()) + "  " + padded(count, numberWidth));
    line();
}

// Keeps the characters that every system allows in a file name, and replaces the other ones with a hyphen.
std::string fileNamePart(std::string_view text)
{
    constexpr std::size_t longest = 80;
    std::string out;
    for (const char c : text.substr(0, longest)) {
        const bool isPlain = isAlphanumeric(c) || c == '-' || c == '_' || (c == '.' && !out.empty());
        if (isPlain)
            out += c;
        else if (!out.ends_with('-'))
            out += '-';
    }
    return out.empty() ? "peer" : out;
}

} // namespace

bool writeTextReport(std::ostream &out, const CaseResult &result, const ExportOptions &options)
{
    TextReport report(out);
    const auto ms = std::chrono::round<std::chrono::milliseconds>(result.duration).count();
    const std::string_view word = result.wasStopped ? "Stopped" : verdictWord(result.verdict);
    report.start(escaped(discreet(result.agent)) + " - Case " + result.spec->id + " : " + std::string(word)
                 + " - " + std::to_string(ms) + " ms @ " + isoTime(result.started));
    report.caseSections(result);
    return !result.session
        || report.sessionSections(SessionView(*result.session, options), trafficOf(result));
}

bool writeTextReport(std::ostream &out, const ExportedSession &exported, const ExportOptions &options)
{
    if (exported.result)
        return writeTextReport(out, *exported.result, options);
    const SessionView view(*exported.session, options);
    const SessionFacts &facts = exported.facts;
    std::string title = escaped(view.shown(facts.title));
    if (facts.started)
        title += " @ " + isoTime(*facts.started);
    TextReport report(out);
    report.start(title);
    return report.sessionSections(view);
}

std::string textReport(const CaseResult &result)
{
    std::ostringstream out;
    writeTextReport(out, result, ExportOptions());
    return std::move(out).str();
}

std::string textReport(const Session &session, std::string_view title,
                       std::chrono::system_clock::time_point started)
{
    std::ostringstream out;
    TextReport report(out);
    const SessionView view(session, Secrets::Blanked);
    report.start(escaped(view.shown(title)) + " @ " + isoTime(started));
    report.sessionSections(view);
    return std::move(out).str();
}

std::string reportFileName(const CaseResult &result)
{
    return fileNamePart(discreet(result.agent)) + "_case_" + fileNamePart(result.spec->id) + ".txt";
}

} // namespace fg
