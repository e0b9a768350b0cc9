// A second descriptor of a connected TCP socket, kept beside Qt's. QAbstractSocket shows an orderly end and a
// reset alike, and closes its descriptor before it says so: the twin can still be asked.
#pragma once

#include "protocol/transport/transport.h"

#include <QtGlobal>

#include <span>

namespace fg {

// Owns the descriptor: the connection is closed for the peer only when both are. Where the system cannot
// duplicate one (Windows), a twin is never valid and every end Unknown.
class SocketTwin
{
public:
    // What one read of the rest gave.
    struct Rest
    {
        enum class Kind : std::uint8_t { Octets, NothingYet, Ended };
        Kind kind = Kind::Ended;
        std::size_t size = 0; // octets read
        TcpEnd how = TcpEnd::Unknown; // when ended
    };

    SocketTwin() = default;
    explicit SocketTwin(qintptr descriptor);
    SocketTwin(SocketTwin &&other) noexcept;
    SocketTwin &operator=(SocketTwin &&other) noexcept;
    ~SocketTwin();

    [[nodiscard]] bool isValid() const { return m_descriptor >= 0; }
    [[nodiscard]] qintptr descriptor() const { return m_descriptor; }

    // Whether the connection has failed. Takes the system's pending error and keeps it for howEnded(), so
    // that a write of Qt's cannot swallow it.
    [[nodiscard]] bool hasFailed();
    // Whether the peer's system has acknowledged all that ours has taken; true where ours does not tell.
    [[nodiscard]] bool isAcknowledged() const;
    // Asked once Qt has met the end.
    [[nodiscard]] TcpEnd howEnded();
    // Never waits. Only when Qt reads no more.
    [[nodiscard]] Rest read(std::span<std::byte> into);
    // Sends FIN after what the system has taken.
    void finish();
    void close();

private:
    qintptr m_descriptor = -1;
    int m_error = 0; // errno, as the system reported it for the socket
};

} // namespace fg
