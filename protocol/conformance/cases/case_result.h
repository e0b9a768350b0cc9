// The result of a case: its verdict and what the verdict is based on.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/conformance/cases/verdict.h"
#include "protocol/transport/time_source.h"
#include "protocol/transport/transport.h"
#include "protocol/wire/frame.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

class Session;

// What the tester observed: a message, a pong, or the end of a wait.
struct ObservedEvent
{
    CaseEvent::Kind kind = CaseEvent::Kind::Message;
    Opcode opcode = Opcode::Text; // Message
    OctetBuffer payload; // Message, Pong
    std::string tag; // Timeout
    bool operator==(const ObservedEvent &) const = default;
};

struct CaseResult
{
    const CaseSpec *spec = nullptr;
    std::string agent;
    std::chrono::system_clock::time_point started;
    Duration duration{};
    CaseVerdict verdict;
    std::vector<ObservedEvent> observed;
    std::shared_ptr<const Session> session;
    // Why the case was run again, if it was; its earlier runs do not count.
    enum class Again : std::uint8_t {
        No,
        KeptWaiting, // the server takes one connection at a time
        Disturbed, // a bulk case at the same time kept the server busy
        OutOfTime, // hasFailedByTime(): a verdict that time alone has made is not believed at once
    };
    Again again = Again::No;
    CaseVerdict firstVerdict; // of the run that does not count, after Disturbed and OutOfTime
    Duration stretched{}; // by how much a time limit was stretched because the machine did not let us run
    double timeScale = 1; // the case set's time limits were multiplied by this
    bool ranOutOfTime = false; // a time limit of the case passed before the case had ended
    bool wasStopped = false; // by the user before it ended; the verdict has no meaning

    // One of the verdicts is a failure, or would be one if the case were not informational, to which a time
    // limit contributed: one of the opening or the closing
    // handshake, the limit of the case, or a wait that ended before what was expected in it had come. A
    // machine that is busy with other programs, or a slow network, can cause that with a flawless peer.
    [[nodiscard]] bool hasFailedByTime() const;
    // Why the connection could not be made; nullopt if it was made.
    [[nodiscard]] std::optional<TransportError> connectError() const;
};

} // namespace fg
