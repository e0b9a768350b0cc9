// The steps of a case in words.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <string>
#include <vector>

namespace fg {

// "Send a text frame with 5 octets: "Hello"". Escaped.
[[nodiscard]] std::string stepText(const CaseStep &step);
// All steps; of a case that counts echoes, what it sends each time, as often as it does where that is no more
// than `limit` times. Further ones are one line that says how many.
[[nodiscard]] std::vector<std::string> stepTexts(const CaseSpec &spec, std::size_t limit = 100);
// How many steps a person can take one by one.
[[nodiscard]] std::size_t stepCount(const CaseSpec &spec);
[[nodiscard]] std::string stepText(const CaseSpec &spec, std::size_t step);

} // namespace fg
