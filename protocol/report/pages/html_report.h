// A run as HTML pages. Each page is one file that loads nothing: style and script are inside, and a content
// security policy forbids everything else. Text from a peer and names of agents are escaped. The pages follow
// the reader's choice of light or dark, and can be printed.
#pragma once

#include "protocol/report/pages/json_report.h"
#include "protocol/report/results/run_report.h"
#include "protocol/report/view/export_options.h"

#include <ostream>
#include <string>

namespace fg {

// The line under the title of an index. The texts are plain; they are escaped when they are written.
struct IndexHeading
{
    std::string subject; // "Servers under test"
    std::string when; // "2026-11-20 20:50:19 UTC"
};
[[nodiscard]] IndexHeading headingOf(const RunReport &report);

// Writes a table of agents and cases. It can be read without script; with the script, cases can be filtered
// and sorted. `fileName` gives the file name of a case's page; it is empty if cases have no pages.
void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName);
// The same with another heading, for the results of several runs.
void writeIndexPage(std::ostream &out, const RunReport &report, const CaseFileName &fileName,
                    const IndexHeading &heading);

// Writes one case with all that is known about it. `jsonFile`: the name of the JSON file about the case, in
// the same folder.
void writeCasePage(std::ostream &out, const CaseResult &result, const std::string &jsonFile, Secrets secrets);
// The same as a page without other files beside it. False if the export was ended early.
bool writeCasePage(std::ostream &out, const CaseResult &result, const ExportOptions &options);

// Writes sessions one below the other. False if the export was ended early.
bool writeSessionPage(std::ostream &out, std::span<const ExportedSession> sessions,
                      const ExportOptions &options);

} // namespace fg
