#include "protocol/endpoint/inbound_reader.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace fg {

namespace {

constexpr InboundEvent noEvent;

// The fields of these RSV bits; RSV1 is the highest of the three.
FieldSet bitFields(unsigned bits)
{
    FieldSet fields;
    if ((bits & rsv1) != 0)
        fields.add(WireField::Rsv1);
    if ((bits & rsv2) != 0)
        fields.add(WireField::Rsv2);
    if ((bits & rsv3) != 0)
        fields.add(WireField::Rsv3);
    return fields;
}

// Whether the value of this rule is the number of octets inflated before the fault.
bool saysInflatedBefore(RuleId rule)
{
    return rule == RuleId::DeflateInvalid || rule == RuleId::DeflateContextKept || rule == RuleId::DeflateCut
        || rule == RuleId::DeflateTailMissing || rule == RuleId::InflatesTooBig;
}

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
    Violation cut{RuleId::FrameCut, streamOffset(), frameIndex(), 0};
    if (!hasHeader()) {
        cut.where.start = frameOffset();
        cut.where.onWire = {frameOffset(), streamOffset() - frameOffset()};
        return cut;
    }
    cut.value = header().payloadLength - payloadTaken();
    const bool hasPayload = payloadTaken() > 0;
    const FieldSet fields = hasPayload ? FieldSet{WireField::Payload} : lengthFields();
    cut.where = whereOf(
        {.fields = fields,
         .octets = hasPayload ? OctetsOfFrame{header().size(), payloadTaken()} : octetsOf(fields, header())});
    return cut;
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
        report(RuleId::PayloadAfterClose, opcode, {WireField::Opcode});
    judgeReservedBits();
    if (isReserved(frame.opcode))
        report(RuleId::ReservedOpcode, opcode, {WireField::Opcode},
               isControl(frame.opcode) ? FaultReason::ReservedForControl : FaultReason::ReservedForData);
    switch (frameClass) {
    case OpcodeClass::Control:
        m_controlSize = 0;
        if (!frame.fin)
            report(RuleId::ControlFragmented, opcode, {WireField::Fin});
        if (frame.payloadLength > controlPayloadLimit)
            report(RuleId::ControlTooLong, frame.payloadLength, lengthFields());
        break;
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
        judgeMessageStart();
        break;
    case OpcodeClass::Reserved:
        break;
    }
    if ((frame.payloadLength >> 63) != 0)
        reportAt(RuleId::LengthTopBit, frame.payloadLength, frameOffset() + 2,
                 {.fields = {WireField::ExtendedLength}, .octets = {2, 1}});
    else if (frame.lengthForm != shortestForm(frame.payloadLength))
        report(RuleId::LengthNotShortest, frame.payloadLength, lengthFields());
    if (m_settings.sender == Role::Client && !frame.maskingKey)
        report(RuleId::ClientFrameUnmasked, opcode, {WireField::Mask});
    if (m_settings.sender == Role::Server && frame.maskingKey)
        report(RuleId::ServerFrameMasked, opcode, {WireField::Mask});
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
            report(RuleId::CompressedControl, valueOf(frame.opcode), {WireField::Rsv1});
        else if (frame.opcode == Opcode::Continuation)
            report(RuleId::CompressedContinuation, 0, {WireField::Rsv1});
    }
    if (meaningless != 0)
        report(RuleId::ReservedBits, meaningless, bitFields(meaningless));
}

