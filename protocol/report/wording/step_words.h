// The steps of a case in words.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <string>
#include <vector>

namespace fg {

// For example "Send a text frame with 5 octets: "Hello"". Escaped.
[[nodiscard]] std::string stepText(const CaseStep &step);
// One text for each step, up to `limit` steps; one more text says how many steps are left. If the case counts
// echoes, each message that it sends is a step.
[[nodiscard]] std::vector<std::string> stepTexts(const CaseSpec &spec, std::size_t limit = 100);
// Number of steps that a person can run one by one.
[[nodiscard]] std::size_t stepCount(const CaseSpec &spec);
[[nodiscard]] std::string stepText(const CaseSpec &spec, std::size_t step);

} // namespace fg
