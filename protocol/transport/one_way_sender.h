// Sends the last octets of a connection without TLS from which nothing more is read. QAbstractSocket gives a
// connection up as soon as the peer has ended its side (FIN), but such a peer may still be reading: here only
// a failure or a peer that takes nothing ends the sending.
#pragma once

#include "protocol/transport/closing.h"
#include "protocol/transport/socket_twin.h"
#include "protocol/transport/time_limit.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace fg {

// The stream of a connection that its Transport has given away.
struct PlainStream
{
    SocketTwin twin;
    std::shared_ptr<void> slot; // the connection's place in its listener's count
};

// Takes the stream out of a Transport over a socket, which is closed afterwards and calls its listener no
// more; also from inside transportReceived, and if the peer has already ended its side. nullopt, and nothing
// changes, with TLS, while written octets wait, or if the stream has no descriptor (any more).
[[nodiscard]] std::optional<PlainStream> detachedStream(Transport &transport);

class OneWaySender : public QObject
{
public:
    // Fills the room with the next octets and returns their number, 0 after the last; nullopt if they cannot
    // be had, so that the peer gets an end too early.
    using Source = std::function<std::optional<std::size_t>(std::span<std::byte> room)>;

    // Asks for parts of at most 64 KiB. Gives up if the peer takes nothing for `limit`. Calls `done` once,
    // from the event loop, when the connection can be closed; `done` may destroy the sender, which closes it.
    // `time` must outlive the sender.
    OneWaySender(PlainStream stream, Source source, TimeSource &time, Duration limit,
                 std::function<void()> done);
    ~OneWaySender() override;

private:
    void sendMore();
    [[nodiscard]] bool hasNextPart();
    void waitForPeer();
    void endSoon();
    void stopSending();

    PlainStream m_stream;
    Source m_source;
    TimeSource &m_time;
    Duration m_patience;
    std::function<void()> m_done;
    OctetBuffer m_part;
    std::size_t m_sent = 0; // octets of the part
    std::unique_ptr<QSocketNotifier> m_notifier; // while octets are sent
    std::unique_ptr<TailWatch> m_tail; // after that
    std::unique_ptr<Timer> m_timer; // ends the sending
};

} // namespace fg
