// A row of the wire log as short texts for columns. All texts are UTF-8 and escaped.
#pragma once

#include "protocol/session/log/row_number.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <string>

namespace fg {

class SessionView;
struct LimitRecord;
struct LogRow;

// For a row from which on the connection is failed: the close code, what it means, and the frame that is the
// cause: "protocol error 1002, because of frame 9". The exports have other words, which do not change.
[[nodiscard]] std::string failureWords(const SessionView &view, const LogRow &row);
[[nodiscard]] std::string limitSentence(const LimitRecord &limit);
enum class SentencePlace : std::uint8_t { Start, Inside };
// A clause: the memory for what is kept of a file, in octets, is used up. It starts with a capital letter at
// the start of a sentence.
[[nodiscard]] std::string memoryUsedUp(std::uint64_t limit, SentencePlace place);

// What a compressed message says, for its row, or for the row of its last frame. `start`: its first octets
// after it was inflated; `length`: of all.
enum class MessageFrames : std::uint8_t { One, Several };
[[nodiscard]] std::string inflatedInfo(OctetView start, std::uint64_t length, MessageFrames frames);

// The columns of a row as short texts. A column that has nothing to say is empty.
struct RowTexts
{
    std::string direction; // "RX", "TX" or ""
    std::string what; // "octets", "frame", "timer", "TCP", "note" ...
    std::string opcode; // "8 close"
    std::string flags; // "F-M": FIN, RSV bits as a digit or -, masked
    std::string length;
    std::string info; // payload preview, timer, reason
};
// Shows a payload as it passed the wire.
[[nodiscard]] RowTexts rowTexts(const SessionView &view, const LogRow &row);
// The same, but if a compressed message is a single frame, the row shows its inflated payload after
// "inflated:".
[[nodiscard]] RowTexts rowTexts(const SessionView &view, RowNumber number);

} // namespace fg
