// The last moments of a connection that its owner has done with.
#pragma once

#include "protocol/transport/socket_twin.h"
#include "protocol/transport/time_source.h"

#include <QObject>
#include <QSocketNotifier>
#include <QSslSocket>
#include <QTimer>

#include <functional>
#include <memory>

namespace fg {

// How long a connection is kept after our side has ended, for our last octets to leave and the peer's end to
// come.
inline constexpr std::chrono::milliseconds lingerTime{1000};

// Ends our direction, then reads and forgets what still comes until the peer ends too. Closing a socket with
// octets unread would send RST, which can take from the peer what we wrote last.
class TailWatch : public QObject
{
public:
    // `done` comes once, from the event loop; it may destroy the watch.
    TailWatch(SocketTwin twin, std::function<void(TcpEnd)> done);

private:
    void readOn();
    void tell(TcpEnd how);

    SocketTwin m_twin;
    std::function<void(TcpEnd)> m_done;
    QTimer m_limit;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

// Keeps a dropped socket until what was handed over has left or the linger time is over, and destroys
// itself. `slot` is held until then.
void closeInBackground(std::unique_ptr<QSslSocket> socket, SocketTwin twin, std::shared_ptr<void> slot);

} // namespace fg
