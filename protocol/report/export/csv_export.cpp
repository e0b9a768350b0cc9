#include "protocol/report/export/csv_export.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/row_texts.h"
#include "protocol/report/wording/row_words.h"
#include "protocol/text/escape.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fg {
namespace {

// The most octets of a payload or a write that are shown. A cell of common spreadsheets holds 32 767
// characters, and an octet can become four of them.
constexpr std::size_t longestData = 8'000;

// Common spreadsheets take these for the start of a formula. The last four are the wide forms of East Asian
// keyboards.
constexpr std::array<std::string_view, 11> formulaStarts{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                         "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool looksLikeFormula(std::string_view text)
{
    return std::ranges::any_of(formulaStarts,
                               [text](std::string_view start) { return text.starts_with(start); });
}

// Seconds since the session began, to the nanosecond.
std::string secondsText(Duration time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%lld.%09lld", static_cast<long long>(whole.count()),
                  static_cast<long long>((time - whole).count()));
    return text.data();
}

std::string dataText(const SessionView &view, const LogRow &row)
{
    if (row.kind == RowKind::Frame)
        return payloadPreview(view.payload(row, 0, longestData), row.length, longestData);
    if (row.kind != RowKind::Octets)
        return rowTexts(view, row).info;
    const auto shown = std::min<std::uint64_t>(row.length, longestData);
    const OctetBuffer octets = view.octets(row.direction, row.offset, shown);
    return "0x" + toHex(octets) + (octets.size() < row.length ? " ..." : "");
}

class CsvLine
{
public:
    explicit CsvLine(std::ostream &out)
        : m_out(out)
    {
    }
    ~CsvLine() { m_out << "\r\n"; }
    CsvLine(const CsvLine &) = delete;
    CsvLine &operator=(const CsvLine &) = delete;

    void cell(std::string_view text)
    {
        m_out << (m_isFirst ? "" : ",") << csvCell(text);
        m_isFirst = false;
    }
    void cell(std::uint64_t number) { cell(std::to_string(number)); }

private:
    std::ostream &m_out;
    bool m_isFirst = true;
};

constexpr std::array<std::string_view, 13> headings{"session", "row",    "seconds", "direction",  "what",
                                                    "opcode",  "fin",    "rsv",     "maskingKey", "length",
                                                    "offset",  "broken", "data"};

// A last column that is there if somebody has noted something on a row that is shown: programs that read the
// others find them in their places.
enum class NoteColumn : std::uint8_t { Left, Written };

void frameCells(CsvLine &line, const LogRow &row)
{
    const bool isFrame = row.kind == RowKind::Frame;
    line.cell(isFrame ? std::to_string(valueOf(row.opcode())) : std::string());
    line.cell(isFrame ? (row.fin() ? "1" : "0") : "");
    line.cell(isFrame ? std::to_string(row.rsv()) : std::string());
    line.cell(isFrame && row.isMasked() ? toHex(row.maskingKey) : std::string());
}

// The findings of a session, sorted by row. Their number is limited by the session.
class BrokenRules
{
public:
    explicit BrokenRules(const SessionView &view)
        : m_findings(view.findings())
    {
        std::ranges::stable_sort(m_findings, {}, &Finding::row);
    }
    std::string of(RowNumber row) const
    {
        std::string names;
        for (const Finding &finding : std::ranges::equal_range(m_findings, row, {}, &Finding::row))
            names += (names.empty() ? "" : " ") + std::string(ruleOf(finding.violation.rule).name);
        return names;
    }

private:
    std::vector<Finding> m_findings;
};

bool writeRows(std::ostream &out, const SessionView &view, std::size_t sessionNumber, NoteColumn notes)
{
    const BrokenRules broken(view);
    return view.forEachShownRow([&](RowNumber number, const LogRow &row) {
        const bool hasOctets = row.kind == RowKind::Frame || row.kind == RowKind::Octets;
        const RowTexts texts = rowTexts(view, row);
        CsvLine line(out);
        line.cell(sessionNumber);
        line.cell(number.value());
        line.cell(secondsText(row.time));
        line.cell(texts.direction);
        line.cell(texts.what);
        frameCells(line, row);
        line.cell(hasOctets ? std::to_string(row.length) : std::string());
        line.cell(hasOctets ? std::to_string(row.offset.value()) : std::string());
        line.cell(broken.of(number));
        line.cell(dataText(view, row));
        if (notes == NoteColumn::Written)
            line.cell(escaped(view.note(number)));
    });
}

} // namespace

std::string csvCell(std::string_view text)
{
    std::string cell = looksLikeFormula(text) ? '\'' + std::string(text) : std::string(text);
    if (cell.find_first_of("\",\r\n") == std::string::npos && !cell.starts_with(' ') && !cell.ends_with(' '))
        return cell;
    for (std::size_t at = cell.find('"'); at != std::string::npos; at = cell.find('"', at + 2))
        cell.insert(at, 1, '"');
    return '"' + cell + '"';
}

bool writeCsv(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    const bool areNoted = std::ranges::any_of(sessions, [&options](const ExportedSession &exported) {
        return !SessionView(*exported.session, options).notes().empty();
    });
    const NoteColumn notes = areNoted ? NoteColumn::Written : NoteColumn::Left;
    {
        CsvLine line(out);
        for (const std::string_view heading : headings)
            line.cell(heading);
        if (areNoted)
            line.cell("note");
    }
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (!writeRows(out, SessionView(*sessions[i].session, options), i + 1, notes))
            return false;
    }
    return true;
}

} // namespace fg
