#include "protocol/endpoint/stream_reader.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

using Kind = InboundEvent::Kind;

OpeningHeadReader::Kind headKind(Role sender)
{
    return sender == Role::Client ? OpeningHeadReader::Kind::Request : OpeningHeadReader::Kind::Response;
}

InboundEvent violated(const Violation &violation)
{
    return {.kind = Kind::Violation, .violation = violation};
}

} // namespace

StreamReader::StreamReader(const Settings &settings, OpeningHandshake &handshake)
    : m_settings(settings)
    , m_handshake(&handshake)
    , m_state(Head{.reader = OpeningHeadReader(headKind(settings.sender), settings.headLimits), .found = {}})
{
}

HandshakeCheck &StreamReader::check()
{
    return isRequest() ? m_handshake->requestCheck : m_handshake->answerCheck;
}

const InboundEvent &StreamReader::next(OctetView &input)
{
    if (InboundReader *const reader = frames())
        return reader->next(input);
    m_event = nextOfOpening(input);
    return m_event;
}

InboundEvent StreamReader::nextOfOpening(OctetView &input)
{
    if (Head *const head = std::get_if<Head>(&m_state))
        return nextOfHead(*head, input);
    if (Waiting *const waiting = std::get_if<Waiting>(&m_state))
        return nextOfWaiting(*waiting, input);
    if (Body *const body = std::get_if<Body>(&m_state))
        return nextOfBody(*body, input);
    m_position += std::exchange(input, {}).size();
    return {};
}

InboundEvent StreamReader::nextOfHead(Head &head, OctetView &input)
{
    if (!head.isComplete) {
        const std::size_t taken = head.reader.feed(input);
        input = input.subspan(taken);
        m_position += taken;
        m_handshake->interimAnswers = std::max(m_handshake->interimAnswers, head.reader.interimAnswers());
        if (head.reader.state() == OpeningHeadReader::State::Reading)
            return {};
        checkHead(head, input);
    }
    if (head.reported < head.found.size())
        return violated(head.found[head.reported++]);
    leaveHead(Head(std::move(head)));
    return {.kind = Kind::HeadEnded};
}

void StreamReader::checkHead(Head &head, OctetView rest)
{
    head.isComplete = true;
    HandshakeCheck &found = check();
    if (head.reader.state() == OpeningHeadReader::State::Failed) {
        found = {.violations = head.reader.violations(), .agreement = {}, .isFatal = true};
        head.found = found.violations;
        return;
    }
    (isRequest() ? m_handshake->requestHead : m_handshake->answerHead) = head.reader.head();
    if (isRequest()) {
        m_handshake->requestComplete = true;
        found = checkRequest(m_handshake->requestHead);
        m_handshake->deflate = checkOffers(m_handshake->requestHead, found);
    } else {
        m_handshake->answerComplete = true;
        found = checkAnswer(m_handshake->requestHead, m_handshake->answerHead);
        m_handshake->deflate = checkDeflateAnswer(m_handshake->requestHead, m_handshake->answerHead, found);
    }
    const std::vector<Violation> ofReading = head.reader.violations();
    found.isFatal = found.isFatal || std::ranges::any_of(ofReading, [this](const Violation &violation) {
                        return !isTolerated(violation.rule, headKind(m_settings.sender));
                    });
    found.violations.insert(found.violations.begin(), ofReading.begin(), ofReading.end());
    head.found = found.violations;
    if (isRequest() && !rest.empty() && !m_handshake->answerComplete)
        head.found.push_back({RuleId::FrameBeforeAnswer, m_position, 0, rest.size()});
}

void StreamReader::leaveHead(const Head &head)
{
    const bool isFatal = check().isFatal && m_settings.fatalHead == FatalHead::Ends;
    if (head.reader.state() == OpeningHeadReader::State::Failed)
        m_state = Ignoring{};
    else if (!isRequest() && statusOf(m_handshake->answerHead) != 101)
        m_state = Body{.end = BodyEnd(m_handshake->answerHead)};
    else if (isFatal)
        m_state = Ignoring{};
    else if (!isRequest() || m_handshake->answerComplete)
        beginFrames();
    else
        m_state = Waiting{.hasReported =
                              !head.found.empty() && head.found.back().rule == RuleId::FrameBeforeAnswer};
}

// A client has to wait for the answer (RFC 6455 4.1). How the rest of the early octets is split into reads
// means nothing, so they are reported once, and again when they are more than is kept.
InboundEvent StreamReader::nextOfWaiting(Waiting &waiting, OctetView &input)
{
    if (input.empty())
        return {};
    const Violation early{RuleId::FrameBeforeAnswer, m_position, 0, input.size()};
    if (input.size() > m_settings.earlyLimit) {
        if (m_settings.fatalHead == FatalHead::Ignored) {
            beginFrames();
            return violated(early);
        }
        m_state = Head{.reader = OpeningHeadReader(headKind(m_settings.sender), m_settings.headLimits),
                       .found = {early},
                       .isComplete = true};
        check().isFatal = true;
        m_position += std::exchange(input, {}).size();
        return nextOfOpening(input);
    }
    if (!std::exchange(waiting.hasReported, true))
        return violated(early);
    return {};
}

InboundEvent StreamReader::nextOfBody(Body &body, OctetView &input)
{
    const std::uint64_t room = m_settings.bodyLimit - std::min(body.size, m_settings.bodyLimit);
    if (!body.isComplete)
        body.size +=
            body.end.feed(input.first(static_cast<std::size_t>(std::min<std::uint64_t>(input.size(), room))));
    m_position += std::exchange(input, {}).size();
    const bool isDue = body.end.isComplete() || body.size >= m_settings.bodyLimit;
    if (isDue && !std::exchange(body.isComplete, true))
        return {.kind = Kind::BodyEnded};
    return {};
}

void StreamReader::answerCompleted()
{
    if (!isWaiting())
        return;
    if (statusOf(m_handshake->answerHead) == 101)
        beginFrames();
    else
        ignoreRest();
}

void StreamReader::answerMissing()
{
    if (isWaiting())
        beginFrames();
}

void StreamReader::ignoreRest()
{
    m_position = position();
    m_state = Ignoring{};
}

void StreamReader::beginFrames() { m_state.emplace<InboundReader>(framesSettings({})); }

InboundReader::Settings StreamReader::framesSettings(InboundReader::Settings settings) const
{
    settings.sender = m_settings.sender;
    settings.payloadUse = m_settings.payloadUse;
    settings.messageLimit = m_settings.messageLimit;
    settings.streamOffset = m_position;
    settings.sink = m_settings.sink;
    settings.deflate = std::nullopt;
    if (const auto &agreement = m_handshake->deflate.agreement)
        settings.deflate = isRequest() ? agreement->client : agreement->server;
    return settings;
}

void StreamReader::resume(std::uint64_t position, const std::optional<InboundReader::Settings> &frames)
{
    m_position = position;
    if (frames)
        m_state.emplace<InboundReader>(framesSettings(*frames));
    else
        m_state = Ignoring{};
}

} // namespace fg
