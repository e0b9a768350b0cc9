// Describes a run of cases, without running it.
#pragma once

#include "app/commands/case_command.h"

#include <span>
#include <string>

namespace fg {

// A line for each case with its id and title.
[[nodiscard]] std::string caseList(std::span<const CaseSpec *const> cases);
// A list of the servers with the cases that would run against each.
[[nodiscard]] std::string dryRunText(const TestCommand &command);

} // namespace fg
