#include "protocol/endpoint/policies.h"

namespace fg {

Reply replyTo(const EndpointEvent &event, const Endpoint &endpoint, const Policies &policies)
{
    using Event = EndpointEvent::Kind;
    using Do = Reply::Kind;
    switch (event.kind) {
    case Event::Requested:
        return {.kind = policies.acceptsRequests ? Do::Accept : Do::None};
    case Event::Refused:
        if (endpoint.role() == Role::Server)
            return {.kind = policies.acceptsRequests ? Do::Refuse : Do::None};
        return {.kind = policies.dropsWhenDue ? Do::Drop : Do::None};
    case Event::Violation:
        if (policies.failsOnViolation && ruleOf(event.violation.rule).closeCode != 0
            && endpoint.state() != ConnectionState::Connecting
            && endpoint.failedAtFrame() != event.violation.frameIndex)
            return {.kind = Do::Fail, .code = ruleOf(event.violation.rule).closeCode};
        return {};
    case Event::Ping:
        if (policies.answersPings && endpoint.state() == ConnectionState::Open)
            return {.kind = Do::Pong, .payload = event.payload};
        return {};
    case Event::Close:
        if (policies.answersClose && endpoint.state() == ConnectionState::Open)
            return {.kind = Do::Close, .code = close_code::normal};
        return {};
    case Event::BothClosed:
        return {.kind = policies.dropsWhenDue && endpoint.role() == Role::Server ? Do::Drop : Do::None};
    case Event::TimedOut:
        return {.kind = policies.dropsWhenDue ? Do::Drop : Do::None};
    case Event::None:
    case Event::Opened:
    case Event::Message:
    case Event::Pong:
    case Event::Ended:
        break;
    }
    return {};
}

} // namespace fg
