// A run held against the verdicts of an earlier one, and its own verdicts kept.
#pragma once

#include "protocol/conformance/spec/spec_file.h"
#include "protocol/files/whole_file.h"
#include "protocol/report/results/baseline.h"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace fg {

// The file's verdicts; or what is wrong with it, as a sentence.
[[nodiscard]] std::variant<Baseline, std::string> readBaselineFile(const std::string &path);
[[nodiscard]] std::optional<FileError> writeBaselineFile(const std::string &path, const RunReport &report);

struct BaselineComparison
{
    std::string text; // a line each that regressed, is fixed or changed, and a summary
    std::size_t regressed = 0;
};
// Of the baseline only what the run was to do counts.
[[nodiscard]] BaselineComparison compareWith(const Baseline &baseline, const RunReport &report,
                                             std::span<const ClientSpec::Agent> agents,
                                             Strictness strictness);

} // namespace fg
