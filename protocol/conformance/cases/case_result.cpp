#include "protocol/conformance/cases/case_result.h"

#include "protocol/session/log/session.h"

#include <algorithm>

namespace fg {

namespace {

bool isFailure(CloseBehavior behavior)
{
    switch (behavior) {
    case CloseBehavior::Ok:
    case CloseBehavior::Informational:
        return false;
    case CloseBehavior::Failed:
    case CloseBehavior::WrongCode:
    case CloseBehavior::Unclean:
    case CloseBehavior::FailedByClient:
        break;
    }
    return true;
}

bool isTimeout(const ObservedEvent &event) { return event.kind == CaseEvent::Kind::Timeout; }

} // namespace

std::optional<TransportError> CaseResult::connectError() const
{
    return session ? session->summary().error : std::nullopt;
}

bool CaseResult::hasFailedByTime() const
{
    // The closing counts here also beside UNIMPLEMENTED, which CaseVerdict::hasFailed() overlooks. A failure
    // also counts where the case is informational: its reports show what failed.
    const bool hasFailedBehavior =
        verdict.behavior == Behavior::Failed || verdict.plainBehavior == Behavior::Failed;
    const bool hasFailed = hasFailedBehavior || isFailure(verdict.plainClose);
    if (!hasFailed || wasStopped || !session)
        return false;
    const ClosingRecord closing = session->closing();
    const bool wasLate = ranOutOfTime || closing.wasOpenHandshakeTimeout || closing.wasCloseHandshakeTimeout
        || closing.wasServerConnectionDropTimeout;
    // What comes after the end of a wait is in the wrong place.
    const bool wasLateForWait = hasFailedBehavior && std::ranges::any_of(observed, isTimeout);
    return wasLate || wasLateForWait;
}

} // namespace fg
