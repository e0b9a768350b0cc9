// The judge: makes verdicts from the log alone. They are the same for a session that has just ended, a
// scripted one and one from a file.
#pragma once

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/session/log/closing_record.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/statistics.h"

#include <span>

namespace fg {

class Session;

// What a verdict is based on.
struct Evidence
{
    std::vector<ObservedEvent> observed;
    ClosingRecord closing;
    std::optional<EchoRecord> echoes;
    Statistics statistics;
    bool hasDeflate = false; // permessage-deflate was agreed on
};

[[nodiscard]] Evidence evidenceOf(const Session &session);

// The echoes of a bulk phase; nullopt if the session has none.
[[nodiscard]] std::optional<EchoRecord> echoesOf(const Session &session);

// Messages and pongs that arrived before we failed the connection, and the timeouts of waits before the first
// close frame, in the order of the log.
[[nodiscard]] std::vector<ObservedEvent> observedEvents(const Session &session);

[[nodiscard]] bool matches(const CaseEvent &expected, const ObservedEvent &observed);
[[nodiscard]] bool matches(std::span<const CaseEvent> expected, std::span<const ObservedEvent> observed);

[[nodiscard]] CaseVerdict judge(const CaseSpec &spec, const Evidence &evidence);

} // namespace fg
