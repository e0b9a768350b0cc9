#include "protocol/report/pages/html_session.h"

#include "protocol/report/pages/html_wire_log.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/handshake_checks.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/statistics_rows.h"
#include "protocol/text/escape.h"
#include "protocol/text/markup.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <span>

namespace fg {
namespace {

// At most this many findings or chop sizes are in a table; the peer decides how many there are.
constexpr std::size_t longestTable = 40;

} // namespace

void HtmlSession::closing(std::string_view sentence)
{
    const ClosingRecord record = m_view.closing();
    section("Closing");
    if (!sentence.empty())
        m_out << "<p>" << markup(sentence) << (sentence.ends_with('.') ? "" : ".") << "</p>\n";
    m_out << "<ul class=\"plain\">";
    for (const std::string &line : closingSentences(record))
        m_out << "<li>" << markup(line) << "</li>";
    m_out << "</ul>\n<div class=\"wide\"><table class=\"closing\">\n<thead><tr><th scope=\"col\">Key</th>"
             "<th scope=\"col\">Value</th><th scope=\"col\">What it means</th></tr></thead>\n<tbody>\n";
    for (const ClosingRow &row : closingRows(record)) {
        m_out << "<tr><td class=\"mono\">" << markup(row.name) << "</td><td>" << markup(row.value)
              << "</td><td>" << markup(row.meaning);
        if (!row.here.empty())
            m_out << " <span class=\"soft\">Here: " << markup(row.here) << ".</span>";
        m_out << "</td></tr>\n";
    }
    m_out << "</tbody>\n</table></div>\n";
}

void HtmlSession::findings(std::string_view onOurs)
{
    const std::vector<Finding> findings = m_view.findings();
    if (findings.empty())
        return;
    section("Broken rules");
    if (!onOurs.empty() && std::ranges::count(findings, Direction::Out, &Finding::direction) > 0)
        m_out << "<p class=\"soft\">" << onOurs << "</p>\n";
    m_out << "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">What</th>"
             "<th class=\"n\" scope=\"col\">After</th></tr></thead>\n<tbody>\n";
    const std::size_t shown = std::min(findings.size(), longestTable);
    for (const Finding &finding : std::span(findings).first(shown))
        m_out << "<tr><td>" << (finding.direction == Direction::In ? "the peer" : "we") << "</td><td>"
              << markup(findingSentence(finding.violation, finding.direction, m_view.role()))
              << "</td><td class=\"n\">" << durationText(finding.time) << "</td></tr>\n";
    if (shown < findings.size())
        m_out << "<tr><td colspan=\"3\" class=\"soft\">and " << findings.size() - shown
              << " more</td></tr>\n";
    m_out << "</tbody>\n</table></div>\n";
}

void HtmlSession::handshake()
{
    const HandshakeRecord record = m_view.handshake();
    section("Opening handshake");
    m_out << "<div class=\"two\">\n";
    head("Request", record.request);
    head("Answer", record.answer);
    m_out << "</div>\n";
    if (record.bodyLength > 0) {
        const DecodedBody body = m_view.body();
        const std::string_view shown = std::string_view(body.content).substr(0, shownBodyOctets);
        m_out << "<h3>Body of the answer</h3><pre>" << markup(escaped(shown, LineBreaks::Kept))
              << (shown.size() < body.content.size() ? " ..." : "") << "</pre>\n";
        for (const HeaderField &trailer : body.trailers)
            m_out << "<p>Trailer field: " << markup(escaped(trailer.name + ": " + trailer.value)) << "</p>\n";
        for (const std::string &remark : body.remarks)
            m_out << "<p class=\"soft\">The body: " << markup(remark) << "</p>\n";
    }
    m_out << "<ul class=\"checks\">";
    for (const CheckRow &check : handshakeChecks(m_view)) {
        const bool isBroken = check.state == CheckRow::State::Broken;
        const bool isPassed = check.state == CheckRow::State::Passed;
        m_out << "<li><span class=\"mark "
              << (isBroken       ? "bad"
                      : isPassed ? "ok"
                                 : "info")
              << "\">"
              << (isBroken       ? "\u2717"
                      : isPassed ? "\u2713"
                                 : "i")
              << "</span> " << markup(check.text);
        if (!check.clause.empty())
            m_out << " <span class=\"soft\">" << markup(check.clause) << "</span>";
        m_out << "</li>";
    }
    m_out << "</ul>\n";
}

void HtmlSession::head(std::string_view heading, std::string_view octets)
{
    while (octets.ends_with('\n') || octets.ends_with('\r'))
        octets.remove_suffix(1);
    m_out << "<div><h3>" << heading << "</h3><pre>"
          << (octets.empty() ? "nothing" : markup(escaped(octets, LineBreaks::Kept))) << "</pre></div>\n";
}

// The rows of the page's log are counted as the case set counts them, so the notes stand apart, with the
// texts of their rows.
void HtmlSession::notes()
{
    const std::map<RowNumber, std::string> notes = m_view.notes();
    if (notes.empty())
        return;
    section("Notes");
    m_out << "<div class=\"wide\"><table>\n<thead><tr><th class=\"n\" scope=\"col\">Row</th><th "
             "scope=\"col\">What</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n";
    for (const auto &[number, note] : notes) {
        if (endOf(m_view.rowCount()) <= number)
            continue;
        const RowTexts texts = rowTexts(m_view, number);
        m_out << "<tr><td class=\"n\">" << number.value() << "</td><td class=\"mono\">"
              << markup(texts.direction + ' ' + texts.what + ' ' + texts.opcode + ' ' + texts.info)
              << "</td><td>" << foreignMarkup(note) << "</td></tr>\n";
    }
    m_out << "</tbody>\n</table></div>\n";
}

bool HtmlSession::wireLog(WholeLog whole)
{
    section("Wire log");
    return writeHtmlWireLog(m_out, m_view, whole);
}

// --- numbers ---

void HtmlSession::statistics()
{
    const Statistics statistics = m_view.statistics();
    section("Wire statistics");
    m_out << "<div class=\"four\">\n";
    chopTable("Octets received by chop size", statistics.in);
    chopTable("Octets transmitted by chop size", statistics.out);
    opcodeTable("Frames received by opcode", statistics.in);
    opcodeTable("Frames transmitted by opcode", statistics.out);
    m_out << "</div>\n";
}

void HtmlSession::chopTable(std::string_view heading, const StreamStatistics &statistics)
{
    m_out << "<div><h3>" << heading
          << "</h3><table>\n<thead><tr><th class=\"n\" scope=\"col\">Chop "
             "size</th><th class=\"n\" scope=\"col\">Count</th><th class=\"n\" scope=\"col\">Octets</th>"
             "</tr></thead>\n<tbody>\n";
    const auto cells = [this](const std::string &name, std::uint64_t count, std::uint64_t octets) {
        m_out << "<tr><td class=\"n\">" << name << "</td><td class=\"n\">" << count << "</td><td class=\"n\">"
              << octets << "</td></tr>\n";
    };
    const std::vector<CountRow> rows = chopRows(statistics);
    CountRow rest;
    CountRow total;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        total.count += rows[i].count;
        total.octets += rows[i].octets;
        if (i < longestTable) {
            cells(std::to_string(rows[i].key), rows[i].count, rows[i].octets);
        } else {
            rest.count += rows[i].count;
            rest.octets += rows[i].octets;
        }
    }
    if (rows.size() > longestTable)
        cells(counted(rows.size() - longestTable, "larger size"), rest.count, rest.octets);
    cells("Total", total.count, total.octets);
    m_out << "</tbody>\n</table></div>\n";
}

void HtmlSession::opcodeTable(std::string_view heading, const StreamStatistics &statistics)
{
    m_out << "<div><h3>" << heading
          << "</h3><table>\n<thead><tr><th scope=\"col\">Opcode</th><th "
             "class=\"n\" scope=\"col\">Count</th></tr></thead>\n<tbody>\n";
    std::uint64_t total = 0;
    for (const CountRow &row : opcodeRows(statistics)) {
        total += row.count;
        m_out << "<tr><td>" << row.key << " <span class=\"soft\">"
              << opcodeName(opcodeOf(static_cast<unsigned>(row.key))) << "</span></td><td class=\"n\">"
              << row.count << "</td></tr>\n";
    }
    m_out << "<tr><td>Total</td><td class=\"n\">" << total << "</td></tr>\n</tbody>\n</table></div>\n";
}

} // namespace fg