void InboundReader::judgeMessageStart()
{
    using Place = MessageAssembler::Place;
    switch (m_place.place) {
    case Place::Outside:
        report(RuleId::ContinuationWithoutStart, 0, {WireField::Opcode});
        return;
    case Place::First:
        if (m_place.replacesMessage)
            report(RuleId::NewMessageInsideMessage, valueOf(header().opcode), {WireField::Opcode});
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
        report(RuleId::DeflateContextLost, 0, {WireField::Rsv1});
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
        report(RuleId::MessageTooBig, total, lengthFields());
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
        const std::uint64_t before = saysInflatedBefore(step.rule) ? step.value : 0;
        reportContent(step.rule, step.value, offsetInFrame(step.at), {.inMessage = {before, 0}});
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
                      offsetInFrame(m_inflater->shownBy(m_text.certainAt())),
                      {.reason = m_text.fault(), .inMessage = m_text.badOctets()});
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
        reportAt(RuleId::TextNotUtf8, m_text.badOctet(), offset + (m_text.certainAt() - start), badText());
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
        reportContent(RuleId::TextNotUtf8, m_text.badOctet(), streamOffset(), badText());
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
        report(RuleId::CloseCodeCut, 1, {WireField::CloseCode});
    if (close.code && !isCloseCodeAllowed(*close.code))
        report(RuleId::CloseCodeNotAllowed, *close.code, {WireField::CloseCode},
               faultOfCloseCode(*close.code));
    Utf8Checker reason;
    reason.write(close.reason);
    // A reason that was cut together with its frame may end inside a character.
    if (header().payloadLength <= controlPayloadLimit)
        (void)reason.finish();
    if (reason.isValid())
        return;
    const OctetsOfFrame all = octetsOf(WireField::CloseReason, header());
    const OctetsOfMessage bad = reason.badOctets();
    reportAt(RuleId::CloseReasonNotUtf8, reason.badOctet(), payloadOffset + 2 + reason.certainAt(),
             {.fields = {WireField::CloseReason},
              .octets = {all.first + bad.first, bad.count},
              .reason = reason.fault()});
}

// --- reporting ---

Where InboundReader::whereOf(const Spot &spot) const
{
    return {.fields = spot.fields,
            .reason = spot.reason,
            .headerSize = static_cast<std::uint8_t>(header().size()),
            .start = frameOffset(),
            .onWire = {frameOffset() + spot.octets.first, spot.octets.count},
            .inMessage = spot.inMessage};
}

FieldSet InboundReader::lengthFields() const
{
    FieldSet fields{WireField::PayloadLength};
    if (header().lengthForm != LengthForm::Bits7)
        fields.add(WireField::ExtendedLength);
    return fields;
}

// The ill-formed octets of an uncompressed text as far as they are in the current frame. If the text ends
// with a frame that has none of them, the frame's FIN shows the fault.
InboundReader::Spot InboundReader::badText() const
{
    const OctetsOfMessage bad = m_text.badOctets();
    const std::uint64_t first = std::max(bad.first, m_frameStart);
    Spot spot{.reason = m_text.fault(), .inMessage = bad};
    if (m_messageCompressed) {
        spot.fields = {WireField::Payload};
        spot.octets = octetsOf(WireField::Payload, header());
    } else if (first < bad.end()) {
        spot.fields = {WireField::Payload};
        spot.octets = {header().size() + (first - m_frameStart), bad.end() - first};
    }
    if (!spot.octets.isEmpty())
        return spot;
    spot.fields = {WireField::Fin};
    spot.octets = octetsOf(WireField::Fin, header());
    return spot;
}

void InboundReader::report(RuleId rule, std::uint64_t value, FieldSet fields, FaultReason reason)
{
    const OctetsOfFrame octets = octetsOf(fields, header());
    reportAt(rule, value, frameOffset() + octets.first,
             {.fields = fields, .octets = octets, .reason = reason});
}

void InboundReader::reportAt(RuleId rule, std::uint64_t value, std::uint64_t offset, const Spot &spot)
{
    push(InboundEvent::Kind::Violation).violation = {rule, offset, frameIndex(), value, whereOf(spot)};
}

// Without octets of its own, the spot is the octet at `offset`, or all of the frame's payload if the end of
// the payload shows the fault.
void InboundReader::reportContent(RuleId rule, std::uint64_t value, std::uint64_t offset, Spot spot)
{
    if (spot.octets.isEmpty()) {
        const OctetsOfFrame payload = octetsOf(WireField::Payload, header());
        const std::uint64_t inFrame = offset - frameOffset();
        spot.fields = {WireField::Payload};
        spot.octets = inFrame < payload.end() ? OctetsOfFrame{inFrame, 1} : payload;
    }
    InboundEvent &event = push(InboundEvent::Kind::Violation);
    event.violation = {rule, offset, frameIndex(), value, whereOf(spot)};
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
