#include "app/peer_command.h"

#include "app/console.h"
#include "app/stop_signal.h"
#include "protocol/report/escape.h"
#include "protocol/session/echo_peer.h"
#include "protocol/session/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

namespace fg {
namespace {

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
             "Check the address and the port; port 0 takes any free one."});
        return ExitCode::NotConnected;
    }
    printOut("listening " + peer.url() + "\n");
    QCoreApplication::exec();
    return ExitCode::Fine;
}

} // namespace

ExitCode runEcho(const EchoCommand &command)
{
    return runPeer<EchoPeer>(command.settings, command.settings.listen);
}

ExitCode runBroadcast(const BroadcastCommand &command)
{
    return runPeer<BroadcastPeer>(command.settings, command.settings.peer.listen);
}

} // namespace fg
