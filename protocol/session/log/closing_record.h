// How a connection ended: the thirteen values that conformance reports print, and with times who
// sent a close frame first and who dropped TCP how.
#pragma once

#include "protocol/session/log/log_row.h"

#include <cstdint>
#include <optional>
#include <string>

namespace fg {

enum class NotCleanReason : std::uint8_t {
    None,
    PeerDropped, // TCP, without the closing handshake
    CloseReplyTimeout,
    ServerDropTimeout,
    OpeningTimeout,
    DroppedByUs,
    NeverConnected,
};

struct ClosingRecord
{
    bool isServer = false; // we are
    bool closedByMe = false;
    bool failedByMe = false;
    bool droppedByMe = false;
    bool wasClean = false;
    NotCleanReason wasNotCleanReason = NotCleanReason::None;
    bool wasServerConnectionDropTimeout = false;
    bool wasOpenHandshakeTimeout = false;
    bool wasCloseHandshakeTimeout = false;
    std::optional<std::uint16_t> localCloseCode;
    std::optional<std::string> localCloseReason; // octets as sent; UTF-8 unless asked otherwise
    std::optional<std::uint16_t> remoteCloseCode;
    std::optional<std::string> remoteCloseReason; // octets as they came: check before use as UTF-8

    // Times since the session began.
    std::optional<Duration> openedAt; // the opening handshake was complete
    std::optional<Duration> closeSentAt;
    std::optional<Duration> closeReceivedAt;
    std::optional<Duration> endedAt;
    TcpEnd tcpEnd = TcpEnd::Unknown; // when the peer ended it
    TlsEnd tlsEnd = TlsEnd::NotTls;

    [[nodiscard]] bool hasEnded() const { return endedAt.has_value(); }
    bool operator==(const ClosingRecord &) const = default;
};

} // namespace fg
