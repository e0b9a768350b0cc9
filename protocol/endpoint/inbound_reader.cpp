#include "protocol/endpoint/inbound_reader.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace fg {

namespace {

constexpr InboundEvent noEvent;

} // namespace

InboundReader::InboundReader(const Settings &settings)
    : m_settings(settings)
    , m_contextLossTold(settings.contextLossTold)
    , m_contextLost(settings.contextLost)
    , m_closeSeen(settings.closeSeen)
{
}

const InboundEvent &InboundReader::next(OctetView &input)
{
    while (m_pendingHead == m_pendingSize) {
        m_pendingHead = m_pendingSize = 0;
        // A single huge message must not occupy its memory for the rest of the connection.
        if (!isInMessage() && m_message.capacity() > keptCapacity)
            release(m_message);
        if (m_addedPayload) {
            endAddedFrame();
            continue;
        }
        const FrameStep step = m_frames.next(input);
        switch (step.kind) {
        case FrameStep::Kind::NeedInput:
            return noEvent;
        case FrameStep::Kind::Header:
            startFrame();
            break;
        case FrameStep::Kind::Payload:
            processPayload({step.payload, step.payloadOffset, header().maskingKey});
            break;
        case FrameStep::Kind::End:
            endFrame();
            break;
        }
    }
    return m_pending[m_pendingHead++];
}

void InboundReader::addFrame(const FrameHeader &known, OctetView payload)
{
    m_frames.skipFrame(known);
    m_addedPayload = payload;
    startFrame();
}

bool InboundReader::wouldInflate(const FrameHeader &header) const
{
    switch (classOf(header.opcode)) {
    case OpcodeClass::Start:
        return m_settings.deflate && (header.rsv & rsv1) != 0 && m_compressedUse == CompressedUse::Inflate;
    case OpcodeClass::Continuation:
        return m_assembler.isOpen() && m_messageCompressed && !m_messageUninflated;
    case OpcodeClass::Control:
    case OpcodeClass::Reserved:
        break;
    }
    return false;
}

void InboundReader::startFrame()
{
    push(InboundEvent::Kind::FrameStarted);
    judgeHeader();
}

void InboundReader::endAddedFrame()
{
    const OctetView payload = *std::exchange(m_addedPayload, std::nullopt);
    if (!payload.empty())
        processPayload({payload, 0, std::nullopt});
    endFrame();
}

std::optional<Violation> InboundReader::finish() const
{
    if (!isInsideFrame())
        return std::nullopt;
    const std::uint64_t due = hasHeader() ? header().payloadLength - payloadTaken() : 0;
    return Violation{RuleId::FrameCut, streamOffset(), frameIndex(), due};
}

std::optional<InboundReader::Settings> InboundReader::continuation() const
{
    if (isInsideFrame() || isInMessage())
        return std::nullopt;
    Settings settings = m_settings;
    settings.framesBefore += m_frames.streamOffset() > 0 ? m_frames.frameIndex() + 1 : 0;
    settings.streamOffset = streamOffset();
    settings.closeSeen = m_closeSeen;
    settings.contextLossTold = m_contextLossTold;
    settings.contextLost = m_contextLost;
    if (m_inflater && !m_contextLost)
        settings.inflateContext = m_inflater->context();
    return settings;
}

