// What the two heads of an opening handshake say (RFC 6455 4), as far as they have been read. Both directions
// of a connection share it: the answer is checked against the request.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "protocol/handshake/opening.h"

namespace fg {

struct OpeningHandshake
{
    HttpHead requestHead; // Both heads are empty until they are complete.
    HttpHead answerHead;
    bool requestComplete = false;
    bool answerComplete = false;
    unsigned interimAnswers = 0; // Number of 1xx answers other than 101 (RFC 9110 15.2), which are skipped.
    HandshakeCheck requestCheck; // What a server finds in the request.
    HandshakeCheck answerCheck; // What a client finds in the answer.
    DeflateNegotiation deflate; // permessage-deflate: offered, answered and agreed on.

    // Both heads are complete, and a client accepts the answer.
    [[nodiscard]] bool isOpen() const { return answerComplete && !answerCheck.isFatal && requestComplete; }
};

} // namespace fg
