#include "protocol/endpoint/endpoint.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// A single huge message must not occupy its memory for the rest of the connection.
constexpr std::size_t keptCapacity = 1024 * 1024;

// Fills `into` with repetitions of the pattern.
void fillRepeated(OctetView pattern, std::span<std::byte> into)
{
    std::size_t filled = std::min(pattern.size(), into.size());
    std::copy_n(pattern.begin(), filled, into.begin());
    while (filled > 0 && filled < into.size()) {
        const std::size_t more = std::min(filled, into.size() - filled);
        std::copy_n(into.begin(), more, into.begin() + static_cast<std::ptrdiff_t>(filled));
        filled += more;
    }
}

void writeHeader(const FrameHeader &header, std::span<std::byte> into)
{
    std::array<std::byte, maxHeaderSize> octets;
    std::copy_n(octets.begin(), encodeHeader(header, octets), into.begin());
}

WriteApart apartFor(ChopPace pace)
{
    return pace == ChopPace::Acknowledged ? WriteApart::Acknowledged : WriteApart::Yes;
}

OpeningHeadReader::Kind headKindFor(Role role)
{
    return role == Role::Client ? OpeningHeadReader::Kind::Response : OpeningHeadReader::Kind::Request;
}

} // namespace

Endpoint::Endpoint(EndpointSettings settings, Entropy &entropy)
    : m_settings(std::move(settings))
    , m_entropy(entropy)
    , m_head(headKindFor(m_settings.role), m_settings.headLimits)
{
}

void Endpoint::start(Time now)
{
    m_now = now;
    setDeadline(EndpointTimer::OpeningHandshake, m_settings.openingTimeout);
    if (m_settings.role == Role::Server)
        return;
    KeyNonce nonce;
    m_entropy.fill(nonce);
    m_request = makeRequest(m_settings.request, nonce);
    sendOctets(octetsOf(m_request.serialized()), WriteApart::No);
}

void Endpoint::receive(OctetView octets, Time now)
{
    m_now = now;
    m_input = octets;
}

void Endpoint::streamEnded(Time now)
{
    m_now = now;
    m_streamEnded = true;
}

void Endpoint::deadlinePassed(Time now)
{
    m_now = now;
    if (!m_deadline)
        return;
    m_firedTimer = m_deadline->timer;
    m_deadline.reset();
}

EndpointEvent Endpoint::next()
{
    if (m_firedTimer)
        return {.kind = EndpointEvent::Kind::TimedOut, .timer = *std::exchange(m_firedTimer, std::nullopt)};
    if (m_closeSent && m_closeReceived && !m_bothClosedReported) {
        m_bothClosedReported = true;
        return {.kind = EndpointEvent::Kind::BothClosed};
    }
    if (const EndpointEvent event = step(); event.kind != EndpointEvent::Kind::None)
        return event;
    if (m_streamEnded && !m_endTold) {
        m_endTold = true;
        m_state = ConnectionState::Closed;
        m_deadline.reset();
        return {.kind = EndpointEvent::Kind::Ended};
    }
    return {};
}

EndpointEvent Endpoint::step()
{
    switch (m_stage) {
    case Stage::Head:
        return nextOfHead();
    case Stage::Checks:
        return nextOfChecks();
    case Stage::Body:
        return nextOfBody();
    case Stage::Frames:
        return nextOfFrames();
    case Stage::Answer:
        return nextOfAnswer();
    case Stage::Deaf:
        m_headPosition += std::exchange(m_input, {}).size();
        break;
    }
    return {};
}

EndpointEvent Endpoint::nextOfHead()
{
    const std::size_t taken = m_head.feed(m_input);
    m_input = m_input.subspan(taken);
    m_headPosition += taken;
    if (m_head.state() == OpeningHeadReader::State::Reading)
        return {};
    checkHead();
    m_stage = Stage::Checks;
    return nextOfChecks();
}

