// The page of exported sessions.
#include "protocol/report/pages/html_page.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/pages/html_session.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/markup.h"

namespace fg {
namespace {

void fact(std::ostream &out, std::string_view name, const std::string &value)
{
    if (!value.empty())
        out << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>\n";
}

void header(std::ostream &out, const SessionView &view, const SessionFacts &facts)
{
    out << "<header>\n<h1>" << foreignMarkup(view.shown(facts.title)) << "</h1>\n<dl class=\"facts\">\n";
    fact(out, "URL", foreignMarkup(view.shown(facts.url)));
    fact(out, "Started", facts.started ? dayAndTime(*facts.started) : std::string());
    const ClosingRecord closing = view.closing();
    fact(out, "Took", closing.endedAt ? durationText(*closing.endedAt) : std::string());
    const std::optional<PeerInfo> peer = view.summary().peer;
    if (peer && !peer->peerAddress.empty())
        fact(out, "Peer", foreignMarkup(peer->peerAddress) + " port " + std::to_string(peer->peerPort));
    if (peer && !peer->tlsVersion.empty())
        fact(out, "TLS", foreignMarkup(tlsText(*peer)));
    fact(out, "We were", view.role() == Role::Client ? "the client" : "the server");
    fact(out, "Rows", view.showsAll() ? std::string() : "only the selected ones");
    fact(out, "Secrets", view.blanksSecrets() ? "blanked out with asterisks" : std::string());
    out << "</dl>\n</header>\n";
}

bool sections(std::ostream &out, const SessionView &view)
{
    HtmlSession html(out, view);
    html.closing({});
    html.findings({});
    html.handshake();
    html.statistics();
    html.notes();
    return html.wireLog(WholeLog::Here);
}

} // namespace

bool writeSessionPage(std::ostream &out, std::span<const ExportedSession> sessions,
                      const ExportOptions &options)
{
    // The page of a case shows more than that of a session.
    if (sessions.size() == 1 && sessions.front().result)
        return writeCasePage(out, *sessions.front().result, options);
    bool isWhole = true;
    beginPage(out,
              sessions.size() == 1 ? foreignMarkup(
                  SessionView(*sessions.front().session, options).shown(sessions.front().facts.title))
                                   : std::to_string(sessions.size()) + " sessions");
    out << "<main>\n";
    for (const ExportedSession &exported : sessions) {
        const SessionView view(*exported.session, options);
        header(out, view, exported.facts);
        isWhole = isWhole && sections(out, view);
    }
    out << "</main>\n";
    endPage(out);
    return isWhole;
}

} // namespace fg
