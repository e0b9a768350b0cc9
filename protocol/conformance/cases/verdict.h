// The result of a case: both verdicts and what they are based on.
#pragma once

#include "protocol/conformance/cases/case_spec.h"
#include "protocol/session/log/session.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

enum class Behavior : std::uint8_t { Ok, NonStrict, Failed, Unimplemented, Informational };
enum class CloseBehavior : std::uint8_t { Ok, Failed, WrongCode, Unclean, FailedByClient, Informational };

// The words that other programs read: "NON-STRICT", "WRONG CODE".
[[nodiscard]] std::string_view wordOf(Behavior behavior);
[[nodiscard]] std::string_view wordOf(CloseBehavior behavior);
// Parse such a word; nullopt if it is none of them.
[[nodiscard]] std::optional<Behavior> behaviorOf(std::string_view word);
[[nodiscard]] std::optional<CloseBehavior> closeBehaviorOf(std::string_view word);

// What the tester observed: a message, a pong, or the end of a wait.
struct ObservedEvent
{
    CaseEvent::Kind kind = CaseEvent::Kind::Message;
    Opcode opcode = Opcode::Text; // Message
    OctetBuffer payload; // Message, Pong
    std::string tag; // Timeout
    bool operator==(const ObservedEvent &) const = default;
};

struct CaseVerdict
{
    Behavior behavior = Behavior::Failed;
    CloseBehavior close = CloseBehavior::Failed;
    // What `behavior` and `close` were before the case's settings (for example `informational`) replaced
    // them. The sentences of reports are made from these.
    Behavior plainBehavior = Behavior::Failed;
    CloseBehavior plainClose = CloseBehavior::Failed;

    // Used for exit codes. A case has failed if its behavior is FAILED, or its closing is neither OK nor
    // INFORMATIONAL. A case whose behavior is UNIMPLEMENTED or INFORMATIONAL never fails.
    [[nodiscard]] bool hasFailed() const;
    bool operator==(const CaseVerdict &) const = default;
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
        Disturbed, // a bulk case at the same time kept the server busy, or it ran out of time beside others
    };
    Again again = Again::No;
    double timeScale = 1; // the case set's time limits were multiplied by this
    bool ranOutOfTime = false; // a time limit of the case passed before the case had ended
    bool wasStopped = false; // by the user before it ended; the verdict has no meaning

    // Why the connection could not be made; nullopt if it was made.
    [[nodiscard]] std::optional<TransportError> connectError() const;
};

} // namespace fg