void Endpoint::checkHead()
{
    const std::vector<Violation> ofReading = m_head.violations();
    if (m_head.state() == OpeningHeadReader::State::Failed) {
        m_check = {.violations = ofReading, .agreement = {}, .isFatal = true};
        return;
    }
    if (m_settings.role == Role::Server) {
        m_request = m_head.head();
        m_check = checkRequest(m_request);
        m_deflate = checkOffers(m_request, m_check);
    } else {
        m_check = checkAnswer(m_request, m_head.head());
        m_deflate = checkDeflateAnswer(m_request, m_head.head(), m_check);
    }
    m_check.violations.insert(m_check.violations.begin(), ofReading.begin(), ofReading.end());
    if (m_settings.role == Role::Server && !m_input.empty())
        m_check.violations.push_back({RuleId::FrameBeforeAnswer, m_headPosition, 0, m_input.size()});
}

EndpointEvent Endpoint::nextOfChecks()
{
    if (m_checksReported < m_check.violations.size())
        return {.kind = EndpointEvent::Kind::Violation, .violation = m_check.violations[m_checksReported++]};
    if (m_settings.role == Role::Server) {
        m_stage = Stage::Answer;
        return {.kind = m_check.isFatal ? EndpointEvent::Kind::Refused : EndpointEvent::Kind::Requested};
    }
    if (!m_check.isFatal) {
        openConnection();
        return nextOfFrames();
    }
    const bool hasBody =
        m_head.state() == OpeningHeadReader::State::Complete && statusOf(m_head.head()) != 101;
    if (hasBody) {
        m_body.emplace(m_head.head());
        m_stage = Stage::Body;
        return nextOfBody();
    }
    return answerRefused();
}

EndpointEvent Endpoint::answerRefused()
{
    m_stage = Stage::Deaf;
    m_deadline.reset();
    return {.kind = EndpointEvent::Kind::Refused};
}

EndpointEvent Endpoint::nextOfBody()
{
    const std::uint64_t room = m_settings.bodyLimit - m_bodySize;
    const std::size_t taken =
        m_body->feed(m_input.first(static_cast<std::size_t>(std::min<std::uint64_t>(m_input.size(), room))));
    m_input = m_input.subspan(taken);
    m_headPosition += taken;
    m_bodySize += taken;
    if (!m_body->isComplete() && !m_streamEnded && m_bodySize < m_settings.bodyLimit)
        return {};
    return answerRefused();
}

// Input waits for the caller's decision, within a limit.
EndpointEvent Endpoint::nextOfAnswer()
{
    if (m_check.isFatal) {
        m_headPosition += std::exchange(m_input, {}).size();
        return {};
    }
    const std::size_t size = m_early.size() + m_input.size();
    if (size <= m_settings.headLimits.totalOctets) {
        m_early.insert(m_early.end(), m_input.begin(), m_input.end());
        m_input = {};
        return {};
    }
    m_check.violations.push_back({RuleId::FrameBeforeAnswer, m_headPosition, 0, size});
    m_check.isFatal = true;
    m_headPosition += size;
    m_input = {};
    m_early = {};
    m_stage = Stage::Checks;
    return nextOfChecks();
}

EndpointEvent Endpoint::nextOfFrames()
{
    if (!m_openedTold) {
        m_openedTold = true;
        return {.kind = EndpointEvent::Kind::Opened};
    }
    using In = InboundEvent::Kind;
    for (;;) {
        const InboundEvent event = m_inbound->next(m_input);
        switch (event.kind) {
        case In::None:
            return {};
        case In::FrameStarted:
        case In::FrameEnded:
            break;
        case In::Message:
            return {.kind = EndpointEvent::Kind::Message,
                    .opcode = event.opcode,
                    .payload = event.payload,
                    .wireLength = event.wireLength,
                    .length = event.length,
                    .isCompressed = event.isCompressed};
        case In::Ping:
            return {.kind = EndpointEvent::Kind::Ping, .opcode = event.opcode, .payload = event.payload};
        case In::Pong:
            return {.kind = EndpointEvent::Kind::Pong, .opcode = event.opcode, .payload = event.payload};
        case In::Violation:
            return {.kind = EndpointEvent::Kind::Violation,
                    .opcode = event.opcode,
                    .violation = event.violation,
                    .isCompressed = event.isCompressed};
        case In::Close:
            if (!startsClosing(m_inbound->header()))
                break;
            closeArrived();
            return {.kind = EndpointEvent::Kind::Close,
                    .opcode = event.opcode,
                    .payload = event.payload,
                    .close = event.close};
        }
    }
}

