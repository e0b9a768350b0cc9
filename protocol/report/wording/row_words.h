// Sentences about rows that both the list of rows and the details of a row use. Internal to report/.
#pragma once

#include "protocol/session/log/log_row.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fg {

class Session;
struct PeerInfo;
struct TransportError;

inline constexpr std::string_view discardedOctets = "(no longer kept)";
// RFC 6455 5.5.
inline constexpr std::size_t longestControlPayload = 125;

// Why a timer was set, or what it does now that it has run out. `extra` is that of the row.
[[nodiscard]] std::string timerSentence(const LogRow &row, const RowExtra &extra);
// Who ended the stream, and how.
[[nodiscard]] std::string dropSentence(const LogRow &row);
[[nodiscard]] std::string errorSentence(const TransportError &error);
// The TLS version and cipher of a connection with TLS, and that certificates were not verified if that is so.
// Not escaped.
[[nodiscard]] std::string tlsText(const PeerInfo &peer);
// For a report: that certificates were not verified, and what is wrong with those of the peer. None if they
// were. Escaped.
[[nodiscard]] std::optional<std::string> waivedProof(const PeerInfo &peer);

} // namespace fg
