// The commands that run cases against servers and print what came of them.
#pragma once

#include "app/commands/ci_files.h"
#include "app/terminal/exit_code.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/report/results/run_report.h"

#include <optional>
#include <string>
#include <vector>

namespace fg {

// Texts are UTF-8.
struct TestCommand
{
    enum class Action : std::uint8_t {
        Run,
        List, // prints the cases
        DryRun, // prints what would run against whom
    };

    Action action = Action::Run;
    std::vector<ClientSpec::Agent> agents; // no two of a name
    std::vector<const CaseSpec *> cases; // of all agents together, in the order of the set
    std::vector<std::string> notes; // what the spec file asks for and does not get
    SuiteSettings run{.jobs = defaultJobs};
    Strictness strictness = Strictness::Normal;
    std::string reportFolder = "reports/servers";
    std::optional<std::string> recordFolder; // a session file for each case
    CiFiles ciFiles;
    std::optional<std::string> baselineFile; // to compare with
    std::optional<std::string> newBaselineFile; // to write
};

struct DemoCommand
{
};

// Both need the application object and run its event loop.
[[nodiscard]] ExitCode runTest(const TestCommand &command);
[[nodiscard]] ExitCode runDemo(const DemoCommand &command);

} // namespace fg