void InboundReader::judgeHeader()
{
    const FrameHeader &frame = header();
    const std::uint64_t opcode = valueOf(frame.opcode);
    m_place = m_assembler.add(frame.opcode, frame.fin);
    const OpcodeClass frameClass = classOf(frame.opcode);
    const bool isData = frameClass == OpcodeClass::Start || frameClass == OpcodeClass::Continuation;
    // RFC 6455 5.5.1 speaks of data frames; a ping or pong may already have been on its way.
    if (m_closeSeen && isData)
        reportAt(RuleId::PayloadAfterClose, opcode, frameOffset());
    judgeReservedBits();
    if (isReserved(frame.opcode))
        reportAt(RuleId::ReservedOpcode, opcode, frameOffset());
    switch (frameClass) {
    case OpcodeClass::Control:
        m_controlSize = 0;
        if (!frame.fin)
            reportAt(RuleId::ControlFragmented, opcode, frameOffset());
        if (frame.payloadLength > controlPayloadLimit)
            reportAt(RuleId::ControlTooLong, frame.payloadLength, frameOffset() + 1);
        break;
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
        judgeMessageStart();
        break;
    case OpcodeClass::Reserved:
        break;
    }
    if ((frame.payloadLength >> 63) != 0)
        reportAt(RuleId::LengthTopBit, frame.payloadLength, frameOffset() + 2);
    else if (frame.lengthForm != shortestForm(frame.payloadLength))
        reportAt(RuleId::LengthNotShortest, frame.payloadLength, frameOffset() + 1);
    if (m_settings.sender == Role::Client && !frame.maskingKey)
        reportAt(RuleId::ClientFrameUnmasked, opcode, frameOffset() + 1);
    if (m_settings.sender == Role::Server && frame.maskingKey)
        reportAt(RuleId::ServerFrameMasked, opcode, frameOffset() + 1);
    // Checked last, so that a frame that also breaks the protocol fails the connection for that reason.
    if (m_place.isOfMessage())
        judgeMessageSize();
}

// RFC 7692 6: RSV1 says that a message is compressed, in its first frame.
void InboundReader::judgeReservedBits()
{
    const FrameHeader &frame = header();
    unsigned meaningless = frame.rsv;
    if (m_settings.deflate && (frame.rsv & rsv1) != 0 && !isReserved(frame.opcode)) {
        meaningless &= ~rsv1;
        if (isControl(frame.opcode))
            reportAt(RuleId::CompressedControl, valueOf(frame.opcode), frameOffset());
        else if (frame.opcode == Opcode::Continuation)
            reportAt(RuleId::CompressedContinuation, 0, frameOffset());
    }
    if (meaningless != 0)
        reportAt(RuleId::ReservedBits, meaningless, frameOffset());
}

void InboundReader::judgeMessageStart()
{
    using Place = MessageAssembler::Place;
    switch (m_place.place) {
    case Place::Outside:
        reportAt(RuleId::ContinuationWithoutStart, 0, frameOffset());
        return;
    case Place::First:
        if (m_place.replacesMessage)
            reportAt(RuleId::NewMessageInsideMessage, valueOf(header().opcode), frameOffset());
        beginMessage();
        break;
    case Place::Further:
        break;
    }
    m_frameStart = m_messageSize;
}

void InboundReader::beginMessage()
{
    m_messageOpcode = header().opcode;
    clearOut(m_message);
    m_messageSize = 0;
    m_inflatedSize = 0;
    m_textSize = 0;
    m_text.reset();
    m_messageSkipped = false;
    m_messageCompressed = m_settings.deflate && (header().rsv & rsv1) != 0;
    m_messageUninflated = m_messageCompressed && m_compressedUse == CompressedUse::Skip;
    if (m_messageUninflated)
        m_contextLost = m_settings.deflate->takeover == ContextTakeover::Yes;
    else if (m_messageCompressed)
        beginCompressed();
}

void InboundReader::beginCompressed()
{
    if (m_contextLost) {
        m_messageSkipped = true;
        return;
    }
    if (!m_inflater) {
        m_inflater.emplace(*m_settings.deflate, InflateLimits::forMessages(m_settings.messageLimit));
        if (m_settings.inflateContext)
            m_inflater->resume(*m_settings.inflateContext);
    }
    if (m_inflater->begin())
        return;
    m_messageSkipped = true;
    if (!std::exchange(m_contextLossTold, true))
        reportAt(RuleId::DeflateContextLost, 0, frameOffset());
}

void InboundReader::judgeMessageSize()
{
    const FrameHeader &frame = header();
    const std::uint64_t room = m_settings.messageLimit - std::min(m_messageSize, m_settings.messageLimit);
    if (frame.payloadLength > room && !m_messageSkipped) {
        m_messageSkipped = true;
        clearOut(m_message);
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        const std::uint64_t total = m_messageSize + std::min(frame.payloadLength, most - m_messageSize);
        reportAt(RuleId::MessageTooBig, total, frameOffset() + 1);
    }
}

