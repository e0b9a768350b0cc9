// The command that is one connection: what happens on it as lines, what is typed as messages.
#pragma once

#include "app/terminal/exit_code.h"
#include "protocol/session/live/target.h"

#include <string>
#include <vector>

namespace fg {

// Texts are UTF-8.
struct ConnectCommand
{
    Target target;
    std::vector<std::string> messages; // sent once the connection is open; then standard input is not read
    bool readsInput = true;
    std::string recordInto; // a session file; empty: none
    bool showsOctets = false;
    // How long to wait for more once there is nothing left to send and nothing comes.
    Duration linger = std::chrono::seconds(1);
};

// Needs the application object; runs its event loop until the connection is over.
[[nodiscard]] ExitCode runConnect(const ConnectCommand &command);

} // namespace fg