void Endpoint::openConnection()
{
    m_state = ConnectionState::Open;
    m_stage = Stage::Frames;
    m_deadline.reset();
    InboundReader::Settings inbound{.sender = otherRole(m_settings.role),
                                    .payloadUse = PayloadUse::Collect,
                                    .messageLimit = m_settings.messageLimit,
                                    .streamOffset = m_headPosition};
    if (m_deflate.agreement)
        inbound.deflate =
            inbound.sender == Role::Client ? m_deflate.agreement->client : m_deflate.agreement->server;
    m_inbound.emplace(inbound);
}

void Endpoint::closeArrived()
{
    m_closeReceived = true;
    watchBothClosed();
}

void Endpoint::closeWasSent()
{
    if (m_state != ConnectionState::Open)
        return;
    m_state = ConnectionState::Closing;
    m_closeSent = true;
    m_closedFirst = !m_closeReceived;
    if (m_closedFirst)
        setDeadline(EndpointTimer::CloseReply, m_settings.closeReplyTimeout);
    else
        watchBothClosed();
}

void Endpoint::watchBothClosed()
{
    if (!m_closeSent || !m_closeReceived || m_bothClosedReported)
        return;
    m_deadline.reset();
    if (m_settings.role == Role::Server)
        return;
    if (m_closedFirst)
        setDeadline(EndpointTimer::ServerDrop, m_settings.serverDropTimeout);
    else if (m_settings.serverDropTimeoutAfterReply)
        setDeadline(EndpointTimer::ServerDrop, *m_settings.serverDropTimeoutAfterReply);
}

void Endpoint::accept(const std::string &extensions)
{
    if (m_stage != Stage::Answer || m_check.isFatal)
        return;
    AnswerSettings settings = m_settings.answer;
    settings.extensions = extensions;
    if (m_settings.deflate && settings.extensions.empty())
        settings.extensions = extensionsFor(m_request, *m_settings.deflate);
    const HttpHead answer = makeAnswer(settings, m_request);
    sendOctets(octetsOf(answer.serialized()), WriteApart::No);
    // Faults of our own answer are intended, so they are not reported.
    HandshakeCheck ofAnswer;
    m_deflate = checkDeflateAnswer(m_request, answer, ofAnswer);
    openConnection();
    if (m_early.empty())
        return;
    m_early.insert(m_early.end(), m_input.begin(), m_input.end());
    m_input = m_early;
}

void Endpoint::refuse() { refuse(octetsOf(makeRefusal(m_check.violations))); }

void Endpoint::refuse(OctetView answer)
{
    if (m_stage != Stage::Answer)
        return;
    sendOctets(answer, WriteApart::No);
    m_stage = Stage::Deaf;
}

SentFrame Endpoint::sendFrame(const FrameSpec &frame)
{
    const FrameHeader header = headerFor(frame);
    const std::uint64_t length = lengthOf(frame.payload, frame.repeatTo);
    const SentFrame sent{header, m_outgoing.position(), length};
    const std::span<std::byte> octets = m_outgoing.append(header.size() + length);
    writeHeader(header, octets);
    const std::span<std::byte> payload = octets.subspan(header.size());
    fillRepeated(frame.payload, payload);
    if (header.maskingKey)
        applyMask(payload, *header.maskingKey);
    if (frame.chop > 0)
        m_outgoing.cutInto(frame.chop, apartFor(frame.chopPace));
    else
        m_outgoing.cut(frame.sync ? WriteApart::Yes : WriteApart::No);
    countCompressed(header);
    if (startsClosing(header))
        closeWasSent();
    return sent;
}

SentFrame Endpoint::beginFrame(const FrameSpec &frame)
{
    const FrameHeader header = headerFor(frame);
    const SentFrame sent{header, m_outgoing.position(), 0};
    writeHeader(header, m_outgoing.append(header.size()));
    m_outgoing.cut(WriteApart::No);
    m_partKey = header.maskingKey;
    m_partOffset = 0;
    countCompressed(header);
    if (startsClosing(header))
        closeWasSent();
    return sent;
}

