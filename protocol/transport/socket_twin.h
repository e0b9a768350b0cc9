// A second descriptor of a connected TCP socket, in addition to Qt's. QAbstractSocket reports an orderly end
// and a reset alike, and closes its descriptor before it reports them: the second descriptor can still be
// examined.
#pragma once

#include "protocol/transport/transport.h"

#include <QtGlobal>

#include <cstdint>
#include <optional>
#include <span>

namespace fg {

// Owns the descriptor: the connection is closed for the peer only when both descriptors are. On a system that
// cannot duplicate a descriptor (Windows), a twin is never valid and every end is Unknown.
class SocketTwin
{
public:
    // The result of one read.
    struct Rest
    {
        enum class Kind : std::uint8_t { Octets, NothingYet, Ended };
        Kind kind = Kind::Ended;
        std::size_t size = 0; // octets read
        TcpEnd how = TcpEnd::Unknown; // only for Ended
    };

    SocketTwin() = default;
    explicit SocketTwin(qintptr descriptor);
    SocketTwin(SocketTwin &&other) noexcept;
    SocketTwin &operator=(SocketTwin &&other) noexcept;
    ~SocketTwin();

    [[nodiscard]] bool isValid() const { return m_descriptor >= 0; }
    [[nodiscard]] qintptr descriptor() const { return m_descriptor; }

    // Whether the connection has failed. Takes the system's pending error and keeps it for howEnded(), so
    // that a write by Qt cannot consume it.
    [[nodiscard]] bool hasFailed();
    // Whether the peer's system has acknowledged everything that ours has taken; true if our system does not
    // say.
    [[nodiscard]] bool isAcknowledged() const;
    // Whether the system has octets that nobody has read.
    [[nodiscard]] bool hasUnread() const;
    // Octets that have been read of the stream by any descriptor; nullopt if the system does not say.
    [[nodiscard]] std::optional<std::uint64_t> octetsRead() const;
    // Call once Qt has found the end.
    [[nodiscard]] TcpEnd howEnded();
    // Reads without waiting. Call it only when Qt no longer reads.
    [[nodiscard]] Rest read(std::span<std::byte> into);
    // Writes without waiting, and returns how many octets the system has taken; nullopt if the connection has
    // failed. Call it only when Qt no longer writes.
    [[nodiscard]] std::optional<std::size_t> write(std::span<const std::byte> octets);
    // Sends FIN after the octets that the system has taken.
    void finish();
    void close();

private:
    qintptr m_descriptor = -1;
    int m_error = 0; // errno, as the system reported it for the socket
};

} // namespace fg
