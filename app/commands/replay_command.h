// The command that sends again what the client of a recorded session sent.
#pragma once

#include "app/terminal/exit_code.h"
#include "protocol/session/live/replay.h"

#include <optional>
#include <string>

namespace fg {

// Texts are UTF-8.
struct ReplayCommand
{
    std::string file;
    std::optional<unsigned> only; // number of the session in the file, from 1; needed where it holds several
    Target target;
    ReplaySettings settings;
    std::string recordInto; // a session file for the new connection; empty: none
    bool showsOctets = false;
};

// Needs the application object; runs its event loop until the connection is over. ExitCode::CaseFailed: not
// all was sent.
[[nodiscard]] ExitCode runReplay(const ReplayCommand &command);

} // namespace fg
