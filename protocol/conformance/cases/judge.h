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
struct Finding;

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

// What counts as received, in the order of the log: messages that arrived before we failed the connection;
// pongs that arrived before we decided to drop it; and the timeouts of waits before the first close frame. As
// a server we decide that with the client's close frame.
[[nodiscard]] std::vector<ObservedEvent> observedEvents(const Session &session);

// Whether a rule that the peer broke can be held against it. What a client sends after its close frame
// cannot, because a server stops reading there.
[[nodiscard]] bool isHeldAgainstPeer(const Finding &finding, const Session &session);

[[nodiscard]] bool matches(const CaseEvent &expected, const ObservedEvent &observed);
[[nodiscard]] bool matches(std::span<const CaseEvent> expected, std::span<const ObservedEvent> observed);

[[nodiscard]] CaseVerdict judge(const CaseSpec &spec, const Evidence &evidence);

} // namespace fg
