#include "protocol/transport/closing.h"

#include "protocol/transport/network_thread.h"

#include <array>
#include <utility>

namespace fg {

TailWatch::TailWatch(SocketTwin twin, std::function<void(TcpEnd)> done)
    : m_twin(std::move(twin))
    , m_done(std::move(done))
{
    m_limit = startLimit(
        m_time, m_twin.isValid() ? lingerTime : std::chrono::milliseconds(0),
        [this] { finish(TcpEnd::Unknown); }, withoutLog);
    if (!m_twin.isValid())
        return;
    m_twin.finish();
    m_notifier = std::make_unique<QSocketNotifier>(m_twin.descriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { readMore(); });
}

void TailWatch::readMore()
{
    std::array<std::byte, 16 * 1024> forgotten;
    const SocketTwin::Rest rest = m_twin.read(forgotten);
    if (rest.kind == SocketTwin::Rest::Kind::Ended)
        finish(rest.how);
}

void TailWatch::finish(TcpEnd how)
{
    m_limit.reset();
    if (m_notifier) { // this may run inside the notifier's signal
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    std::exchange(m_done, {})(how);
}

namespace {

class ClosingSocket : public QObject
{
public:
    ClosingSocket(std::unique_ptr<QSslSocket> socket, SocketTwin twin, std::shared_ptr<void> slot,
                  WriteQueue queue)
        : m_socket(std::move(socket))
        , m_twin(std::move(twin))
        , m_slot(std::move(slot))
        , m_queue(std::move(queue))
    {
        count();
        connect(m_socket.get(), &QSslSocket::bytesWritten, this, &ClosingSocket::count);
        connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &ClosingSocket::count);
        connect(m_socket.get(), &QSslSocket::disconnected, this, [this] {
            count();
            watchTail();
        });
        connect(m_socket.get(), &QSslSocket::readyRead, this, [this] { discardUnread(); });
        m_limit = startLimit(
            m_time, lingerTime, [this] { deleteLater(); }, withoutLog);
    }

    // The socket emits signals while it is destroyed, when this object's members no longer exist.
    ~ClosingSocket() override
    {
        m_socket->disconnect(this);
        octetsInAll() -= m_counted;
    }

    // What waits in all sockets of this thread, as counted when it last changed: it is asked for with every
    // read of a connection.
    static std::size_t &octetsInAll()
    {
        thread_local std::size_t octets = 0;
        return octets;
    }

    void start()
    {
        if (m_queue.isEmpty()) {
            startClosing();
            return;
        }
        // Later, because these signals come from inside the socket's own calls.
        connect(m_socket.get(), &QSslSocket::bytesWritten, this, &ClosingSocket::feedQueue,
                Qt::QueuedConnection);
        connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &ClosingSocket::feedQueue,
                Qt::QueuedConnection);
        feedQueue();
    }

private:
    void count()
    {
        const std::size_t waiting =
            static_cast<std::size_t>(m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite())
            + m_queue.waiting() - m_queue.shared();
        octetsInAll() += waiting;
        octetsInAll() -= std::exchange(m_counted, waiting);
    }

    void feedQueue()
    {
        if (m_queue.isEmpty())
            return;
        m_queue.feed(*m_socket);
        m_socket->flush();
        count();
        if (m_queue.isEmpty())
            startClosing();
    }

    void startClosing()
    {
        if (m_socket->isEncrypted()) {
            close();
            return;
        }
        m_socket->flush();
        if (m_socket->bytesToWrite() == 0)
            m_twin.finish();
        // Not immediately: this may run inside a signal of the socket.
        QMetaObject::invokeMethod(
            this, [this] { close(); }, Qt::QueuedConnection);
    }

    void discardUnread()
    {
        if (canRead(*m_socket))
            m_socket->readAll();
    }

    void close()
    {
        discardUnread();
        m_socket->disconnectFromHost();
        if (m_socket->state() == QAbstractSocket::UnconnectedState)
            watchTail();
    }

    void watchTail()
    {
        if (!m_tail)
            m_tail = std::make_unique<TailWatch>(std::move(m_twin), [this](TcpEnd) { deleteLater(); });
    }

    std::unique_ptr<QSslSocket> m_socket;
    SocketTwin m_twin;
    std::shared_ptr<void> m_slot;
    WriteQueue m_queue;
    std::unique_ptr<TailWatch> m_tail;
    QtTimeSource m_time;
    std::unique_ptr<Timer> m_limit;
    std::size_t m_counted = 0; // what octetsInAll() has of this socket
};

} // namespace

void closeInBackground(std::unique_ptr<QSslSocket> socket, SocketTwin twin, std::shared_ptr<void> slot,
                       WriteQueue queue)
{
    auto *closing = new ClosingSocket(std::move(socket), std::move(twin), std::move(slot), std::move(queue));
    closing->setParent(NetworkThread::ownerHere());
    closing->start();
}

bool canRead(const QSslSocket &socket)
{
    const bool hasMore = socket.state() == QAbstractSocket::ConnectedState || socket.bytesAvailable() > 0;
    return socket.isOpen() && hasMore;
}

std::size_t octetsOfClosing() { return ClosingSocket::octetsInAll(); }

} // namespace fg