void InboundReader::processPayload(const Payload &payload)
{
    if (isControl(header().opcode)) {
        collectControlPayload(payload);
        return;
    }
    if (!m_place.isOfMessage())
        return;
    m_messageSize += payload.octets.size();
    if (m_messageSkipped || m_messageUninflated)
        return;
    if (m_messageCompressed) {
        inflatePayload(payload);
        return;
    }
    // streamOffset() is already after all of these octets.
    const std::uint64_t start = streamOffset() - payload.octets.size();
    if (collects()) {
        const std::size_t before = m_message.size();
        collectPayload(payload);
        checkText(OctetView(m_message).subspan(before), start);
    } else if (m_messageOpcode == Opcode::Text || m_receiver) {
        forEachPart(payload, [&](OctetView part, std::uint64_t at) {
            checkText(part, start + at);
            if (m_receiver)
                m_receiver->payloadArrived(part);
        });
    }
}

void InboundReader::collectPayload(const Payload &payload)
{
    // The last frame says how long the message is.
    const std::uint64_t most =
        header().fin ? m_message.size() + (header().payloadLength - payload.offset) : m_settings.messageLimit;
    makeRoom(m_message, payload.octets.size(), most);
    const std::size_t before = m_message.size();
    m_message.insert(m_message.end(), payload.octets.begin(), payload.octets.end());
    if (payload.key)
        applyMask(std::span(m_message).subspan(before), *payload.key, payload.offset);
}

template <typename Process> void InboundReader::forEachPart(const Payload &payload, Process process)
{
    if (!payload.key) {
        process(payload.octets, 0);
        return;
    }
    std::array<std::byte, 4096> unmasked;
    for (std::size_t at = 0; at < payload.octets.size(); at += unmasked.size()) {
        const OctetView part =
            payload.octets.subspan(at, std::min(unmasked.size(), payload.octets.size() - at));
        copyMasked(part, std::span(unmasked).first(part.size()), *payload.key, payload.offset + at);
        process(OctetView(unmasked).first(part.size()), at);
    }
}

void InboundReader::inflatePayload(const Payload &payload)
{
    forEachPart(payload, [this](OctetView part, std::uint64_t) { inflatePart(part); });
}

void InboundReader::inflatePart(OctetView part)
{
    // The rest of a message that can no longer be inflated is skipped.
    while (!m_messageSkipped) {
        const InflateStep inflated = m_inflater->next(part);
        if (inflated.kind == InflateStep::Kind::NeedInput || !processInflated(inflated))
            return;
    }
}

bool InboundReader::processInflated(const InflateStep &step)
{
    if (step.kind == InflateStep::Kind::Broken) {
        reportContent(step.rule, step.value, offsetInFrame(step.at));
        if (!step.isLast)
            return true;
        m_messageSkipped = true;
        clearOut(m_message);
        return false;
    }
    if (step.kind == InflateStep::Kind::Complete)
        return false;
    m_inflatedSize += step.octets.size();
    if (m_messageOpcode == Opcode::Text && m_text.isValid() && !m_text.write(step.octets))
        reportContent(RuleId::TextNotUtf8, m_text.badOctet(),
                      offsetInFrame(m_inflater->shownBy(m_text.certainAt())));
    if (collects()) {
        makeRoom(m_message, step.octets.size(), m_settings.messageLimit);
        m_message.insert(m_message.end(), step.octets.begin(), step.octets.end());
    }
    if (m_receiver)
        m_receiver->payloadArrived(step.octets);
    if (m_settings.sink)
        m_settings.sink->payloadArrived(step.octets);
    return true;
}

void InboundReader::finishInflating()
{
    while (processInflated(m_inflater->finish())) { }
}

// The position in the stream of an octet of the compressed message that arrived with this frame.
std::uint64_t InboundReader::offsetInFrame(std::uint64_t octetOfMessage) const
{
    return frameOffset() + header().size() + (octetOfMessage - std::min(octetOfMessage, m_frameStart));
}

