#include "tests/protocol/endpoint/conversation.h"

#include <algorithm>

namespace fg::test {

namespace {

std::string nameOf(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Continuation:
        return "continuation";
    case Opcode::Text:
        return "text";
    case Opcode::Binary:
        return "binary";
    case Opcode::Close:
        return "close";
    case Opcode::Ping:
        return "ping";
    case Opcode::Pong:
        return "pong";
    }
    return "opcode " + std::to_string(valueOf(opcode));
}

std::string inQuotes(OctetView octets) { return "'" + std::string(charactersOf(octets)) + "'"; }

std::string wordsFor(const ClosePayload &close)
{
    std::string words = "close";
    if (close.code)
        words += ' ' + std::to_string(*close.code);
    if (!close.reason.empty())
        words += ' ' + inQuotes(close.reason);
    return words;
}

std::string wordsFor(const InboundEvent &event)
{
    using Kind = InboundEvent::Kind;
    switch (event.kind) {
    case Kind::None:
        return {};
    case Kind::FrameStarted:
        return "begin " + nameOf(event.opcode);
    case Kind::FrameEnded:
        return "end " + nameOf(event.opcode);
    case Kind::Message:
    case Kind::Ping:
    case Kind::Pong:
        return nameOf(event.opcode) + ' ' + inQuotes(event.payload);
    case Kind::Close:
        return wordsFor(event.close);
    case Kind::Violation:
        return inWords(event.violation);
    case Kind::HeadEnded:
        return "head ended";
    case Kind::BodyEnded:
        return "body ended";
    }
    return {};
}

void collectEvents(InboundReader &reader, OctetView piece, Detail detail, Words &words)
{
    for (;;) {
        const InboundEvent event = reader.next(piece);
        if (event.kind == InboundEvent::Kind::None)
            return;
        if (detail == Detail::All || event.kind == InboundEvent::Kind::Violation)
            words.push_back(wordsFor(event));
    }
}

void collectEnd(const InboundReader &reader, Words &words)
{
    if (const auto cut = reader.finish())
        words.push_back(inWords(*cut));
}

std::string wordsFor(const EndpointEvent &event)
{
    using Kind = EndpointEvent::Kind;
    switch (event.kind) {
    case Kind::None:
        return {};
    case Kind::Requested:
        return "requested";
    case Kind::Opened:
        return "opened";
    case Kind::Refused:
        return "refused";
    case Kind::Violation:
        return inWords(event.violation);
    case Kind::Message:
    case Kind::Ping:
    case Kind::Pong:
        return nameOf(event.opcode) + ' ' + inQuotes(event.payload);
    case Kind::Close:
        return wordsFor(event.close);
    case Kind::BothClosed:
        return "both closed";
    case Kind::TimedOut:
        return event.timer == EndpointTimer::OpeningHandshake ? "opening timed out"
            : event.timer == EndpointTimer::CloseReply        ? "close reply timed out"
                                                              : "server drop timed out";
    case Kind::Ended:
        return "ended";
    }
    return {};
}

} // namespace

OctetBuffer encoded(const RawFrame &frame)
{
    FrameHeader header{.opcode = frame.opcode, .fin = frame.fin, .rsv = frame.rsv};
    header.payloadLength = frame.declared.value_or(frame.payload.size());
    header.lengthForm = frame.form.value_or(shortestForm(header.payloadLength));
    header.maskingKey = frame.key;
    std::array<std::byte, maxHeaderSize> head;
    OctetBuffer octets(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(encodeHeader(header, head)));
    OctetBuffer payload = bufferOf(frame.payload);
    if (frame.key)
        applyMask(payload, *frame.key);
    octets.insert(octets.end(), payload.begin(), payload.end());
    return octets;
}

std::string inWords(const Violation &violation)
{
    return "broken " + std::string(ruleOf(violation.rule).name) + " @" + std::to_string(violation.octetOffset)
        + " #" + std::to_string(violation.frameIndex) + " =" + std::to_string(violation.value);
}

Words reported(const InboundReader::Settings &settings, OctetView stream, std::size_t piece, Detail detail)
{
    InboundReader reader(settings);
    Words words;
    for (std::size_t at = 0; at < stream.size(); at += piece)
        collectEvents(reader, stream.subspan(at, std::min(piece, stream.size() - at)), detail, words);
    collectEnd(reader, words);
    return words;
}

