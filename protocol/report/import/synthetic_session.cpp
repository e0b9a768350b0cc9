#include "protocol/report/import/synthetic_session.h"

#include "protocol/handshake/opening.h"
#include "protocol/session/live/target.h"
#include "protocol/text/product.h"

#include <algorithm>
#include <utility>

namespace fg {

SyntheticSession::SyntheticSession(Role role, const SessionLimits &limits,
                                   std::shared_ptr<MemoryBudget> memory)
    : m_session(std::make_shared<Session>(role, limits, SessionBacking{.budget = std::move(memory)}))
{
}

LogRow SyntheticSession::rowOf(RowKind kind, Direction direction, Duration time) const
{
    LogRow row{.time = time, .peerPosition = m_session->streamSize(Direction::In)};
    row.kind = kind;
    row.direction = direction;
    return row;
}

void SyntheticSession::addNote(std::string text, Duration time)
{
    m_session->append(rowOf(RowKind::Note, Direction::Out, time), std::move(text));
}

void SyntheticSession::addRow(const LogRow &row, RowExtra extra)
{
    LogRow moved = row;
    moved.peerPosition = m_session->streamSize(Direction::In);
    m_session->append(moved, std::move(extra));
}

void SyntheticSession::addConnected(const PeerInfo &peer, Duration time)
{
    m_session->append(rowOf(RowKind::Connected, Direction::Out, time), peer);
}

void SyntheticSession::addOctets(Direction direction, OctetView octets, Duration time)
{
    m_session->append(rowOf(RowKind::Octets, direction, time), {}, octets);
    m_session->processReceived();
}

void SyntheticSession::addOpeningHandshake(std::string_view host, std::string_view target, Duration time)
{
    const RequestSettings settings{.target = std::string(target),
                                   .host = std::string(host),
                                   .fields = defaultRequestFields(productToken())};
    const HttpHead request = makeRequest(settings, KeyNonce{});
    const HttpHead answer =
        makeAnswer({.fields = defaultAnswerFields(productToken()), .subprotocols = {}}, request);
    const bool isClient = m_session->role() == Role::Client;
    addHead(isClient ? Direction::Out : Direction::In, request.serialized(), time);
    addHead(isClient ? Direction::In : Direction::Out, answer.serialized(), time);
}

void SyntheticSession::addHead(Direction direction, std::string_view text, Duration time)
{
    addOctets(direction, octetsOf(text), time);
}

void SyntheticSession::addFrame(Direction direction, const FrameHeader &header, OctetView payload,
                                Duration time)
{
    bool &isCut = m_isCut[direction];
    if (isCut)
        return;
    payload = payload.first(std::min<std::uint64_t>(payload.size(), header.payloadLength));
    isCut = payload.size() < header.payloadLength;
    OctetBuffer frame(maxHeaderSize);
    frame.resize(encodeHeader(header, std::span<std::byte, maxHeaderSize>(frame)));
    const std::size_t headerSize = frame.size();
    frame.insert(frame.end(), payload.begin(), payload.end());
    if (header.maskingKey)
        applyMask(std::span(frame).subspan(headerSize), *header.maskingKey);
    if (direction == Direction::Out) {
        LogRow row = rowOf(RowKind::Frame, direction, time);
        row.offset = m_session->streamSize(Direction::Out);
        row.setHeader(header);
        m_session->append(row);
    }
    addOctets(direction, frame, time);
}

} // namespace fg
