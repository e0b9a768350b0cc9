// Texts about a case that the reports for CI share. Internal to report/.
#pragma once

#include "protocol/report/results/run_report.h"

#include <string>
#include <vector>

namespace fg {

// "6 UTF-8 handling": the category at the top.
[[nodiscard]] std::string categoryName(const CaseSpec &spec);
// "1.1.1 Empty text message".
[[nodiscard]] std::string caseName(const CaseSpec &spec);
// Why the verdicts are what they are, a sentence each: result, closing, details. Escaped.
[[nodiscard]] std::vector<std::string> reasons(const CaseSummary &summary);

} // namespace fg
