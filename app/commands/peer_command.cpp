#include "app/commands/peer_command.h"

#include "app/commands/memory_note.h"
#include "app/terminal/console.h"
#include "app/terminal/refusal_lines.h"
#include "app/terminal/stop_signal.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/text/escape.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

namespace fg {
namespace {

void printStretch(const std::string &sentence) { printError("frameglass: " + sentence + '\n'); }

template <typename Peer, typename Settings>
ExitCode runPeer(const Settings &settings, const ListenSettings &listen)
{
    QtTimeSource time;
    SystemEntropy entropy;
    Peer peer(settings, time, entropy);
    const StopSignal onInterrupt([] { QCoreApplication::quit(); });
    if (const auto error = peer.start()) {
        if (error->kind == TransportErrorKind::TlsSetup) {
            printError("frameglass: " + escaped(error->detail) + ".\n");
            return ExitCode::Usage;
        }
        printTrouble(
            {"Cannot listen on " + escaped(listen.address) + " port " + std::to_string(listen.port) + ".",
             "The system says: " + escaped(error->detail) + ".",
             "Check the address and the port; port 0 chooses a free one."});
        return ExitCode::NotConnected;
    }
    printOut("listening " + peer.url() + "\n");
    QCoreApplication::exec();
    return ExitCode::Fine;
}

} // namespace

ExitCode runEcho(const EchoCommand &command)
{
    RefusalLines refusals;
    PeerSettings settings = command.settings;
    settings.access = refusals.settings(command.settings.access.origins);
    settings.onMemoryDrop = printMemoryDrop;
    settings.onStretch = printStretch;
    return runPeer<EchoPeer>(settings, settings.listen);
}

ExitCode runBroadcast(const BroadcastCommand &command)
{
    RefusalLines refusals;
    BroadcastSettings settings = command.settings;
    settings.peer.access = refusals.settings(command.settings.peer.access.origins);
    settings.peer.onMemoryDrop = printMemoryDrop;
    settings.peer.onStretch = printStretch;
    return runPeer<BroadcastPeer>(settings, settings.peer.listen);
}

} // namespace fg
