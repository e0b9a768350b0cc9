// A broken rule in words: what was done, which clause of an RFC forbids it, and where it shows. All texts are
// UTF-8 and escaped.
#pragma once

#include "protocol/endpoint/role.h"
#include "protocol/session/log/direction.h"
#include "protocol/wire/where.h"

#include <string>
#include <string_view>

namespace fg {

struct Finding;
struct Violation;

[[nodiscard]] std::string findingSentence(const Violation &violation, Direction direction, Role ourRole);
// The same as findingSentence(), without the clause and the full stop: "The server masked its 3rd frame; a
// server must not mask".
[[nodiscard]] std::string findingWords(const Violation &violation, Direction direction, Role ourRole);
// A shorter sentence, with the frame named by its row as in the wire log: "The server set RSV2 in frame 9
// (RFC 6455 5.2)."
[[nodiscard]] std::string findingHeadline(const Finding &finding, Role ourRole);
// For the row that breaks the rule, in a few words without a full stop: "RSV2 is set and no extension uses
// it".
[[nodiscard]] std::string findingBrief(const Violation &violation);

// "a surrogate", "a code that is reserved"; empty for FaultReason::None.
[[nodiscard]] std::string_view reasonWords(FaultReason reason);
// The fields, "RSV1 and RSV2"; a header field by its number, "3rd header field". Empty if there are none.
[[nodiscard]] std::string fieldWords(const Where &where);
// Where it shows, without a full stop: "RSV2: octet 0 of frame 9", "payload: octets 4 to 5 of frame 9, octets
// 2 to 3 of the payload and octets 2 to 3 of the message; a surrogate". Octets count from 0. Empty if no
// octets show it.
[[nodiscard]] std::string placeWords(const Finding &finding);

} // namespace fg
