// Why TLS came to nothing: certificates that are not accepted, handshakes that fail. Internal to report/.
#pragma once

#include "protocol/report/wording/troubles.h"

#include <string>

namespace fg {

struct TransportError;

// `server`: the URL, escaped. The error is one of certificates, or of the TLS handshake.
[[nodiscard]] Trouble certificateTrouble(const TransportError &error, const std::string &server);
[[nodiscard]] Trouble tlsTrouble(const TransportError &error, const std::string &server);
// TCP is connected, and the TLS handshake took too long (isTlsTimeout()).
[[nodiscard]] Trouble tlsTimeoutTrouble(const TransportError &error, const std::string &server);
// The same for the end of a server, about a client that it did not accept.
[[nodiscard]] Trouble clientTlsTrouble(const TransportError &error);
// The faults of certificates, a sentence each; escaped. If there are none, it says what the system says.
[[nodiscard]] std::string faultSentences(const TransportError &error);

} // namespace fg
