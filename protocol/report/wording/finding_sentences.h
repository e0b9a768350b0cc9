// A broken rule in words: what was done, and which clause of an RFC forbids it. All texts are UTF-8 and
// escaped.
#pragma once

#include "protocol/endpoint/role.h"
#include "protocol/session/log/direction.h"

#include <string>
#include <string_view>

namespace fg {

struct Violation;

[[nodiscard]] std::string findingSentence(const Violation &violation, Direction direction, Role ourRole);
// The same as findingSentence(), without the clause and the full stop: "The server masked its 3rd frame; a
// server must not mask".
[[nodiscard]] std::string findingWords(const Violation &violation, Direction direction, Role ourRole);

// The clause of the rule, for example "RFC 6455 7.4.1". If a rule rests on several clauses, it is the one
// that was broken.
[[nodiscard]] std::string_view clauseOf(const Violation &violation);

} // namespace fg
