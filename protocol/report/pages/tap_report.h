// A run in the Test Anything Protocol, version 14: a test point a case, and what failed one in a YAML block.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>

namespace fg {

// Counts as JUnit does (junit_report.h); an agent that could not be reached is a test point that is not ok.
void writeTap(std::ostream &out, const RunReport &report, Strictness strictness = Strictness::Normal);

} // namespace fg
