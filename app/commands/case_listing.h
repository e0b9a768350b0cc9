// What a run of cases would do, as text.
#pragma once

#include "app/commands/case_command.h"

#include <span>
#include <string>

namespace fg {

// A line a case: number and title.
[[nodiscard]] std::string caseList(std::span<const CaseSpec *const> cases);
// Each server with the cases that would run against it.
[[nodiscard]] std::string dryRunText(const TestCommand &command);

} // namespace fg