Words reportedCutAt(const InboundReader::Settings &settings, OctetView stream, std::size_t cut)
{
    InboundReader reader(settings);
    Words words;
    collectEvents(reader, stream.first(cut), Detail::All, words);
    collectEvents(reader, stream.subspan(cut), Detail::All, words);
    collectEnd(reader, words);
    return words;
}

Talk::Talk(Role role, Policies policies, EndpointSettings settings)
    : m_policies(policies)
{
    settings.role = role;
    if (settings.request.fields.empty()) {
        settings.request.target = "/chat";
        settings.request.host = "server.example.com";
        settings.request.fields = defaultRequestFields("Test");
    }
    if (settings.answer.fields.empty())
        settings.answer.fields = defaultAnswerFields("Test");
    m_endpoint = std::make_unique<Endpoint>(std::move(settings), m_entropy);
    m_endpoint->start(now);
}

Words Talk::gather()
{
    Words words;
    for (;;) {
        const EndpointEvent event = m_endpoint->next();
        if (event.kind == EndpointEvent::Kind::None)
            return words;
        words.push_back(wordsFor(event));
        reply(event, words);
    }
}

void Talk::reply(const EndpointEvent &event, Words &words)
{
    const bool wasDropped = m_dropped;
    const Reply reply = replyTo(event, *m_endpoint, m_policies);
    switch (reply.kind) {
    case Reply::Kind::None:
        break;
    case Reply::Kind::Accept:
        m_endpoint->accept();
        break;
    case Reply::Kind::Refuse:
        m_endpoint->refuse();
        break;
    case Reply::Kind::Pong:
        m_endpoint->sendFrame({.opcode = Opcode::Pong, .payload = reply.payload});
        break;
    case Reply::Kind::Close:
        m_endpoint->startClose(reply.code, {});
        break;
    case Reply::Kind::Fail:
        words.push_back("failed with " + std::to_string(reply.code));
        if (!m_endpoint->fail(reply.code))
            m_dropped = true;
        break;
    case Reply::Kind::Drop:
        m_dropped = true;
        break;
    }
    if (m_dropped && !wasDropped)
        words.emplace_back("dropped");
}

Words Talk::receive(OctetView octets)
{
    // In memory of its own, which is freed afterwards, so that a view that is kept too long is detected.
    const OctetBuffer held(octets.begin(), octets.end());
    m_endpoint->receive(held, now);
    return gather();
}

Words Talk::advance(Time span)
{
    now += span;
    if (m_endpoint->deadline() && m_endpoint->deadline()->at <= now)
        m_endpoint->deadlinePassed(now);
    return gather();
}

Words Talk::streamEnds()
{
    m_endpoint->streamEnded(now);
    return gather();
}

std::string Talk::sentText()
{
    std::string text;
    while (const auto write = m_endpoint->nextWrite())
        text += charactersOf(write->octets);
    return text;
}

Words Talk::sent()
{
    const std::string octets = sentText();
    Words words;
    OctetView rest = octetsOf(octets);
    FrameDecoder decoder;
    OctetBuffer payload;
    for (;;) {
        const FrameStep step = decoder.next(rest);
        if (step.kind == FrameStep::Kind::NeedInput)
            return words;
        if (step.kind == FrameStep::Kind::Header)
            payload.clear();
        if (step.kind == FrameStep::Kind::Payload)
            payload.insert(payload.end(), step.payload.begin(), step.payload.end());
        if (step.kind != FrameStep::Kind::End)
            continue;
        const FrameHeader &header = decoder.header();
        if (header.maskingKey)
            applyMask(payload, *header.maskingKey);
        const std::string open = header.fin ? "" : "open ";
        words.push_back(open
                        + (header.opcode == Opcode::Close ? wordsFor(parseClosePayload(payload))
                                                          : nameOf(header.opcode) + ' ' + inQuotes(payload)));
    }
}

Talk &Talk::open()
{
    if (m_endpoint->role() == Role::Client)
        receive(sampleAnswer());
    else
        receive(sampleRequest);
    (void)sentText();
    return *this;
}

std::string sampleAnswer()
{
    return "HTTP/1.1 101 Switching Protocols\r\n"
           "Upgrade: websocket\r\n"
           "Connection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
        + acceptFor("AAAAAAAAAAAAAAAAAAAAAA==") + "\r\n\r\n";
}

} // namespace fg::test
