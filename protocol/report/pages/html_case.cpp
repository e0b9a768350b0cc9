// The page of one case.
#include "protocol/conformance/cases/judge.h"
#include "protocol/report/pages/html_page.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/pages/html_session.h"
#include "protocol/report/pages/wire_rows.h"
#include "protocol/report/wording/event_words.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/report/wording/traffic.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/markup.h"
#include "protocol/text/text_tools.h"

#include <algorithm>
#include <span>

namespace fg {
namespace {

class CasePage
{
public:
    CasePage(std::ostream &out, const CaseResult &result, const ExportOptions &options)
        : m_out(out)
        , m_options(options)
        , m_result(result)
        , m_spec(*result.spec)
        , m_summary(summaryOf(result))
    {
    }

    bool write(const std::string &jsonFile);

private:
    bool session(const std::string &jsonFile);
    void header(const std::string &jsonFile);
    void badges();
    void facts(const std::string &jsonFile);
    void fact(std::string_view name, const std::string &value);
    void section(std::string_view heading) { m_out << "<h2>" << heading << "</h2>\n"; }
    void description();
    void outcome();
    void expectedEvents();
    void observedEvents();
    // `differing`: number of the event to mark as differing; SIZE_MAX marks none.
    template <typename Event> void eventList(const std::vector<Event> &events, std::size_t differing);
    void compression();

    std::ostream &m_out;
    const ExportOptions &m_options;
    const CaseResult &m_result;
    const CaseSpec &m_spec;
    CaseSummary m_summary;
};

bool CasePage::write(const std::string &jsonFile)
{
    beginPage(m_out, foreignMarkup(discreet(m_result.agent)) + " \u00b7 case " + markup(m_spec.id));
    header(jsonFile);
    m_out << "<main>\n";
    description();
    outcome();
    const bool isWhole = !m_result.session || session(jsonFile);
    m_out << "</main>\n";
    endPage(m_out);
    return isWhole;
}

bool CasePage::session(const std::string &jsonFile)
{
    const SessionView view(*m_result.session, m_options);
    HtmlSession html(m_out, view);
    html.closing(m_summary.resultClose);
    html.findings("The rules that we broke were broken on purpose: the case asks for it.");
    html.handshake();
    compression();
    html.statistics();
    html.notes();
    return html.wireLog(jsonFile.empty() ? WholeLog::Here : WholeLog::InJsonFile);
}

// --- who, what, when ---

void CasePage::header(const std::string &jsonFile)
{
    m_out << "<header>\n";
    if (!jsonFile.empty())
        m_out << "<p class=\"crumb\"><a href=\"index.html\">All cases</a></p>\n";
    m_out << "<h1><span class=\"id\">" << markup(m_spec.id) << "</span> " << markup(m_spec.title)
          << "</h1>\n";
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
    fact("Agent", foreignMarkup(discreet(m_result.agent)));
    fact("Tests", markup(m_spec.clause));
    fact("Started", dayAndTime(m_result.started));
    fact("Took", durationText(m_result.duration));
    const std::optional<PeerInfo> peer = m_result.session ? m_result.session->summary().peer : std::nullopt;
    if (peer && !peer->peerAddress.empty())
        fact("Peer", foreignMarkup(peer->peerAddress) + " port " + std::to_string(peer->peerPort));
    if (peer && !peer->tlsVersion.empty())
        fact("TLS", foreignMarkup(tlsText(*peer)));
    if (!jsonFile.empty())
        fact("As data", "<a href=\"" + markup(jsonFile) + "\">JSON</a>");
    m_out << "</dl>\n";
}

void CasePage::fact(std::string_view name, const std::string &value)
{
    m_out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
}

// --- the case and its outcome ---

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
        m_out << "<div class=\"notice\"><strong>No connection was established.</strong><p>"
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

template <typename Event> void CasePage::eventList(const std::vector<Event> &events, std::size_t differing)
{
    if (events.empty()) {
        m_out << "<p class=\"soft\">nothing</p>\n";
        return;
    }
    m_out << "<ol class=\"events\">";
    for (std::size_t i = 0; i < events.size(); ++i)
        m_out << (i == differing ? "<li class=\"off\">" : "<li>") << markup(eventText(events[i])) << "</li>";
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
    // The differing event is found by comparing with the expectation that agrees with most of the events.
    std::size_t agreeing = 0;
    for (const Expectation &expectation : m_spec.expectations)
        agreeing = std::max(agreeing, agreeingEvents(expectation.events, m_result.observed));
    const bool hasAgreed = m_result.verdict.plainBehavior != Behavior::Failed;
    eventList(m_result.observed, hasAgreed ? SIZE_MAX : agreeing);
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

} // namespace

void writeCasePage(std::ostream &out, const CaseResult &result, const std::string &jsonFile, Secrets secrets)
{
    CasePage(out, result, {.rows = {}, .secrets = secrets}).write(jsonFile);
}

bool writeCasePage(std::ostream &out, const CaseResult &result, const ExportOptions &options)
{
    return CasePage(out, result, options).write({});
}

} // namespace fg
