#include "protocol/endpoint/endpoint.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

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

} // namespace

const InboundEvent &Endpoint::OwnOctets::next()
{
    const InboundEvent &event = m_reader.next(m_pending.left());
    if (event.kind == InboundEvent::Kind::None)
        m_pending.keep();
    return event;
}

std::size_t Endpoint::OwnOctets::memory() const
{
    return m_pending.memory() + m_reader.memory() + m_handshake.requestHead.memory()
        + m_handshake.answerHead.memory();
}

void Endpoint::OwnOctets::requestSent(const HttpHead &request)
{
    m_handshake.requestHead = request;
    m_handshake.requestComplete = true;
}

void Endpoint::OwnOctets::answerSent(const HttpHead &answer)
{
    m_handshake.answerHead = answer;
    m_handshake.answerComplete = true;
    m_handshake.deflate = checkDeflateAnswer(m_handshake.requestHead, answer, m_handshake.answerCheck);
    m_reader.answerCompleted();
}

StreamReader::Settings Endpoint::readerSettings(const EndpointSettings &settings)
{
    return {.sender = otherRole(settings.role),
            .headLimits = settings.headLimits,
            .bodyLimit = settings.bodyLimit,
            .messageLimit = settings.messageLimit};
}

Endpoint::Endpoint(EndpointSettings settings, Entropy &entropy)
    : m_settings(std::move(settings))
    , m_entropy(entropy)
    , m_own(std::in_place, readerSettings(m_settings))
    , m_source(&*m_own)
{
}

Endpoint::Endpoint(EndpointSettings settings, Entropy &entropy, PeerOctets &source)
    : m_settings(std::move(settings))
    , m_entropy(entropy)
    , m_source(&source)
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
    const HttpHead request = makeRequest(m_settings.request, nonce);
    sendOctets(octetsOf(request.serialized()), WriteApart::No);
    m_source->requestSent(request);
}

void Endpoint::receive(OctetView octets, Time now)
{
    m_now = now;
    m_own->add(octets);
}

void Endpoint::streamEnded(Time now)
{
    m_now = now;
    if (m_streamEnd == StreamEnd::No)
        m_streamEnd = StreamEnd::Due;
}

void Endpoint::deadlinePassed(Time now)
{
    m_now = now;
    if (!m_deadline)
        return;
    m_firedTimer = m_deadline->timer;
    m_deadline.reset();
}

ConnectionState Endpoint::state() const
{
    if (m_streamEnd == StreamEnd::Reported)
        return ConnectionState::Closed;
    if (m_closing.isSent())
        return ConnectionState::Closing;
    return m_stage == Stage::Accepted || m_stage == Stage::Open ? ConnectionState::Open
                                                                : ConnectionState::Connecting;
}

std::size_t Endpoint::memory() const
{
    return m_outgoing.memory() + m_compressed.capacity() + (m_deflater ? m_deflater->memory() : 0)
        + (m_own ? m_own->memory() : 0);
}

std::size_t Endpoint::contextMemory() const
{
    return (m_deflater ? m_deflater->memory() : 0) + m_source->reader().contextMemory();
}

void Endpoint::releaseSpare()
{
    m_outgoing.releaseSpare();
    release(m_compressed);
    m_source->reader().releaseSpare();
}

void Endpoint::shrinkUnfinished()
{
    if (InboundReader *const reader = frames())
        reader->shrinkUnfinished();
}

const HandshakeCheck &Endpoint::handshake() const
{
    const OpeningHandshake &heads = m_source->handshake();
    return m_settings.role == Role::Server ? heads.requestCheck : heads.answerCheck;
}

EndpointEvent Endpoint::next()
{
    if (m_firedTimer)
        return {.kind = EndpointEvent::Kind::TimedOut, .timer = *std::exchange(m_firedTimer, std::nullopt)};
    if (m_bothClosed == BothClosed::Due) {
        m_bothClosed = BothClosed::Reported;
        return {.kind = EndpointEvent::Kind::BothClosed};
    }
    if (m_stage == Stage::Accepted) {
        m_stage = Stage::Open;
        return {.kind = EndpointEvent::Kind::Opened};
    }
    for (;;) {
        const InboundEvent &read = m_source->next();
        if (read.kind == InboundEvent::Kind::None)
            break;
        if (read.kind == InboundEvent::Kind::FrameStarted || read.kind == InboundEvent::Kind::FrameEnded)
            continue;
        if (const EndpointEvent event = eventFor(read); event.kind != EndpointEvent::Kind::None)
            return event;
    }
    if (m_streamEnd != StreamEnd::Due)
        return {};
    if (m_stage == Stage::Body)
        return answerRefused();
    m_streamEnd = StreamEnd::Reported;
    m_deadline.reset();
    return {.kind = EndpointEvent::Kind::Ended};
}

