#include "protocol/report/export/markdown_export.h"

#include "protocol/report/results/run_report.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/names.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/session/live/target.h"
#include "protocol/text/escape.h"
#include "protocol/text/iso_time.h"
#include "protocol/text/product.h"
#include "protocol/text/text_tools.h"

#include <algorithm>

namespace fg {
namespace {

// The most findings that are listed; each is a line.
constexpr std::size_t mostFindings = 100;

// Escapes the characters of a sentence of ours that Markdown would interpret.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\`*_{}[]<>#|~&").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

class MarkdownReport
{
public:
    MarkdownReport(std::ostream &out, const SessionView &view, const SessionFacts &facts)
        : m_out(out)
        , m_view(view)
        , m_facts(facts)
        , m_closing(view.closing())
    {
    }

    bool write();

private:
    void facts();
    void fact(std::string_view name, const std::string &value)
    {
        if (!value.empty())
            m_out << "- " << name << ": " << value << '\n';
    }
    void closing();
    void findings();
    void handshake();
    void head(std::string_view heading, std::string_view octets);
    bool rows();
    void row(RowNumber number, const LogRow &row);

    std::ostream &m_out;
    const SessionView &m_view;
    const SessionFacts &m_facts;
    ClosingRecord m_closing;
};

bool MarkdownReport::write()
{
    m_out << "# WebSocket session " << markdownCode(m_view.shown(m_facts.title)) << "\n\n";
    facts();
    closing();
    findings();
    handshake();
    return rows();
}

void MarkdownReport::facts()
{
    const std::optional<PeerInfo> peer = m_view.summary().peer;
    const Statistics statistics = m_view.statistics();
    const auto count = [](const StreamStatistics &stream) {
        std::uint64_t frames = 0;
        for (const std::uint64_t number : stream.frames)
            frames += number;
        return counted(frames, "frame") + ", " + counted(stream.messages, "message") + ", "
            + counted(stream.octets, "octet");
    };
    if (!m_facts.url.empty())
        fact("URL", markdownCode(m_view.shown(m_facts.url)));
    fact("Started", m_facts.started ? dayAndTime(*m_facts.started) : std::string());
    fact("We were", m_view.role() == Role::Client ? "the client" : "the server");
    if (peer && !peer->peerAddress.empty())
        fact("Peer", markdownCode(peer->peerAddress) + " port " + std::to_string(peer->peerPort));
    if (peer && !peer->tlsVersion.empty())
        fact("TLS", markdownCode(tlsText(*peer)));
    fact("Received", count(statistics.in));
    fact("Sent", count(statistics.out));
    fact("Secrets", m_view.blanksSecrets() ? "blanked out with asterisks" : std::string());
    fact("Recorded with", plain(productToken()));
    m_out << '\n';
}

void MarkdownReport::closing()
{
    m_out << "## Closing\n\n";
    for (const std::string &line : closingSentences(m_closing))
        m_out << "- " << plain(line) << '\n';
    m_out << "\n| Key | Value |\n| --- | --- |\n";
    for (const ClosingRow &row : closingRows(m_closing))
        m_out << "| " << plain(row.name) << " | " << markdownCode(row.value) << " |\n";
    m_out << '\n';
}

void MarkdownReport::findings()
{
    const std::vector<Finding> findings = m_view.findings();
    m_out << "## Broken rules\n\n";
    if (findings.empty())
        m_out << "None was found.\n";
    const std::size_t shown = std::min(findings.size(), mostFindings);
    for (const Finding &finding : std::span(findings).first(shown))
        m_out << "- " << plain(findingSentence(finding.violation, finding.direction, m_view.role()))
              << " Row " << finding.row.value() << ", after " << durationText(finding.time) << ".\n";
    if (shown < findings.size())
        m_out << "- and " << findings.size() - shown << " more\n";
    m_out << '\n';
}

void MarkdownReport::handshake()
{
    const HandshakeRecord record = m_view.handshake();
    m_out << "## Opening handshake\n\n";
    head("Request", record.request);
    head("Answer", record.answer);
}

// Writes an indented block, because no line in it can end it.
void MarkdownReport::head(std::string_view heading, std::string_view octets)
{
    while (octets.ends_with('\n') || octets.ends_with('\r'))
        octets.remove_suffix(1);
    m_out << heading << ":\n\n";
    if (octets.empty())
        m_out << "nothing\n\n";
    while (!octets.empty()) {
        const std::size_t end = std::min(octets.find('\n'), octets.size());
        std::string_view line = octets.substr(0, end);
        octets.remove_prefix(std::min(end + 1, octets.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        m_out << "    " << escaped(line) << '\n' << (octets.empty() ? "\n" : "");
    }
}

// Each line begins with a number. Therefore no line can end the block.
bool MarkdownReport::rows()
{
    m_out << "## Rows\n\n";
    if (!m_view.showsAll())
        m_out << "Rows " << m_view.pickedRows() << " of " << m_view.rowCount().value() << ".\n\n";
    m_out << "```text\n";
    const bool isWhole =
        m_view.forEachShownRow([this](RowNumber number, const LogRow &shown) { row(number, shown); });
    m_out << "```\n\n";
    return isWhole;
}

void MarkdownReport::row(RowNumber number, const LogRow &row)
{
    const RowTexts texts = rowTexts(m_view, row);
    std::string line = padded(std::to_string(number.value()), 6) + ' ' + padded(durationText(row.time), 11)
        + ' ' + padded(texts.direction, 3) + padded(texts.what, 10) + padded(texts.opcode, 12) + ' '
        + padded(texts.flags, 4) + padded(texts.length, 8) + ' ' + texts.info;
    line.erase(line.find_last_not_of(' ') + 1);
    m_out << line << '\n';
    if (const std::string note = m_view.note(number); !note.empty())
        m_out << padded(std::to_string(number.value()), 6) << " note: " << escaped(note) << '\n';
}

} // namespace

std::string markdownCode(std::string_view text)
{
    std::string inside = escaped(text);
    // The code is enclosed in more back quotes than the longest run of them inside it.
    std::size_t longest = 0;
    for (std::size_t at = 0; at < inside.size();) {
        const std::size_t end = std::min(inside.find_first_not_of('`', at), inside.size());
        longest = std::max(longest, end - at);
        at = std::min(inside.find('`', end), inside.size());
    }
    for (std::size_t at = inside.find('|'); at != std::string::npos; at = inside.find('|', at + 2))
        inside.insert(at, 1, '\\');
    const std::string quotes(longest + 1, '`');
    // Readers of Markdown remove one space at either end.
    const bool needsSpace = inside.empty() || inside.starts_with('`') || inside.ends_with('`')
        || inside.starts_with(' ') || inside.ends_with(' ');
    return quotes + (needsSpace ? " " : "") + inside + (needsSpace ? " " : "") + quotes;
}

bool writeMarkdown(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    for (const ExportedSession &exported : sessions) {
        const SessionView view(*exported.session, options);
        if (!MarkdownReport(out, view, exported.facts).write())
            return false;
    }
    return true;
}

} // namespace fg
