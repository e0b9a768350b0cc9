// A broken rule in words, in parts: what was done, and which clause of an RFC forbids it.
#pragma once

#include "protocol/report/wording/wording.h"

#include <string>
#include <string_view>

namespace fg {

// As findingSentence(), without the clause and the stop: "The server masked its 3rd frame; a server must not
// mask".
[[nodiscard]] std::string findingWords(const Violation &violation, Direction direction, Role ourRole);

// "RFC 6455 7.4.1": the clause of the rule; where its parts tell cases apart, the part that was broken.
[[nodiscard]] std::string_view clauseOf(const Violation &violation);

} // namespace fg
