// A case and the index of a run as JSON: keys, types and values are those of the case set's own report
// folders, so that scripts which read those keep working. Texts of the peer stand as they came (JSON escapes
// them); every sentence but the format's constants is ours.
#pragma once

#include "protocol/report/results/run_report.h"

#include <functional>
#include <ostream>
#include <string_view>

namespace fg {

// One line, keys in alphabetical order. Rows are read from the session's log as they are written.
void writeCaseJson(std::ostream &out, const CaseResult &result);

// The file name of a case's JSON, without a folder.
using CaseFileName = std::function<std::string(std::string_view agent, const CaseSpec &spec)>;
// {agent: {id: {...}}}. Cases that were stopped are left out.
void writeIndexJson(std::ostream &out, const RunReport &report, const CaseFileName &fileName);

} // namespace fg
