// How a connection ended: the thirteen values that conformance reports print, and the times at which close
// frames passed and TCP ended.
#pragma once

#include "protocol/session/log/log_row.h"

#include <cstdint>
#include <optional>
#include <string>

namespace fg {

enum class NotCleanReason : std::uint8_t {
    None,
    PeerDropped, // The peer dropped TCP without the closing handshake.
    CloseReplyTimeout,
    ServerDropTimeout,
    OpeningTimeout,
    DroppedByUs,
    NeverConnected,
};

struct ClosingRecord
{
    bool isServer = false; // We are the server.
    bool closedByMe = false;
    bool failedByMe = false;
    // We failed the connection because of the peer's close frame. closedByMe is then true although that frame
    // was the first.
    bool failedOverClose = false;
    bool droppedByMe = false;
    bool wasClean = false;
    NotCleanReason wasNotCleanReason = NotCleanReason::None;
    bool wasServerConnectionDropTimeout = false;
    bool wasOpenHandshakeTimeout = false;
    bool wasCloseHandshakeTimeout = false;
    std::optional<std::uint16_t> localCloseCode;
    // Octets as sent; UTF-8 unless the user asked for something else.
    std::optional<std::string> localCloseReason;
    std::optional<std::uint16_t> remoteCloseCode;
    // Octets as received: check them before using them as UTF-8.
    std::optional<std::string> remoteCloseReason;

    // Durations since the session began.
    std::optional<Duration> openedAt; // When the opening handshake was complete.
    std::optional<Duration> closeSentAt;
    std::optional<Duration> closeReceivedAt;
    std::optional<Duration> endedAt;
    TcpEnd tcpEnd = TcpEnd::Unknown; // How TCP ended, if the peer ended it.
    TlsEnd tlsEnd = TlsEnd::NotTls;

    [[nodiscard]] bool hasEnded() const { return endedAt.has_value(); }
    bool operator==(const ClosingRecord &) const = default;
};

} // namespace fg
