// The words in which cases are written down.
#pragma once

#include "protocol/conformance/case_spec.h"

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
[[nodiscard]] inline MessageStepSpec message(Opcode opcode, PayloadSpec payload, std::size_t fragment = 0)
{
    return {.opcode = opcode, .payload = std::move(payload), .fragment = fragment};
}
[[nodiscard]] inline CloseStepSpec startClose(std::uint16_t code) { return {.code = code, .reason = {}}; }
[[nodiscard]] inline FailAfterStepSpec failAfter(Duration duration) { return {duration}; }
[[nodiscard]] inline CloseAfterStepSpec closeAfter(Duration duration) { return {duration}; }

// --- what comes back ---
[[nodiscard]] inline CaseEvent echoed(Opcode opcode, PayloadSpec payload)
{
    return {.kind = CaseEvent::Kind::Message, .opcode = opcode, .payload = std::move(payload), .tag = {}};
}
[[nodiscard]] inline CaseEvent pong(PayloadSpec payload)
{
    return {.kind = CaseEvent::Kind::Pong, .payload = std::move(payload), .tag = {}};
}
[[nodiscard]] inline Expectation ok(std::vector<CaseEvent> events)
{
    return {Expectation::Name::Ok, std::move(events)};
}
[[nodiscard]] inline Expectation nonStrict(std::vector<CaseEvent> events)
{
    return {Expectation::Name::NonStrict, std::move(events)};
}

// --- endings ---
// We close first, with 1000, and the connection ends cleanly.
[[nodiscard]] inline ExpectedClose closedByTester() { return {.codes = {1000}}; }

} // namespace fg::case_data
