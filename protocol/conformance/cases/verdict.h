// What a case came to: both verdicts and what they rest on.
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
// Read back; nullopt where it is none of the words.
[[nodiscard]] std::optional<Behavior> behaviorOf(std::string_view word);
[[nodiscard]] std::optional<CloseBehavior> closeBehaviorOf(std::string_view word);

// An event of the tester, in the order of arrival.
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
    // Before an informational case covered them up; the sentences of reports are made from these.
    Behavior plainBehavior = Behavior::Failed;
    CloseBehavior plainClose = CloseBehavior::Failed;

    // For exit codes: behavior FAILED, or the closing neither OK nor INFORMATIONAL. UNIMPLEMENTED and
    // INFORMATIONAL never fail.
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
    // Why this was not its first run, if it was not; the ones before do not count.
    enum class Again : std::uint8_t {
        No,
        KeptWaiting, // the server takes one connection at a time
        Disturbed, // a bulk case beside it kept the server busy, or it ran out of time beside others
    };
    Again again = Again::No;
    double timeScale = 1; // by which its time limits were longer than the case set's
    bool ranOutOfTime = false; // a limit of the case passed before it had come to its end
    bool wasStopped = false; // by the user, before it ended: no verdict

    // The connection never came about.
    [[nodiscard]] std::optional<TransportError> connectError() const;
};

} // namespace fg
