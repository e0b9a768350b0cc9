// Translates what a case demands of the peer's direction of permessage-deflate into the negotiation, in
// either role (RFC 7692 5 and 7.1).
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/handshake/opening.h"

#include <string>
#include <vector>

namespace fg {

// Our offer as a client. Our own direction never uses context takeover, and accepts any window.
[[nodiscard]] DeflateOffer clientOffer(const DeflateDemand &demand);
// The value of Sec-WebSocket-Extensions in our request: an offer for each demand, in order.
[[nodiscard]] std::string deflateOffers(const std::vector<DeflateDemand> &demands);

// The value of Sec-WebSocket-Extensions in our answer as a server to this request. It meets the first demand
// that an offer allows, and answers the first such offer; it is empty if there is none. A server can require
// no context takeover of any client (7.1.1.2), but a window only if the client's offer allows it (7.1.2.2).
[[nodiscard]] std::string deflateAnswer(const HttpHead &request, const std::vector<DeflateDemand> &demands);

} // namespace fg
