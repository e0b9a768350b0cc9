// Sentences about rows that the list of rows and the picked row share. Internal to report/.
#pragma once

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/wording.h"
#include "protocol/session/log/session.h"

#include <string>
#include <string_view>

namespace fg {

inline constexpr std::string_view forgottenOctets = "(no longer kept)";
// RFC 6455 5.5.
inline constexpr std::size_t longestControlPayload = 125;

// Why a timer was set, or what it does now that it has run out.
[[nodiscard]] std::string timerSentence(const Session &session, const LogRow &row);
// Who ended the stream, and how.
[[nodiscard]] std::string dropSentence(const LogRow &row);
[[nodiscard]] std::string errorSentence(const TransportError &error);
// In quotes where it has a name: "\"certificate required\"", "number 7".
[[nodiscard]] std::string tlsAlertName(std::uint8_t alert);
// The peer refused because of the certificate that we showed, or did not show.
enum class CertificateRefusal : std::uint8_t { None, Missing, NotAccepted };
[[nodiscard]] CertificateRefusal certificateRefusal(std::uint8_t alert);
// rowTexts() of wording.h for what an export shows.
[[nodiscard]] RowTexts rowTexts(const SessionView &view, const LogRow &row);

} // namespace fg
