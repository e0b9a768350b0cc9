// The command that is a server for clients under test.
#pragma once

#include "app/commands/ci_files.h"
#include "app/terminal/exit_code.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/transport/socket_listener.h"

#include <optional>
#include <string>
#include <vector>

namespace fg {

// Texts are UTF-8.
struct ServeCommand
{
    ListenSettings listen{.port = 9001};
    std::uint16_t pagePort = 8080; // 0: no page
    CaseChoice choice;
    std::vector<std::string> notes; // what the spec file asks for and does not get
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // of CaseRunSettings
    Strictness strictness = Strictness::Normal;
    std::string reportFolder = "reports/clients";
    std::optional<std::string> recordFolder; // a session file for each case
    CiFiles ciFiles;
    std::optional<std::string> client; // the shell command that is the client under test
};

// Needs the application object; runs its event loop until a client, an interrupt or the end of `client` ends
// it.
[[nodiscard]] ExitCode runServe(const ServeCommand &command);

} // namespace fg
