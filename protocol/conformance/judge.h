// The judge: verdicts out of the log alone, the same whether the session just ended, was scripted or
// comes from a file.
#pragma once

#include "protocol/conformance/verdict.h"

#include <span>

namespace fg {

// Messages and pongs that arrived before we failed the connection, and the timeouts that count, in order.
[[nodiscard]] std::vector<ObservedEvent> observedEvents(const Session &session);

[[nodiscard]] bool matches(const CaseEvent &expected, const ObservedEvent &observed);
[[nodiscard]] bool matches(std::span<const CaseEvent> expected, std::span<const ObservedEvent> observed);

[[nodiscard]] CaseVerdict judge(const CaseSpec &spec, std::span<const ObservedEvent> observed,
                                const ClosingRecord &closing);

} // namespace fg
