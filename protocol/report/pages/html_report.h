// A run as HTML pages, each a single file: no outside reference, style and script inside, and a content
// security policy that lets nothing else run or load. Whatever a peer or an agent's name holds is escaped.
// The pages follow the reader's choice of light or dark, and print.
#pragma once

#include "protocol/report/pages/json_report.h"
#include "protocol/report/results/run_report.h"
#include "protocol/report/view/export_options.h"

#include <ostream>
#include <string>

namespace fg {

// What stands under the title of an index. As text: it is escaped where it is written.
struct IndexHeading
{
    std::string subject; // "Servers under test"
    std::string when; // "2026-11-20 20:50:19 UTC"
};
[[nodiscard]] IndexHeading headingOf(const RunReport &report);

// Agents by cases. Readable without script; with it, cases can be filtered and sorted. `fileName`: of a
// case's page; empty where there are none.
void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName);
// The same of several runs, of which none says the whole.
void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName,
                    const IndexHeading &heading);

// One case with all that is known about it. `jsonFile`: the same as JSON, in the same folder.
void writeCasePage(std::ostream &out, const CaseResult &result, const std::string &jsonFile);
// The same as a page that stands alone. False where the export was ended.
bool writeCasePage(std::ostream &out, const CaseResult &result, const ExportOptions &options);

// Sessions, one below the other. False where the export was ended.
bool writeSessionPage(std::ostream &out, std::span<const ExportedSession> sessions,
                      const ExportOptions &options);

} // namespace fg
