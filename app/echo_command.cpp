#include "app/echo_command.h"

#include "app/console.h"
#include "app/stop_signal.h"
#include "protocol/report/escape.h"
#include "protocol/session/echo_peer.h"
#include "protocol/session/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <QCoreApplication>

namespace fg {

ExitCode runEcho(const EchoCommand &command)
{
    QtTimeSource time;
    SystemEntropy entropy;
    EchoSettings settings;
    settings.listen = command.listen;
    EchoPeer peer(settings, time, entropy);
    const StopSignal onInterrupt([] { QCoreApplication::quit(); });
    if (const auto error = peer.start()) {
        const std::string place =
            escaped(command.listen.address) + " port " + std::to_string(command.listen.port);
        printTrouble(
            {"Cannot listen on " + place + ".", "The system says: " + escaped(error->detail) + ".",
             "Check the address, the port and, for TLS, the certificate and key files; port 0 takes any "
             "free port."});
        return ExitCode::NotConnected;
    }
    printOut("listening " + peer.url() + "\n");
    QCoreApplication::exec();
    return ExitCode::Fine;
}

} // namespace fg