void InboundReader::collectControlPayload(const Payload &payload)
{
    if (payload.offset >= m_control.size())
        return;
    const std::size_t room = m_control.size() - static_cast<std::size_t>(payload.offset);
    const OctetView part = payload.octets.first(std::min(payload.octets.size(), room));
    const std::span<std::byte> into = std::span(m_control).subspan(payload.offset, part.size());
    copyMasked(part, into, payload.key.value_or(MaskingKey{}), payload.offset);
    m_controlSize = static_cast<std::size_t>(payload.offset) + part.size();
}

void InboundReader::checkText(OctetView unmasked, std::uint64_t offset)
{
    if (m_messageOpcode != Opcode::Text)
        return;
    const bool wasValid = m_text.isValid();
    const std::uint64_t start = m_textSize;
    m_textSize += unmasked.size();
    if (wasValid && !m_text.write(unmasked))
        reportAt(RuleId::TextNotUtf8, m_text.badOctet(), offset + (m_text.certainAt() - start));
}

void InboundReader::endFrame()
{
    const Opcode opcode = header().opcode;
    const OctetView control = OctetView(m_control).first(m_controlSize);
    if (opcode == Opcode::Close)
        endClose();
    push(InboundEvent::Kind::FrameEnded);
    if (opcode == Opcode::Ping) {
        push(InboundEvent::Kind::Ping).payload = control;
    } else if (opcode == Opcode::Pong) {
        push(InboundEvent::Kind::Pong).payload = control;
    } else if (opcode == Opcode::Close) {
        InboundEvent &event = push(InboundEvent::Kind::Close);
        event.payload = control;
        event.close = parseClosePayload(control);
    } else if (m_place.endsMessage) {
        endMessage();
    }
    m_place = {};
}

void InboundReader::endMessage()
{
    if (m_messageCompressed && !m_messageSkipped && !m_messageUninflated)
        finishInflating();
    if (m_messageOpcode == Opcode::Text && !m_messageSkipped && m_text.isValid() && !m_text.finish())
        reportContent(RuleId::TextNotUtf8, m_text.badOctet(), streamOffset());
    const bool isBad = m_messageSkipped || (m_messageOpcode == Opcode::Text && !m_text.isValid());
    if (isBad)
        return;
    InboundEvent &event = push(InboundEvent::Kind::Message);
    event.opcode = m_messageOpcode;
    event.payload = m_message;
    event.wireLength = m_messageSize;
    event.length = m_messageCompressed ? m_inflatedSize : m_messageSize;
    event.isCompressed = m_messageCompressed;
}

void InboundReader::endClose()
{
    m_closeSeen = m_closeSeen || startsClosing(header());
    const ClosePayload close = parseClosePayload(OctetView(m_control).first(m_controlSize));
    const std::uint64_t payloadOffset = frameOffset() + header().size();
    if (close.isCutCode)
        reportAt(RuleId::CloseCodeCut, 1, payloadOffset);
    if (close.code && !isCloseCodeAllowed(*close.code))
        reportAt(RuleId::CloseCodeNotAllowed, *close.code, payloadOffset);
    Utf8Checker reason;
    reason.write(close.reason);
    // A reason that was cut together with its frame may end inside a character.
    if (header().payloadLength <= controlPayloadLimit)
        (void)reason.finish();
    if (!reason.isValid())
        reportAt(RuleId::CloseReasonNotUtf8, reason.badOctet(), payloadOffset + 2 + reason.certainAt());
}

void InboundReader::reportAt(RuleId rule, std::uint64_t value, std::uint64_t offset)
{
    push(InboundEvent::Kind::Violation).violation = {rule, offset, frameIndex(), value};
}

void InboundReader::reportContent(RuleId rule, std::uint64_t value, std::uint64_t offset)
{
    InboundEvent &event = push(InboundEvent::Kind::Violation);
    event.violation = {rule, offset, frameIndex(), value};
    event.isCompressed = m_messageCompressed;
}

// The event has the opcode of the current frame.
InboundEvent &InboundReader::push(InboundEvent::Kind kind)
{
    // A header can break at most nine rules at once, and the rest of a frame a few more, so there is always
    // room.
    assert(m_pendingSize < m_pending.size());
    InboundEvent &event = m_pending[m_pendingSize++];
    event = {.kind = kind, .opcode = header().opcode};
    return event;
}

} // namespace fg
