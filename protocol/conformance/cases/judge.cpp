#include "protocol/conformance/cases/judge.h"

#include "protocol/endpoint/endpoint.h"
#include "protocol/session/log/row_walk.h"

#include <algorithm>

namespace fg {

namespace {

// The most octets of payload that are compared in all. No case expects more, so longer ones are not equal to
// any.
constexpr std::size_t payloadLimit = 64 * 1024 * 1024;

struct TimedEvent
{
    RowNumber row;
    ObservedEvent event;
};

// Few rows can follow the one that says how the stream ended.
StreamOffset countedEnd(const Session &session)
{
    for (RowNumber number = endOf(session.rowCount()); number > RowNumber(0);) {
        --number;
        if (const LogRow row = session.row(number); row.kind == RowKind::Dropped)
            return row.peerPosition;
    }
    return StreamOffset(UINT64_MAX);
}

// What decides which events count.
struct Landmarks
{
    // Where we failed the connection, or the frame for which we did.
    RowNumber failing{SIZE_MAX};
    RowNumber close{SIZE_MAX}; // The first close frame of either side.
    StreamOffset countedEnd;
};

bool endsBefore(const LogRow &frame, StreamOffset end)
{
    return frame.kind != RowKind::Frame || frame.offset + frame.header().size() + frame.length <= end;
}

// Pongs count until the connection is dropped, messages only until we fail it. Pings never count.
bool counts(const Session &session, const MessageRecord &message, const Landmarks &landmarks)
{
    if (message.direction != Direction::In || message.opcode == Opcode::Ping)
        return false;
    if (message.opcode != Opcode::Pong && message.lastRow >= landmarks.failing)
        return false;
    return endsBefore(session.row(message.lastRow), landmarks.countedEnd);
}

std::vector<TimedEvent> messageEvents(const Session &session, const Landmarks &landmarks)
{
    std::vector<TimedEvent> events;
    std::size_t left = payloadLimit;
    for (const MessageRecord &message : session.messages()) {
        if (!counts(session, message, landmarks))
            continue;
        const bool isPong = message.opcode == Opcode::Pong;
        events.push_back({message.lastRow,
                          {.kind = isPong ? CaseEvent::Kind::Pong : CaseEvent::Kind::Message,
                           .opcode = isPong ? Opcode::Text : message.opcode,
                           .payload = session.payload(message, left),
                           .tag = {}}});
        left -= events.back().event.payload.size();
    }
    return events;
}

std::vector<TimedEvent> timeoutEvents(const Session &session, Landmarks &landmarks)
{
    std::vector<TimedEvent> events;
    forEachRow(session, [&](const LogRow &row, RowNumber number) {
        if (row.kind == RowKind::Failing) {
            landmarks.failing = std::min(landmarks.failing, row.cause().value_or(number));
        } else if (row.kind == RowKind::Frame && startsClosing(row.header())) {
            landmarks.close = std::min(landmarks.close, number);
        } else if (row.kind == RowKind::TimerFired && row.timer == TimerPurpose::Wait
                   && landmarks.close > number) {
            const RowExtra extra = session.extra(row);
            if (const auto *tag = std::get_if<std::string>(&extra))
                events.push_back({number, {.kind = CaseEvent::Kind::Timeout, .payload = {}, .tag = *tag}});
        }
    });
    return events;
}

CloseBehavior judgeClose(const ExpectedClose &expected, const ClosingRecord &closing)
{
    if (!closing.openedAt)
        return CloseBehavior::Failed;
    if (closing.closedByMe != expected.byTester)
        return CloseBehavior::Failed;
    if (expected.clean && !closing.wasClean)
        return CloseBehavior::Unclean;
    if (closing.remoteCloseCode
        && std::ranges::find(expected.codes, *closing.remoteCloseCode) == expected.codes.end())
        return CloseBehavior::WrongCode;
    if (!closing.isServer && closing.droppedByMe)
        return CloseBehavior::FailedByClient;
    return CloseBehavior::Ok;
}

Behavior judgeEvents(const CaseSpec &spec, const Evidence &evidence)
{
    if (!spec.deflate.empty() && !evidence.hasDeflate)
        return evidence.closing.openedAt ? Behavior::Unimplemented : Behavior::Failed;
    if (spec.echo) {
        const bool allCameBack = evidence.echoes && evidence.echoes->right == spec.echo->count;
        return allCameBack ? Behavior::Ok : Behavior::Failed;
    }
    for (const SentFramesSpec &sent : spec.sentFrames) {
        if (evidence.statistics.out.frames[valueOf(sent.opcode)] != sent.count)
            return Behavior::Failed;
    }
    for (const Expectation &expectation : spec.expectations) {
        if (matches(expectation.events, evidence.observed))
            return expectation.name == Expectation::Name::Ok ? Behavior::Ok : Behavior::NonStrict;
    }
    return Behavior::Failed;
}

} // namespace

std::vector<ObservedEvent> observedEvents(const Session &session)
{
    Landmarks landmarks{.countedEnd = countedEnd(session)};
    std::vector<TimedEvent> events = timeoutEvents(session, landmarks);
    std::ranges::move(messageEvents(session, landmarks), std::back_inserter(events));
    std::ranges::stable_sort(events, {}, &TimedEvent::row);
    std::vector<ObservedEvent> observed;
    observed.reserve(events.size());
    for (TimedEvent &event : events)
        observed.push_back(std::move(event.event));
    return observed;
}

Evidence evidenceOf(const Session &session)
{
    return {.observed = observedEvents(session),
            .closing = session.closing(),
            .echoes = echoesOf(session),
            .statistics = session.statistics(),
            .hasDeflate = session.handshake().deflate.agreement.has_value()};
}

bool isHeldAgainstPeer(const Finding &finding, const Session &session)
{
    if (finding.direction != Direction::In)
        return false;
    const ClosingRecord closing = session.closing();
    const bool droppedWithClose = closing.isServer && closing.wasClean;
    return !droppedWithClose || finding.violation.octetOffset < countedEnd(session).value();
}

std::optional<EchoRecord> echoesOf(const Session &session)
{
    std::optional<EchoRecord> found;
    forEachRow(session, [&](const LogRow &row, RowNumber) {
        const RowExtra extra = row.kind == RowKind::Note ? session.extra(row) : RowExtra{};
        if (const auto *echoes = std::get_if<EchoRecord>(&extra))
            found = *echoes;
    });
    return found;
}

bool matches(const CaseEvent &expected, const ObservedEvent &observed)
{
    if (expected.kind != observed.kind)
        return false;
    switch (expected.kind) {
    case CaseEvent::Kind::Message:
        return expected.opcode == observed.opcode && expected.payload.equals(observed.payload);
    case CaseEvent::Kind::Pong:
        return expected.payload.equals(observed.payload);
    case CaseEvent::Kind::Timeout:
        break;
    }
    return expected.tag == observed.tag;
}

bool matches(std::span<const CaseEvent> expected, std::span<const ObservedEvent> observed)
{
    return std::ranges::equal(expected, observed,
                              [](const CaseEvent &a, const ObservedEvent &b) { return matches(a, b); });
}

CaseVerdict judge(const CaseSpec &spec, const Evidence &evidence)
{
    const ClosingRecord &closing = evidence.closing;
    CaseVerdict verdict;
    verdict.plainClose = judgeClose(spec.close, closing);
    verdict.plainBehavior = judgeEvents(spec, evidence);
    verdict.close = verdict.plainClose;
    verdict.behavior = verdict.plainBehavior;
    if (spec.close.wrongCloserFailsCase && closing.closedByMe != spec.close.byTester)
        verdict.behavior = Behavior::Failed;
    if (spec.wrongCodeFailsCase && verdict.plainClose == CloseBehavior::WrongCode)
        verdict.behavior = Behavior::Failed;
    if (spec.informational) {
        verdict.behavior = Behavior::Informational;
        verdict.close = CloseBehavior::Informational;
    }
    return verdict;
}

} // namespace fg
