// The page of one case.
#include "protocol/conformance/judge.h"
#include "protocol/report/escape.h"
#include "protocol/report/event_words.h"
#include "protocol/report/html_page.h"
#include "protocol/report/html_report.h"
#include "protocol/report/html_wire_log.h"
#include "protocol/report/markup.h"
#include "protocol/report/row_words.h"
#include "protocol/report/text_tools.h"
#include "protocol/report/traffic.h"
#include "protocol/report/wire_rows.h"

#include <algorithm>
#include <span>

namespace fg {
namespace {

// Rows of a table of chop sizes; a peer decides how many sizes there are.
constexpr std::size_t longestTable = 40;
// Of an answer that is no 101.
constexpr std::size_t bodyLimit = 4'096;

class CasePage
{
public:
    CasePage(std::ostream &out, const CaseResult &result)
        : m_out(out)
        , m_result(result)
        , m_spec(*result.spec)
        , m_summary(summaryOf(result))
    {
    }

    void write(const std::string &jsonFile);

private:
    void header(const std::string &jsonFile);
    void badges();
    void facts(const std::string &jsonFile);
    void fact(std::string_view name, const std::string &value);
    void section(std::string_view heading) { m_out << "<h2>" << heading << "</h2>\n"; }
    void description();
    void outcome();
    void expectedEvents();
    void observedEvents();
    // `off`: the event to be marked as differing.
    template <typename Event> void eventList(const std::vector<Event> &events, std::size_t off);
    void closing(const ClosingRecord &record);
    void findings(const Session &session);
    void handshake(const Session &session);
    void head(std::string_view heading, std::string_view octets);
    void compression();
    void statistics(const Statistics &statistics);
    void chopTable(std::string_view heading, const StreamStatistics &statistics);
    void opcodeTable(std::string_view heading, const StreamStatistics &statistics);