void Endpoint::countCompressed(const FrameHeader &header)
{
    const bool beginsMessage = header.opcode == Opcode::Text || header.opcode == Opcode::Binary;
    if (beginsMessage && (header.rsv & rsv1) != 0)
        ++m_compressedBegun;
}

MessageSpec Endpoint::compressed(const MessageSpec &message)
{
    MessageSpec ready = message;
    if (message.compression != Compression::On)
        return ready;
    ready.compression = Compression::Off;
    if (!canCompress())
        return ready;
    compress(message);
    ready.compression = Compression::Given;
    ready.payload = m_compressed;
    return ready;
}

void Endpoint::compress(const MessageSpec &message)
{
    if (m_compressed.capacity() > keptCapacity)
        m_compressed = {};
    m_compressed.clear();
    // Payload that was compressed elsewhere is in the peer's window but not in ours.
    if (m_deflater && m_compressedMade != m_compressedBegun)
        m_deflater->forgetContext();
    m_compressedMade = m_compressedBegun;
    DeflateDirection direction = ownDirection();
    if (message.windowBits && *message.windowBits != direction.windowBits) {
        // It does not count as made here, because it has its own context.
        direction.windowBits = *message.windowBits;
        Deflater(direction, m_settings.deflateEffort)
            .compress(message.payload, m_compressed, message.context, message.ending);
        return;
    }
    if (!m_deflater)
        m_deflater.emplace(direction, m_settings.deflateEffort);
    m_deflater->compress(message.payload, m_compressed, message.context, message.ending);
    ++m_compressedMade;
}

DeflateDirection Endpoint::ownDirection() const
{
    return m_settings.role == Role::Client ? m_deflate.agreement->clientIntent : m_deflate.agreement->server;
}

void Endpoint::sendFrameData(OctetView part, WriteApart apart)
{
    const std::span<std::byte> octets = m_outgoing.append(part.size());
    std::copy(part.begin(), part.end(), octets.begin());
    if (m_partKey)
        applyMask(octets, *m_partKey, m_partOffset);
    m_partOffset += part.size();
    m_outgoing.cut(apart);
}

void Endpoint::sendOctets(OctetView octets, WriteApart apart)
{
    std::copy(octets.begin(), octets.end(), m_outgoing.append(octets.size()).begin());
    m_outgoing.cut(apart);
}

std::optional<SentFrame> Endpoint::startClose(std::optional<std::uint16_t> code, OctetView reason)
{
    if (m_state != ConnectionState::Open)
        return std::nullopt;
    m_closePayload.clear();
    encodeClosePayload(code, reason, m_closePayload);
    return sendFrame({.opcode = Opcode::Close, .payload = m_closePayload});
}

std::optional<SentFrame> Endpoint::fail(std::uint16_t code)
{
    m_failed = true;
    if (m_inbound)
        m_failedAtFrame = m_inbound->frameIndex();
    return startClose(code, {});
}

std::uint64_t Endpoint::inboundPosition() const
{
    return m_inbound ? m_inbound->streamOffset() : m_headPosition;
}

void Endpoint::setDeadline(EndpointTimer timer, Time duration)
{
    m_deadline = Deadline{.at = m_now + duration, .timer = timer, .duration = duration};
}

FrameHeader Endpoint::headerFor(const FrameSpec &frame)
{
    FrameHeader header{.opcode = frame.opcode, .fin = frame.fin, .rsv = frame.rsv};
    header.payloadLength = frame.declaredLength.value_or(lengthOf(frame.payload, frame.repeatTo));
    header.lengthForm = frame.lengthForm.value_or(shortestForm(header.payloadLength));
    const bool masks =
        frame.masking == Masking::ByRole ? m_settings.role == Role::Client : frame.masking == Masking::On;
    if (masks)
        header.maskingKey = frame.key ? *frame.key : freshKey();
    return header;
}

MaskingKey Endpoint::freshKey()
{
    MaskingKey key;
    m_entropy.fill(key);
    return key;
}

} // namespace fg
