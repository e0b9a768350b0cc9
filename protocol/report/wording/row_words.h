// Sentences about rows that both the list of rows and the details of a row use. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/wording.h"
#include "protocol/session/log/session.h"

#include <string>
#include <string_view>

namespace fg {

inline constexpr std::string_view discardedOctets = "(no longer kept)";
// RFC 6455 5.5.
inline constexpr std::size_t longestControlPayload = 125;

// Why a timer was set, or what it does now that it has run out.
[[nodiscard]] std::string timerSentence(const Session &session, const LogRow &row);
// Who ended the stream, and how.
[[nodiscard]] std::string dropSentence(const LogRow &row);
[[nodiscard]] std::string errorSentence(const TransportError &error);
// The alert's name in quotes, or its number if it has no name: "\"certificate required\"", "number 7".
[[nodiscard]] std::string tlsAlertName(std::uint8_t alert);
// Whether the peer refused the connection because our certificate was missing or not accepted.
enum class CertificateRefusal : std::uint8_t { None, Missing, NotAccepted };
[[nodiscard]] CertificateRefusal certificateRefusal(std::uint8_t alert);
// The same as rowTexts() in wording.h, for the part of a session that an export shows.
[[nodiscard]] RowTexts rowTexts(const SessionView &view, const LogRow &row);

} // namespace fg
