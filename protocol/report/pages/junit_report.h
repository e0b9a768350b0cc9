// A run as JUnit XML, in the form that CI systems read: a testsuite for each agent, a testcase for each case.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>

namespace fg {

// A case that failed in either verdict is a failure. A case that is UNIMPLEMENTED or was stopped is skipped.
// A case that could not connect is an error, and so is an agent that could not be reached. The result is
// well-formed XML 1.0 for any name of an agent.
void writeJunit(std::ostream &out, const RunReport &report, Strictness strictness = Strictness::Normal);

} // namespace fg
