// Names of opcodes, verdicts and close codes, and times for people to read.
#pragma once

#include "protocol/transport/time_source.h"
#include "protocol/wire/frame.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fg {

struct CaseVerdict;

[[nodiscard]] std::string opcodeName(Opcode opcode); // "text", "close", "reserved 3"
// "Pass", "Non-Strict", "Fail", "Unimplemented", "Informational".
[[nodiscard]] std::string_view verdictWord(const CaseVerdict &verdict);
[[nodiscard]] std::string closeCodeName(std::uint16_t code); // "1000 (normal closure)"
[[nodiscard]] std::string_view closeCodeMeaning(std::uint16_t code); // "normal closure"
// A time for people to read: "1.234 ms", "3.1 s".
[[nodiscard]] std::string durationText(Duration duration);

} // namespace fg
