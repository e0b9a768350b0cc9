// The judge: verdicts out of the log alone, the same whether the session just ended, was scripted or
// comes from a file.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <span>

namespace fg {

// What a verdict rests on.
struct Evidence
{
    std::vector<ObservedEvent> observed;
    ClosingRecord closing;
    std::optional<EchoRecord> echoes;
    Statistics statistics;
    bool hasDeflate = false; // permessage-deflate was agreed on
};

[[nodiscard]] Evidence evidenceOf(const Session &session);

// How the echoes of a bulk phase came back, where the session has one.
[[nodiscard]] std::optional<EchoRecord> echoesOf(const Session &session);

// Messages and pongs that arrived before we failed the connection, and the timeouts that count, in order.
[[nodiscard]] std::vector<ObservedEvent> observedEvents(const Session &session);

[[nodiscard]] bool matches(const CaseEvent &expected, const ObservedEvent &observed);
[[nodiscard]] bool matches(std::span<const CaseEvent> expected, std::span<const ObservedEvent> observed);

[[nodiscard]] CaseVerdict judge(const CaseSpec &spec, const Evidence &evidence);

} // namespace fg
