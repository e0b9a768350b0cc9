// What a case demands of the peer's side of permessage-deflate, said in either role's part of the negotiation
// (RFC 7692 5 and 7.1).
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/handshake/opening.h"

#include <string>
#include <vector>

namespace fg {

// As a client: our own direction is never with context takeover, and keeps to any window.
[[nodiscard]] DeflateOffer clientOffer(const DeflateDemand &demand);
// The value of Sec-WebSocket-Extensions in the request: an offer for each, in order.
[[nodiscard]] std::string deflateOffers(const std::vector<DeflateDemand> &demands);

// As a server, the value of Sec-WebSocket-Extensions in the answer to this request: with the first demand
// that an offer allows for, to the first such offer; empty where there is none. Any client can be held to no
// context takeover (7.1.1.2), but to a window only one whose offer says that it can (7.1.2.2).
[[nodiscard]] std::string deflateAnswer(const HttpHead &request, const std::vector<DeflateDemand> &demands);

} // namespace fg
