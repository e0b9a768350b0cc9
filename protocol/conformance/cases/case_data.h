// Functions with short names, in which the cases are written.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <chrono>
#include <string_view>

namespace fg::case_data {

using namespace std::chrono_literals;

// --- payloads ---
[[nodiscard]] inline PayloadSpec chars(std::string_view text)
{
    return {.pattern = bufferOf(text), .repeatTo = {}};
}
[[nodiscard]] inline PayloadSpec hex(std::string_view digits)
{
    return {.pattern = fromHex(digits).value_or(OctetBuffer{}), .repeatTo = {}};
}
[[nodiscard]] inline PayloadSpec repeated(PayloadSpec pattern, std::uint64_t length)
{
    pattern.repeatTo = length;
    return pattern;
}

// --- steps ---
[[nodiscard]] inline FrameStepSpec frame(Opcode opcode, PayloadSpec payload = {})
{
    return {.opcode = opcode, .payload = std::move(payload)};
}
[[nodiscard]] inline FrameStepSpec unfinished(FrameStepSpec frame)
{
    frame.fin = false;
    return frame;
}
[[nodiscard]] inline FrameStepSpec withRsv(std::uint8_t bits, FrameStepSpec frame)
{
    frame.rsv = bits;
    return frame;
}
[[nodiscard]] inline MessageStepSpec message(Opcode opcode, PayloadSpec payload, std::size_t fragment = 0)
{
    return {.opcode = opcode, .payload = std::move(payload), .fragment = fragment};
}
[[nodiscard]] inline WaitStepSpec wait(Duration duration, std::string tag = {})
{
    return {duration, std::move(tag)};
}
[[nodiscard]] inline CloseStepSpec close(std::optional<std::uint16_t> code, PayloadSpec reason = {})
{
    return {.code = code, .reason = reason.octets()};
}
[[nodiscard]] inline FailAfterStepSpec failAfter(Duration duration) { return {duration}; }
[[nodiscard]] inline CloseAfterStepSpec closeAfter(Duration duration) { return {duration}; }

using Steps = std::vector<CaseStep>;
// The same steps, with each octet of a frame in a write of its own; or with each frame written out before the
// next one.
[[nodiscard]] Steps inOctets(Steps steps);
[[nodiscard]] Steps synced(Steps steps);

// --- expected events ---
[[nodiscard]] inline CaseEvent echoed(Opcode opcode, PayloadSpec payload)
{
    return {.kind = CaseEvent::Kind::Message, .opcode = opcode, .payload = std::move(payload), .tag = {}};
}
[[nodiscard]] inline CaseEvent pong(PayloadSpec payload)
{
    return {.kind = CaseEvent::Kind::Pong, .payload = std::move(payload), .tag = {}};
}
[[nodiscard]] inline CaseEvent timeout(std::string tag)
{
    return {.kind = CaseEvent::Kind::Timeout, .payload = {}, .tag = std::move(tag)};
}
using Events = std::vector<CaseEvent>;

// --- whole cases ---
struct Words
{
    std::string id;
    std::string title;
    std::string clause;
    std::string description;
};

// The peer answers with these events; then we close with 1000, and the connection ends cleanly.
[[nodiscard]] CaseSpec answered(Words words, Steps steps, Events events);
// The peer fails the connection with this code. `before`: answers to what was sent before the fault. The case
// is OK with them, and NON-STRICT without them.
[[nodiscard]] CaseSpec refused(Words words, Steps steps, std::uint16_t code, Events before = {});
// Like refused(); in addition, the case fails if our side closes first.
[[nodiscard]] CaseSpec refusedByPeer(Words words, Steps steps, std::uint16_t code);
// We close first, and the peer sends nothing but its close frame, with one of the codes.
enum class Clean : std::uint8_t { Must, May };
[[nodiscard]] CaseSpec closing(Words words, Steps steps, Clean clean, std::vector<std::uint16_t> codes);
// The messages are sent one after another, and each must come back.
[[nodiscard]] CaseSpec echoing(Words words, EchoSpec echo);

[[nodiscard]] std::string octetCount(std::uint64_t count); // "65536 octets", "1 octet"
[[nodiscard]] std::string sizeOf(std::uint64_t octets); // "64 KiB", "16 octets"

// --- the categories ---
[[nodiscard]] std::vector<CaseSpec> framingCases(); // 1
[[nodiscard]] std::vector<CaseSpec> pingPongCases(); // 2
[[nodiscard]] std::vector<CaseSpec> reservedCases(); // 3 and 4
[[nodiscard]] std::vector<CaseSpec> fragmentationCases(); // 5
[[nodiscard]] std::vector<CaseSpec> utf8Cases(); // 6
[[nodiscard]] std::vector<CaseSpec> closingCases(); // 7
[[nodiscard]] std::vector<CaseSpec> bulkCases(); // 9 and 10
[[nodiscard]] std::vector<CaseSpec> compressionCases(); // 12 and 13

} // namespace fg::case_data
