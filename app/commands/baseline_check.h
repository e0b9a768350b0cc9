// Compares a run with the verdicts of an earlier one, and saves its verdicts.
#pragma once

#include "protocol/conformance/spec/spec_file.h"
#include "protocol/files/whole_file.h"
#include "protocol/handshake/secrets.h"
#include "protocol/report/results/baseline.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace fg {

struct KeptBaseline
{
    Baseline baseline;
    std::vector<std::string> notes; // what was left out; escaped
};
// The verdicts of a file that writeBaselineFile() wrote, or of a report: its folder, or its index.json, which
// may be the case set's own. Otherwise a sentence that says what is wrong with it.
[[nodiscard]] std::variant<KeptBaseline, std::string> readBaselineFile(const std::string &path);
[[nodiscard]] std::optional<FileError> writeBaselineFile(const std::string &path, const RunReport &report,
                                                         Secrets secrets);

struct BaselineComparison
{
    std::string text; // A line for each case that regressed, is fixed or changed, and a summary.
    std::size_t regressed = 0;
};
// Cases of the baseline that the run did not include are ignored.
[[nodiscard]] BaselineComparison compareWith(const Baseline &baseline, const RunReport &report,
                                             std::span<const ClientSpec::Agent> agents,
                                             Strictness strictness);

} // namespace fg