    std::ostream &m_out;
    const CaseResult &m_result;
    const CaseSpec &m_spec;
    CaseSummary m_summary;
};

void CasePage::write(const std::string &jsonFile)
{
    beginPage(m_out, foreignMarkup(m_result.agent) + " \u00b7 case " + markup(m_spec.id));
    header(jsonFile);
    m_out << "<main>\n";
    description();
    outcome();
    if (m_result.session) {
        const Session &session = *m_result.session;
        closing(session.closing());
        findings(session);
        handshake(session);
        compression();
        statistics(session.statistics());
        section("Wire log");
        writeHtmlWireLog(m_out, session);
    }
    m_out << "</main>\n";
    endPage(m_out);
}

// --- who, what, when ---

void CasePage::header(const std::string &jsonFile)
{
    m_out << "<header>\n<p class=\"crumb\"><a href=\"index.html\">All cases</a></p>\n<h1><span class=\"id\">"
          << markup(m_spec.id) << "</span> " << markup(m_spec.title) << "</h1>\n";
    badges();
    facts(jsonFile);
    m_out << "</header>\n";
}

std::string_view closeLook(CloseBehavior close)
{
    if (close == CloseBehavior::Ok)
        return "ok";
    return close == CloseBehavior::Informational ? "info" : "bad";
}

std::string_view behaviorLook(Behavior behavior)
{
    switch (behavior) {
    case Behavior::Ok:
        return "ok";
    case Behavior::NonStrict:
        return "lax";
    case Behavior::Failed:
        return "bad";
    case Behavior::Unimplemented:
        return "skip";
    case Behavior::Informational:
        return "info";
    }
    return "bad";
}

void CasePage::badges()
{
    const auto badge = [this](std::string_view cssClass, std::string_view text) {
        const auto all = allLooks();
        const auto look = std::ranges::find(all, cssClass, &VerdictLook::cssClass);
        m_out << "<span class=\"badge " << cssClass << "\"><span class=\"mark\">" << look->mark << "</span> "
              << text << "</span>";
    };
    m_out << "<div>";
    if (m_summary.wasStopped) {
        badge("skip", "stopped before it ended");
    } else {
        badge(behaviorLook(m_result.verdict.behavior), wordOf(m_result.verdict.behavior));
        badge(closeLook(m_result.verdict.close), "closing " + std::string(wordOf(m_result.verdict.close)));
    }
    m_out << "</div>\n";
}

void CasePage::facts(const std::string &jsonFile)
{
    m_out << "<dl class=\"facts\">\n";
    fact("Agent", foreignMarkup(m_result.agent));
    fact("Tests", markup(m_spec.clause));
    fact("Started", dayAndTime(m_result.started));
    fact("Took", durationText(m_result.duration));
    const std::optional<PeerInfo> peer = m_result.session ? m_result.session->summary().peer : std::nullopt;
    if (peer && !peer->peerAddress.empty())
        fact("Peer", foreignMarkup(peer->peerAddress) + " port " + std::to_string(peer->peerPort));
    if (peer && !peer->tlsVersion.empty())
        fact("TLS", foreignMarkup(peer->tlsVersion + ' ' + peer->tlsCipher));
    if (!jsonFile.empty())
        fact("As data", "<a href=\"" + markup(jsonFile) + "\">JSON</a>");
    m_out << "</dl>\n";
}

void CasePage::fact(std::string_view name, const std::string &value)
{
    m_out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
}

// --- the case and what came of it ---

void CasePage::description()
{
    m_out << "<h2>The case</h2>\n<div class=\"two\">\n<div class=\"card\"><h3>What is sent</h3>"
          << markup(m_spec.description) << "</div>\n<div class=\"card\"><h3>What should come back</h3>"
          << markup(m_spec.expectation) << "</div>\n</div>\n";
}

void CasePage::outcome()
{
    section("Outcome");
    if (const std::optional<TransportError> error = m_result.connectError())
        m_out << "<div class=\"notice\"><strong>No connection came about.</strong><p>"
              << markup(errorSentence(*error)) << "</p></div>\n";
    m_out << "<p>" << markup(m_summary.result) << "</p>\n";
    for (const std::string &detail : m_summary.details)
        m_out << "<p>" << markup(detail) << "</p>\n";
    m_out << "<div class=\"two\">\n<div class=\"card\"><h3>Expected</h3>\n";
    expectedEvents();
    m_out << "</div>\n<div class=\"card\"><h3>Observed</h3>\n";
    observedEvents();
    m_out << "</div>\n</div>\n";
}

void CasePage::expectedEvents()
{
    if (m_spec.echo) {
        const EchoSpec &echo = *m_spec.echo;
        const bool isText = echo.window && echo.message.opcode == Opcode::Text;
        m_out << "<p>" << counted(echo.count, opcodeName(echo.message.opcode) + " message") << " of "
              << counted(echo.length(), isText ? "character" : "octet") << (echo.count == 1 ? "" : " each")
              << ", with the same content, within " << durationText(scaled(echo.timeout, m_result.timeScale))
              << ".</p>\n";
    }
    for (const Expectation &expectation : m_spec.expectations) {
        const bool isOk = expectation.name == Expectation::Name::Ok;
        m_out << "<h4 class=\"" << (isOk ? "ok" : "lax") << "\">" << (isOk ? "OK" : "NON-STRICT")
              << "</h4>\n";
        eventList(expectation.events, SIZE_MAX);
    }
}

template <typename Event> void CasePage::eventList(const std::vector<Event> &events, std::size_t off)
{
    if (events.empty()) {
        m_out << "<p class=\"soft\">nothing</p>\n";
        return;
    }
    m_out << "<ol class=\"events\">";
    for (std::size_t i = 0; i < events.size(); ++i)
        m_out << (i == off ? "<li class=\"off\">" : "<li>") << markup(eventText(events[i])) << "</li>";
    m_out << "</ol>\n";
}

void CasePage::observedEvents()
{
    if (m_spec.echo) {
        const EchoRecord echoes =
            m_result.session ? echoesOf(*m_result.session).value_or(EchoRecord{}) : EchoRecord{};
        m_out << "<p>" << echoes.right << " of " << counted(m_spec.echo->count, "message")
              << " came back the same.</p>\n";
        return;
    }
    // Against the expectation that they agree with the longest.
    std::size_t agreeing = 0;
    for (const Expectation &expectation : m_spec.expectations)
        agreeing = std::max(agreeing, agreeingEvents(expectation.events, m_result.observed));
    const bool hasAgreed = m_result.verdict.plainBehavior != Behavior::Failed;
    eventList(m_result.observed, hasAgreed ? SIZE_MAX : agreeing);
}

// --- the connection ---

void CasePage::closing(const ClosingRecord &record)
{
    section("Closing");
    std::string sentence = m_summary.resultClose;
    if (!sentence.ends_with('.'))
        sentence += '.';
    m_out << "<p>" << markup(sentence) << "</p>\n<ul class=\"plain\">";
    for (const std::string &line : closingStory(record))
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

void CasePage::findings(const Session &session)
{
    const std::vector<Finding> findings = session.findings();
    if (findings.empty())
        return;
    section("Broken rules");
    if (std::ranges::count(findings, Direction::Out, &Finding::direction) > 0)
        m_out << "<p class=\"soft\">Ours are broken on purpose: the case asks for it.</p>\n";
    m_out << "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">What</th>"
             "<th class=\"n\" scope=\"col\">After</th></tr></thead>\n<tbody>\n";
    const std::size_t shown = std::min(findings.size(), longestTable);
    for (const Finding &finding : std::span(findings).first(shown))
        m_out << "<tr><td>" << (finding.direction == Direction::In ? "the peer" : "we") << "</td><td>"
              << markup(findingSentence(finding.violation, finding.direction, session.role()))
              << "</td><td class=\"n\">" << durationText(finding.time) << "</td></tr>\n";
    if (shown < findings.size())
        m_out << "<tr><td colspan=\"3\" class=\"soft\">and " << findings.size() - shown
              << " more</td></tr>\n";
    m_out << "</tbody>\n</table></div>\n";
}

void CasePage::handshake(const Session &session)
{
    const HandshakeRecord record = session.handshake();
    section("Opening handshake");
    m_out << "<div class=\"two\">\n";
    head("Request", record.request);
    head("Answer", record.answer);
    m_out << "</div>\n";
    if (record.bodyLength > 0) {
        const Direction direction = session.role() == Role::Client ? Direction::In : Direction::Out;
        const auto shown = std::min<std::uint64_t>(record.bodyLength, bodyLimit);
        const OctetBuffer body = session.octets(direction, record.bodyOffset, shown);
        m_out << "<h3>Body of the answer</h3><pre>" << markup(escaped(charactersOf(body), LineBreaks::Kept))
              << (body.size() < record.bodyLength ? " ..." : "") << "</pre>\n";
    }
    m_out << "<ul class=\"checks\">";
    for (const CheckRow &check : handshakeChecks(session)) {
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

void CasePage::head(std::string_view heading, std::string_view octets)
{
    while (octets.ends_with('\n') || octets.ends_with('\r'))
        octets.remove_suffix(1);
    m_out << "<div><h3>" << heading << "</h3><pre>"
          << (octets.empty() ? "nothing" : markup(escaped(octets, LineBreaks::Kept))) << "</pre></div>\n";
}

// --- numbers ---

void CasePage::compression()
{
    const std::optional<Traffic> traffic = trafficOf(m_result);
    if (!traffic)
        return;
    section("Compression");
    m_out << "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Direction</th><th class=\"n\" "
             "scope=\"col\">Messages</th><th class=\"n\" scope=\"col\">Octets</th><th class=\"n\" "
             "scope=\"col\">Compressed</th><th class=\"n\" scope=\"col\">Ratio</th><th class=\"n\" "
             "scope=\"col\">Frames</th><th class=\"n\" scope=\"col\">Octets with headers</th></tr></thead>\n"
             "<tbody>\n";
    const auto add = [this](std::string_view direction, const TrafficRow &row) {
        m_out << "<tr><td>" << direction << "</td>";
        const std::string cells[] = {std::to_string(row.messages),      std::to_string(row.plainOctets),
                                     std::to_string(row.payloadOctets), percentage(row.ratio()),
                                     std::to_string(row.frames),        std::to_string(row.frameOctets)};
        for (const std::string &cell : cells)
            m_out << "<td class=\"n\">" << cell << "</td>";
        m_out << "</tr>\n";
    };
    add("received", traffic->in);
    add("sent", traffic->out);
    m_out << "</tbody>\n</table></div>\n";
}

void CasePage::statistics(const Statistics &statistics)
{
    section("Wire statistics");
    m_out << "<div class=\"four\">\n";
    chopTable("Octets received by chop size", statistics.in);
    chopTable("Octets transmitted by chop size", statistics.out);
    opcodeTable("Frames received by opcode", statistics.in);
    opcodeTable("Frames transmitted by opcode", statistics.out);
    m_out << "</div>\n";
}

void CasePage::chopTable(std::string_view heading, const StreamStatistics &statistics)
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

void CasePage::opcodeTable(std::string_view heading, const StreamStatistics &statistics)
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

} // namespace

void writeCasePage(std::ostream &out, const CaseResult &result, const std::string &jsonFile)
{
    CasePage(out, result).write(jsonFile);
}

} // namespace fg
