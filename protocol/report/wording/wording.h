// Every sentence that the product shows about a connection. It is made in one place from rules and values;
// the window, the command line and all exports take it from here. All texts are UTF-8 and escaped.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/session/live/target.h"
#include "protocol/session/log/session.h"

#include <string>
#include <vector>

namespace fg {

// --- names ---
[[nodiscard]] std::string opcodeName(Opcode opcode); // "text", "close", "reserved 3"
// "Pass", "Non-Strict", "Fail", "Unimplemented", "Informational".
[[nodiscard]] std::string_view verdictWord(const CaseVerdict &verdict);
[[nodiscard]] std::string_view
resultSentence(const CaseVerdict &verdict); // "Actual events match at least one expected."
// The same for a whole case, including cases that count echoes and cases that were stopped.
[[nodiscard]] std::string resultSentence(const CaseResult &result);
// Details about the verdict, one sentence each: where events or content first differ, or what failed the case
// although its events are right. There may be none.
[[nodiscard]] std::vector<std::string> outcomeDetails(const CaseResult &result);
// A note on a run against a server that takes one connection at a time. `again`: the number of cases that ran
// again.
[[nodiscard]] std::string oneAtATimeSentence(std::size_t again);
[[nodiscard]] std::string_view
resultCloseSentence(const CaseVerdict &verdict); // "Connection was properly closed"
// The same for a whole case, with another sentence for a connection that never opened.
[[nodiscard]] std::string_view resultCloseSentence(const CaseResult &result);
[[nodiscard]] std::string closeCodeName(std::uint16_t code); // "1000 (normal closure)"

// --- rows of the wire log ---
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
[[nodiscard]] std::string limitSentence(const LimitRecord &limit);
// Shows a payload as it passed the wire.
[[nodiscard]] RowTexts rowTexts(const Session &session, const LogRow &row);
// The same, but if a compressed message is a single frame, the row shows its inflated payload after
// "inflated:".
[[nodiscard]] RowTexts rowTexts(const Session &session, RowNumber number);

// --- the selected row ---
// A field of a frame, an HTTP head or a plain row, with the octets that hold it.
struct Field
{
    std::string name;
    std::string value;
    std::string meaning; // may be empty
    StreamOffset offset; // in the stream of the row's direction
    std::uint64_t length = 0; // octets; 0 if no octets hold the field
    std::vector<Field> children;
};
struct RowDetail
{
    std::string title; // "Frame 17, received"
    Direction direction = Direction::In;
    StreamOffset offset; // where the octets shown in hex begin, in the stream of the direction
    std::uint64_t length = 0;
    // Place of a masked payload, counted from `offset`, and its key. They are used to show the payload
    // unmasked.
    std::uint64_t payloadStart = 0;
    std::optional<MaskingKey> maskingKey;
    std::vector<Field> fields;
};
[[nodiscard]] RowDetail rowDetail(const Session &session, RowNumber row);

// --- tables ---
struct ClosingRow
{
    std::string name; // as reports call it: "wasClean"
    std::string value; // "True", "1000", "None"
    std::string meaning; // what the name means
    std::string here; // what the value says about this connection; may be empty
};
// "None" for NotCleanReason::None.
[[nodiscard]] std::string notCleanText(NotCleanReason reason);
[[nodiscard]] std::vector<ClosingRow> closingRows(const ClosingRecord &closing);
// Who sent the first close frame, and who dropped TCP and how, with times: one sentence per entry.
[[nodiscard]] std::vector<std::string> closingSentences(const ClosingRecord &closing);

struct CountRow
{
    std::uint64_t key = 0; // chop size or opcode
    std::uint64_t count = 0;
    std::uint64_t octets = 0; // chop tables only
};
[[nodiscard]] std::vector<CountRow> chopRows(const StreamStatistics &statistics);
[[nodiscard]] std::vector<CountRow> opcodeRows(const StreamStatistics &statistics);

struct CheckRow
{
    enum class State : std::uint8_t { Passed, Broken, Info };
    State state = State::Info;
    std::string text;
    std::string clause;
};
// All checks of the opening handshake, including those that passed.
[[nodiscard]] std::vector<CheckRow> handshakeChecks(const Session &session);

// --- findings and troubles ---
[[nodiscard]] std::string findingSentence(const Violation &violation, Direction direction, Role ourRole);
struct Trouble
{
    std::string what; // "ws://127.0.0.1:1/ refused the connection."
    std::string why;
    std::string advice; // what to try
};
[[nodiscard]] Trouble troubleOf(const TransportError &error, const WebSocketUrl &url);
// Why a session that reached its peer never opened: an answer other than 101 (with its body), no answer, or
// octets that are not HTTP. nullopt if it opened or may still open.
[[nodiscard]] std::optional<Trouble> openingTrouble(const Session &session, const WebSocketUrl &url);
[[nodiscard]] std::string urlFaultSentence(UrlFault fault, std::string_view text);

// A time for people to read: "1.234 ms", "3.1 s".
[[nodiscard]] std::string durationText(Duration duration);

} // namespace fg
