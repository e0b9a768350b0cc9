// A case and the index of a run as JSON. Keys, types and values are those of the case set's own report
// folders, so that scripts which read those keep working. Texts from the peer are written as they arrived
// (JSON escapes them), without their secrets unless they are kept. All sentences are ours, except for the
// format's constants.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/report/results/run_report.h"

#include <functional>
#include <ostream>
#include <string_view>

namespace fg {

// Writes one line, with the keys in alphabetical order. Rows are read from the session's log as they are
// written.
void writeCaseJson(std::ostream &out, const CaseResult &result, Secrets secrets);

// The file name of a case's JSON, without a folder.
using CaseFileName = std::function<std::string(std::string_view agent, const CaseSpec &spec)>;
// Writes {agent: {id: {...}}} as the case set's own reports have it, so that scripts which compare a kept
// index line by line keep working: keys in the order of their octets, indented by three spaces, no line end
// at the end. Cases that were stopped are left out.
void writeIndexJson(std::ostream &out, const RunReport &report, const CaseFileName &fileName);

} // namespace fg
