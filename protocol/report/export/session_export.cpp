#include "protocol/report/export/session_export.h"

#include "protocol/report/export/csv_export.h"
#include "protocol/report/export/har_export.h"
#include "protocol/report/export/markdown_export.h"
#include "protocol/report/export/pcapng_export.h"
#include "protocol/report/export/session_json.h"
#include "protocol/report/pages/html_report.h"
#include "protocol/report/pages/text_report.h"

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

constexpr std::array<Write, 8> writers{writeTexts, writeSessionPage, writeSessionsJson, writeSessionsNdjson,
                                       writeCsv,   writeHar,         writeMarkdown,     writePcapng};

} // namespace

bool exportSessions(std::ostream &out, ExportFormat format, std::span<const ExportedSession> sessions,
                    const ExportOptions &options)
{
    return writers[static_cast<std::size_t>(format)](out, sessions, options);
}

} // namespace fg
