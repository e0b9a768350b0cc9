#include "protocol/report/view/export_options.h"

#include <algorithm>
#include <array>

namespace fg {
namespace {

constexpr std::array formats{
    ExportFormatInfo{ExportFormat::Text, "text", "Text", "txt", false},
    ExportFormatInfo{ExportFormat::Html, "html", "HTML page", "html", false},
    ExportFormatInfo{ExportFormat::Json, "json", "JSON", "json", true},
    ExportFormatInfo{ExportFormat::Ndjson, "ndjson", "JSON, one line for each row", "ndjson", true},
    ExportFormatInfo{ExportFormat::Csv, "csv", "Table (CSV)", "csv", false},
    ExportFormatInfo{ExportFormat::Har, "har", "HTTP Archive (HAR)", "har", false},
    ExportFormatInfo{ExportFormat::Markdown, "md", "Markdown for a bug report", "md", false},
    ExportFormatInfo{ExportFormat::Pcapng, "pcapng", "Session file, also for Wireshark", "pcapng", true,
                     false},
};

} // namespace

std::span<const ExportFormatInfo> allExportFormats() { return formats; }

const ExportFormatInfo &infoOf(ExportFormat format) { return formats[static_cast<std::size_t>(format)]; }

std::optional<ExportFormat> exportFormatOf(std::string_view word)
{
    const auto found = std::ranges::find(formats, word, &ExportFormatInfo::word);
    return found == formats.end() ? std::nullopt : std::optional(found->format);
}

} // namespace fg
