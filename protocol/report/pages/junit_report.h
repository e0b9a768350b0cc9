// A run as JUnit XML, in the form that CI systems read: a testsuite an agent, a testcase a case.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>

namespace fg {

// A case that failed in either verdict is a failure, UNIMPLEMENTED and stopped ones are skipped, one that
// could not connect is an error, and so is an agent that could not be reached. Well-formed XML 1.0 whatever
// agents are called.
void writeJunit(std::ostream &out, const RunReport &report, Strictness strictness = Strictness::Normal);

} // namespace fg
