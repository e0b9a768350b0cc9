#include "app/terminal/terminal_log.h"

#include "app/terminal/console.h"
#include "protocol/report/wording/closing_wording.h"
#include "protocol/report/wording/finding_sentences.h"
#include "protocol/report/wording/handshake_checks.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/troubles.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <unistd.h>

namespace fg {
namespace {

constexpr std::size_t batch = 256;
constexpr std::size_t mostFindings = 20; // The most findings that are printed.

constexpr std::string_view received = "\033[32m";
constexpr std::string_view sent = "\033[36m";
constexpr std::string_view quiet = "\033[2m";
constexpr std::string_view bad = "\033[31m";
constexpr std::string_view plain = "\033[0m";

void add(std::string &line, std::string_view text, std::size_t width)
{
    line += text;
    line.append(width > text.size() ? width - text.size() : 0, ' ');
    line += ' ';
}

std::string timeText(Duration time)
{
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%12.6f", std::chrono::duration<double>(time).count());
    return text.data();
}

// The findings that are given, which are the first of all.
std::string findingLines(const SessionView &view, const std::vector<Finding> &findings)
{
    const std::size_t all = view.summary().findings;
    if (all == 0)
        return {};
    std::string text = "\nBroken rules:\n";
    const HandshakeRecord handshake = view.handshake();
    for (const Finding &finding : findings) {
        const bool isOfRequest = (finding.direction == Direction::Out) == (view.role() == Role::Client);
        const std::string detail =
            handshakeDetail(finding.violation, isOfRequest ? handshake.requestHead : handshake.answerHead,
                            handshake.requestHead);
        text += "  row " + std::to_string(finding.row.value()) + ": "
            + findingSentence(finding.violation, finding.direction, view.role())
            + (detail.empty() ? "" : ' ' + detail) + '\n';
    }
    if (all > findings.size())
        text += "  and " + std::to_string(all - findings.size()) + " more\n";
    return text;
}

} // namespace

Colours coloursOfOutput()
{
    const char *const term = std::getenv("TERM");
    const char *const refusal = std::getenv("NO_COLOR");
    const bool isRefused = refusal && *refusal != '\0';
    const bool isDumb = !term || std::string_view(term) == "dumb";
    return isatty(STDOUT_FILENO) == 1 && !isRefused && !isDumb ? Colours::Yes : Colours::No;
}

TerminalLog::TerminalLog(Print print, Colours colours, OctetRows octetRows, Secrets secrets)
    : m_print(std::move(print))
    , m_colours(colours)
    , m_octetRows(octetRows)
    , m_secrets(secrets)
{
}

void TerminalLog::printHead()
{
    m_print("    No      Seconds Dir What      Opcode           FRM   Length Info\n");
}

bool TerminalLog::printNew(const Session &session, RowCount most)
{
    const SessionView view(session, m_secrets);
    if (!m_inflated)
        m_inflated.emplace(session);
    std::array<LogRow, batch> rows;
    const RowNumber end = m_next + most;
    while (m_next < end) {
        const RowCount wanted = std::min(RowCount(rows.size()), end - m_next);
        const RowCount count = session.rows(m_next, std::span(rows).first(wanted.value()));
        if (count == RowCount())
            return false;
        std::string lines;
        for (std::size_t i = 0; i < count.value(); ++i) {
            const RowNumber number = m_next + RowCount(i);
            // Every row, because a compressed message may refer to those before it.
            const std::optional<InflatedStart> says = m_inflated->addRow(number, rows[i]);
            const bool isShown = rows[i].kind != RowKind::Octets || m_octetRows == OctetRows::Shown;
            if (isShown && m_selected.contains(number))
                lines += line(view, number, rows[i], says);
        }
        m_next += count;
        m_print(lines);
    }
    return true;
}

void TerminalLog::restart(RowSelection rows)
{
    m_next = RowNumber{};
    m_selected = std::move(rows);
    m_inflated.reset();
}

std::string TerminalLog::line(const SessionView &view, RowNumber number, const LogRow &row,
                              const std::optional<InflatedStart> &says) const
{
    RowTexts texts = rowTexts(view, row);
    if (says)
        texts.info = inflatedInfo(says->octets, says->length,
                                  says->isOneFrame ? MessageFrames::One : MessageFrames::Several);
    const std::string shown = std::to_string(number.value());
    std::string line = std::string(6 - std::min<std::size_t>(6, shown.size()), ' ') + shown + ' ';
    line += timeText(row.time) + ' ';
    add(line, texts.direction, 3);
    add(line, texts.what, 9);
    add(line, texts.opcode, 16);
    add(line, texts.flags, 3);
    line.append(8 - std::min<std::size_t>(8, texts.length.size()), ' ');
    line += texts.length + ' ' + texts.info;
    while (line.ends_with(' '))
        line.pop_back();
    if (m_colours == Colours::No)
        return line + '\n';
    std::string_view colour = quiet;
    if (row.kind == RowKind::Frame)
        colour = row.direction == Direction::In ? received : sent;
    else if (row.kind == RowKind::Error || row.kind == RowKind::Failing)
        colour = bad;
    return std::string(colour) + line + std::string(plain) + '\n';
}

void TerminalLog::printEnd(const Session &session)
{
    const SessionView view(session, m_secrets);
    std::string text = findingLines(view, session.findings(0, mostFindings));
    if (const std::optional<std::string> answer = refusingAnswer(view))
        text += '\n' + indented(*answer) + "\n\n";
    else if (text.empty())
        text += '\n';
    for (const std::string &sentence : closingSentences(session.closing()))
        text += sentence + '\n';
    m_print(text);
}

} // namespace fg