EndpointEvent Endpoint::eventFor(const InboundEvent &event)
{
    if (m_stage == Stage::Ignoring)
        return {};
    using In = InboundEvent::Kind;
    switch (event.kind) {
    case In::None:
    case In::FrameStarted:
    case In::FrameEnded:
        break;
    case In::HeadEnded:
        return headEnded();
    case In::BodyEnded:
        return answerRefused();
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
        if (!startsClosing(frames()->header()))
            break;
        m_closing.add(ClosingHandshake::End::Peer);
        watchBothClosed();
        return {.kind = EndpointEvent::Kind::Close,
                .opcode = event.opcode,
                .payload = event.payload,
                .close = event.close};
    }
    return {};
}

EndpointEvent Endpoint::headEnded()
{
    if (m_settings.role == Role::Server) {
        m_stage = handshake().isFatal ? Stage::Unacceptable : Stage::Requested;
        m_deflate = m_source->handshake().deflate;
        return {.kind = handshake().isFatal ? EndpointEvent::Kind::Refused : EndpointEvent::Kind::Requested};
    }
    m_deflate = m_source->handshake().deflate;
    if (!handshake().isFatal) {
        openConnection(Stage::Open);
        return {.kind = EndpointEvent::Kind::Opened};
    }
    if (m_source->reader().isInBody()) {
        m_stage = Stage::Body;
        return {};
    }
    return answerRefused();
}

EndpointEvent Endpoint::answerRefused()
{
    m_stage = Stage::Ignoring;
    m_deadline.reset();
    return {.kind = EndpointEvent::Kind::Refused};
}

void Endpoint::openConnection(Stage stage)
{
    m_stage = stage;
    m_deadline.reset();
}

void Endpoint::closeWasSent()
{
    if (state() != ConnectionState::Open)
        return;
    m_closing.add(ClosingHandshake::End::Us);
    if (m_closing.first() == ClosingHandshake::End::Us)
        setDeadline(EndpointTimer::CloseReply, m_settings.closeReplyTimeout);
    else
        watchBothClosed();
}

void Endpoint::watchBothClosed()
{
    if (!m_closing.isComplete() || m_bothClosed != BothClosed::No)
        return;
    m_bothClosed = BothClosed::Due;
    m_deadline.reset();
    if (m_settings.role == Role::Server)
        return;
    if (m_closing.first() == ClosingHandshake::End::Us)
        setDeadline(EndpointTimer::ServerDrop, m_settings.serverDropTimeout);
    else if (m_settings.serverDropTimeoutAfterReply)
        setDeadline(EndpointTimer::ServerDrop, *m_settings.serverDropTimeoutAfterReply);
}

void Endpoint::accept(const std::string &extensions)
{
    if (m_stage != Stage::Requested)
        return;
    AnswerSettings settings = m_settings.answer;
    settings.extensions = extensions;
    if (m_settings.deflate && settings.extensions.empty())
        settings.extensions = extensionsFor(request(), *m_settings.deflate);
    const HttpHead answer = makeAnswer(settings, request());
    sendOctets(octetsOf(answer.serialized()), WriteApart::No);
    // Faults of our own answer are intended, so they are not reported.
    HandshakeCheck ofAnswer;
    m_deflate = checkDeflateAnswer(request(), answer, ofAnswer);
    openConnection(Stage::Accepted);
    m_source->answerSent(answer);
}

void Endpoint::refuse() { refuse(octetsOf(makeRefusal(handshake().violations))); }

void Endpoint::refuse(OctetView answer)
{
    if (m_stage != Stage::Requested && m_stage != Stage::Unacceptable)
        return;
    sendOctets(answer, WriteApart::No);
    m_stage = Stage::Ignoring;
    m_source->refused();
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
    if (classOf(header.opcode) == OpcodeClass::Start && (header.rsv & rsv1) != 0)
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
    clearOut(m_compressed);
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
    if (state() != ConnectionState::Open)
        return std::nullopt;
    m_closePayload.clear();
    encodeClosePayload(code, reason, m_closePayload);
    return sendFrame({.opcode = Opcode::Close, .payload = m_closePayload});
}

std::optional<SentFrame> Endpoint::fail(std::uint16_t code)
{
    m_failure.emplace();
    if (const InboundReader *const reader = frames())
        m_failure->frame = reader->frameIndex();
    return startClose(code, {});
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
