// Texts about a case that the reports for CI share. Internal to report/.
#pragma once

#include "protocol/report/results/run_report.h"

#include <string>
#include <vector>

namespace fg {

// The top category of a case, for example "6 UTF-8 handling".
[[nodiscard]] std::string categoryName(const CaseSpec &spec);
// For example "1.1.1 Empty text message".
[[nodiscard]] std::string caseName(const CaseSpec &spec);
// The reasons for the verdicts, one sentence each: result, closing, details. Escaped.
[[nodiscard]] std::vector<std::string> reasons(const CaseSummary &summary);

} // namespace fg
