// The last moments of a connection that its owner no longer uses.
#pragma once

#include "protocol/transport/qt_time_source.h"
#include "protocol/transport/socket_twin.h"
#include "protocol/transport/time_limit.h"
#include "protocol/transport/write_queue.h"

#include <QObject>
#include <QSocketNotifier>
#include <QSslSocket>

#include <functional>
#include <memory>

namespace fg {

// How long a connection is kept after our side has ended, so that our last octets can leave and the peer can
// end its side.
inline constexpr std::chrono::milliseconds lingerTime{1000};

// Ends our direction, then reads and discards what still arrives until the peer ends its side too. Closing a
// socket with unread octets would send RST, and the peer could then lose what we wrote last.
class TailWatch : public QObject
{
public:
    // Calls `done` once, from the event loop; `done` may destroy the watch.
    TailWatch(SocketTwin twin, std::function<void(TcpEnd)> done);

private:
    void readMore();
    void finish(TcpEnd how);

    SocketTwin m_twin;
    std::function<void(TcpEnd)> m_done;
    QtTimeSource m_time;
    std::unique_ptr<Timer> m_limit;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

// Keeps a dropped socket until everything that was handed over, and what is in `queue` after that, has left
// or the linger time has passed, and then destroys itself. `slot` is held until then.
void closeInBackground(std::unique_ptr<QSslSocket> socket, SocketTwin twin, std::shared_ptr<void> slot,
                       WriteQueue queue);

// Whether Qt can be asked to read: it warns on standard error about a socket that has been closed.
[[nodiscard]] bool canRead(const QSslSocket &socket);

// Number of octets that wait to leave in sockets of this thread that are closed in the background, without
// those that they share with others.
[[nodiscard]] std::size_t octetsOfClosing();

} // namespace fg
