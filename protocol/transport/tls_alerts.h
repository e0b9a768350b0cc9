// Names of the alerts of TLS, and which of them refuse a certificate. Internal to report/.
#pragma once

#include <cstdint>
#include <string>

namespace fg {

// The alert's name in quotes, or its number if it has no name: "\"certificate required\"", "number 7".
[[nodiscard]] std::string tlsAlertName(std::uint8_t alert);
// Whether the peer refused the connection because our certificate was missing or not accepted.
enum class CertificateRefusal : std::uint8_t { None, Missing, NotAccepted };
[[nodiscard]] CertificateRefusal certificateRefusal(std::uint8_t alert);

} // namespace fg
