// A run in the Test Anything Protocol, version 14: a test point for each case, with a YAML block that says
// why it failed.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>

namespace fg {

// Cases count as in JUnit (junit_report.h). An agent that could not be reached is a test point that is not
// ok.
void writeTap(std::ostream &out, const RunReport &report, Strictness strictness = Strictness::Normal);

} // namespace fg
