// Finds the patterns for a set of cases, as command lines and spec files have them.
#pragma once

#include <string>
#include <vector>

namespace fg {

struct CaseSpec;

// The shortest patterns that select exactly these cases: "*", "6.2.*", "7.1.6". In the order of the set.
[[nodiscard]] std::vector<std::string> casePatterns(const std::vector<const CaseSpec *> &cases);

} // namespace fg
