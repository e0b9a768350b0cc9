#include "protocol/report/export/session_export.h"

#include "protocol/report/export/csv_export.h"
#include "protocol/report/export/har_export.h"
#include "protocol/report/export/markdown_export.h"
#include "protocol/report/export/pcapng_export.h"
#include "protocol/report/export/session_json.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/pages/text_report.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

using Write = bool (*)(std::ostream &, std::span<const ExportedSession>, const ExportOptions &);

bool writeTexts(std::ostream &out, std::span<const ExportedSession> sessions, const ExportOptions &options)
{
    for (const ExportedSession &exported : sessions) {
        if (&exported != sessions.data())
            out << '\n';
        if (!writeTextReport(out, exported, options))
            return false;
    }
    return true;
}

constexpr std::array formats{
    ExportFormatInfo{ExportFormat::Text, "text", "Text", "txt", false},
    ExportFormatInfo{ExportFormat::Html, "html", "HTML page", "html", false},
    ExportFormatInfo{ExportFormat::Json, "json", "JSON", "json", true},
    ExportFormatInfo{ExportFormat::Ndjson, "ndjson", "JSON, a line a row", "ndjson", true},
    ExportFormatInfo{ExportFormat::Csv, "csv", "Table (CSV)", "csv", false},
    ExportFormatInfo{ExportFormat::Har, "har", "HTTP Archive (HAR)", "har", false},
    ExportFormatInfo{ExportFormat::Markdown, "md", "Markdown for a bug report", "md", false},
    ExportFormatInfo{ExportFormat::Pcapng, "pcapng", "Session file, also for Wireshark", "pcapng", true,
                     false},
};
constexpr std::array<Write, formats.size()> writers{writeTexts,          writeSessionPage, writeSessionsJson,
                                                    writeSessionsNdjson, writeCsv,         writeHar,
                                                    writeMarkdown,       writePcapng};

} // namespace

std::span<const ExportFormatInfo> allExportFormats() { return formats; }

const ExportFormatInfo &infoOf(ExportFormat format) { return formats[static_cast<std::size_t>(format)]; }

std::optional<ExportFormat> exportFormatOf(std::string_view word)
{
    const auto found = std::ranges::find(formats, word, &ExportFormatInfo::word);
    return found == formats.end() ? std::nullopt : std::optional(found->format);
}

bool exportSessions(std::ostream &out, ExportFormat format, std::span<const ExportedSession> sessions,
                    const ExportOptions &options)
{
    return writers[static_cast<std::size_t>(format)](out, sessions, options);
}

} // namespace fg
