// The commands that are servers without cases.
#pragma once

#include "app/terminal/exit_code.h"
#include "protocol/session/live/broadcast_peer.h"

namespace fg {

struct EchoCommand
{
    PeerSettings settings;
};

struct BroadcastCommand
{
    BroadcastSettings settings;
};

// Both need the application object and run its event loop until SIGINT or SIGTERM.
[[nodiscard]] ExitCode runEcho(const EchoCommand &command);
[[nodiscard]] ExitCode runBroadcast(const BroadcastCommand &command);

} // namespace fg
