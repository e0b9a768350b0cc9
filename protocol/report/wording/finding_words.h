// A broken rule in words, in two parts: what was done, and which clause of an RFC forbids it.
#pragma once

#include "protocol/report/wording/wording.h"

#include <string>
#include <string_view>

namespace fg {

// The same as findingSentence(), without the clause and the full stop: "The server masked its 3rd frame; a
// server must not mask".
[[nodiscard]] std::string findingWords(const Violation &violation, Direction direction, Role ourRole);

// The clause of the rule, for example "RFC 6455 7.4.1". If a rule rests on several clauses, it is the one
// that was broken.
[[nodiscard]] std::string_view clauseOf(const Violation &violation);

} // namespace fg
