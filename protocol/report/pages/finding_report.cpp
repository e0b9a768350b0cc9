#include "protocol/report/pages/finding_report.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/product.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

constexpr std::size_t nameWidth = 16;
constexpr std::size_t octetsInLine = 16;

class FindingReport
{
public:
    FindingReport(const SessionView &view, const Finding &finding, const SessionFacts &facts)
        : m_view(view)
        , m_finding(finding)
        , m_facts(facts)
    {
    }

    std::string text()
    {
        line(findingHeadline(m_finding, m_view.role()));
        line();
        broken();
        if (!m_finding.where().onWire.isEmpty())
            octets();
        session();
        rows();
        return std::move(m_out);
    }

private:
    void line(std::string_view text = {})
    {
        m_out += text;
        m_out += '\n';
    }
    void item(std::string_view name, std::string_view text)
    {
        if (!text.empty())
            line(padded(std::string(name) + ':', nameWidth) + std::string(text));
    }
    void section(std::string_view title)
    {
        line();
        line(title);
    }
    void broken();
    void octets();
    [[nodiscard]] std::uint64_t endOfPart() const;
    void session();
    void rows();
    void row(RowNumber number);

    const SessionView &m_view;
    const Finding &m_finding;
    const SessionFacts &m_facts;
    std::string m_out;
};

void FindingReport::broken()
{
    const Rule &rule = m_finding.rule();
    item("Rule", std::string(rule.statement) + " (" + std::string(m_finding.clause()) + ')');
    item("Name", rule.name);
    item("What is wrong", findingBrief(m_finding.violation));
    item("Where", placeWords(m_finding));
    item("When", durationText(m_finding.time) + " after the session began");
}

// The offset in the stream at which the frame or the head ends that breaks the rule; none is known of a frame
// that has no row.
std::uint64_t FindingReport::endOfPart() const
{
    constexpr std::uint64_t unknown = UINT64_MAX;
    constexpr std::string_view emptyLine = "\r\n\r\n";
    const Where &where = m_finding.where();
    const bool isOfRequests = (m_finding.direction == Direction::Out) == (m_view.role() == Role::Client);
    const HandshakeRecord handshake = m_view.handshake();
    const std::string &head = isOfRequests ? handshake.request : handshake.answer;
    if (where.start < head.size()) {
        const std::size_t end = head.find(emptyLine, static_cast<std::size_t>(where.start));
        return end == std::string::npos ? head.size() : end + emptyLine.size();
    }
    const LogRow row = m_view.row(m_finding.row);
    if (row.kind != RowKind::Frame || row.direction != m_finding.direction
        || row.offset.value() != where.start)
        return unknown;
    const std::uint64_t payload = where.start + row.header().size();
    return row.length > unknown - payload ? unknown : payload + row.length;
}

// The octets that show the fault, with those of their frame or head before and after them. Those that show it
// are marked below.
void FindingReport::octets()
{
    const Where &where = m_finding.where();
    const std::uint64_t start = where.onWire.first
        - std::min<std::uint64_t>(where.onWire.first - where.start, findingReportOctetsBefore);
    const std::uint64_t end = std::max(endOfPart(), where.onWire.end());
    const auto shown = static_cast<std::size_t>(std::min<std::uint64_t>(findingReportOctets, end - start));
    const OctetBuffer octets = m_view.octets(m_finding.direction, StreamOffset(start), shown);
    section("Octets from octet " + std::to_string(start - where.start)
            + " on, those that break the rule marked:");
    if (octets.empty())
        line("  (no longer kept)");
    for (std::size_t first = 0; first < octets.size(); first += octetsInLine) {
        const std::size_t count = std::min(octetsInLine, octets.size() - first);
        std::string hex;
        std::string marks;
        for (std::size_t at = first; at < first + count; ++at) {
            const std::uint64_t place = start + at;
            const bool isMarked = place >= where.onWire.first && place < where.onWire.end();
            hex += ' ' + toHex(OctetView(octets).subspan(at, 1));
            marks += isMarked ? " ^^" : "   ";
        }
        line(' ' + hex);
        if (marks.find('^') != std::string::npos)
            line(' ' + marks.substr(0, marks.find_last_of('^') + 1));
    }
}

void FindingReport::session()
{
    section("The session");
    const std::optional<PeerInfo> peer = m_view.summary().peer;
    const bool isClient = m_view.role() == Role::Client;
    item("URL", escaped(m_view.shown(m_facts.url)));
    item("We were", isClient ? "the client" : "the server");
    item("Started", m_facts.started ? dayAndTime(*m_facts.started) : std::string());
    if (peer && !peer->peerAddress.empty())
        item("Peer", escaped(peer->peerAddress) + " port " + std::to_string(peer->peerPort));
    if (peer && !peer->tlsVersion.empty())
        item("TLS", escaped(tlsText(*peer)));
    for (const std::string &sentence : closingSentences(m_view.closing()))
        item("Closing", sentence);
    item("Found by", productToken());
    if (m_view.blanksSecrets())
        item("Secrets", "blanked out with asterisks");
}

void FindingReport::row(RowNumber number)
{
    const RowTexts texts = rowTexts(m_view, number);
    std::string text = (number == m_finding.row ? "> " : "  ") + std::to_string(number.value()) + "  "
        + durationText(m_view.row(number).time);
    for (const std::string &part :
         {texts.direction, texts.what, texts.opcode, texts.flags, texts.length, texts.info}) {
        if (!part.empty())
            text += "  " + part;
    }
    line(text);
}

void FindingReport::rows()
{
    section("Rows of the log");
    const RowNumber first = m_finding.row - std::min(rowsBefore(m_finding.row), findingReportRows);
    const RowNumber end = std::min(m_finding.row + findingReportRows + RowCount(1), endOf(m_view.rowCount()));
    for (RowNumber number = first; number < end; ++number)
        row(number);
}

} // namespace

std::string findingReport(const SessionView &view, const Finding &finding, const SessionFacts &facts)
{
    return FindingReport(view, finding, facts).text();
}

} // namespace fg
