#include "tests/support/scripted_session.h"

#include <algorithm>

namespace fg::test {

std::string withExtensions(std::string_view head, std::string_view extensions)
{
    std::string out(head);
    return out.insert(out.size() - 2, "Sec-WebSocket-Extensions: " + std::string(extensions) + "\r\n");
}

ScriptedSession::ScriptedSession(Role role, SessionLimits limits)
    : m_session(role, limits)
{
}

LogRow ScriptedSession::next(RowKind kind, Direction direction)
{
    m_now += std::chrono::milliseconds(1);
    LogRow row;
    row.time = m_now;
    row.kind = kind;
    row.direction = direction;
    row.peerPosition = m_received;
    return row;
}

void ScriptedSession::octets(Direction direction, OctetView octets)
{
    LogRow row = next(RowKind::Octets, direction);
    const HandshakeRecord heads = m_session.handshake();
    const bool isRequest = (direction == Direction::Out) == (m_session.role() == Role::Client);
    if (!(isRequest ? heads.requestComplete : heads.answerComplete))
        row.set(RowFlag::Head);
    m_session.append(row, {}, octets);
    m_session.processReceived();
    (direction == Direction::In ? m_received : m_sent) += octets.size();
}

ScriptedSession &ScriptedSession::connect()
{
    PeerInfo peer;
    peer.localAddress = peer.peerAddress = "127.0.0.1";
    peer.localPort = 50'000;
    peer.peerPort = 9'002;
    return row(RowKind::Connected, peer);
}

ScriptedSession &ScriptedSession::open()
{
    connect();
    if (m_session.role() == Role::Client)
        return writeText(request).readText(answer);
    return readText(request).writeText(answer);
}

ScriptedSession &ScriptedSession::writeText(std::string_view text)
{
    octets(Direction::Out, octetsOf(text));
    return *this;
}

ScriptedSession &ScriptedSession::readText(std::string_view text)
{
    octets(Direction::In, octetsOf(text));
    return *this;
}

ScriptedSession &ScriptedSession::write(std::string_view hex)
{
    octets(Direction::Out, fromHex(hex).value());
    return *this;
}

ScriptedSession &ScriptedSession::read(std::string_view hex)
{
    octets(Direction::In, fromHex(hex).value());
    return *this;
}

ScriptedSession &ScriptedSession::frame(Opcode opcode, std::uint64_t length, std::string_view maskHex,
                                        bool fin, FrameIntent intent)
{
    LogRow row = next(RowKind::Frame, Direction::Out);
    row.offset = m_sent;
    FrameHeader header;
    header.opcode = opcode;
    header.fin = fin;
    header.payloadLength = length;
    header.lengthForm = shortestForm(length);
    if (const OctetBuffer key = fromHex(maskHex).value(); key.size() == 4) {
        header.maskingKey.emplace();
        std::ranges::copy(key, header.maskingKey->begin());
    }
    row.setHeader(header);
    if (intent == FrameIntent{})
        intent.patternLength = length;
    m_session.append(row, intent);
    return *this;
}

ScriptedSession &ScriptedSession::timer(RowKind kind, TimerPurpose purpose, Duration duration,
                                        std::string tag)
{
    LogRow row = next(kind, Direction::Out);
    row.timer = purpose;
    row.length = static_cast<std::uint64_t>(duration.count());
    if (tag.empty())
        m_session.append(row);
    else
        m_session.append(row, std::move(tag));
    return *this;
}

ScriptedSession &ScriptedSession::recording(bool on)
{
    LogRow row = next(RowKind::Recording, Direction::Out);
    if (on)
        row.set(RowFlag::On);
    m_session.append(row);
    return *this;
}

ScriptedSession &ScriptedSession::row(RowKind kind, RowExtra extra)
{
    m_session.append(next(kind, Direction::Out), std::move(extra));
    return *this;
}

ScriptedSession &ScriptedSession::droppedByPeer(TcpEnd how, TlsEnd tls)
{
    LogRow row = next(RowKind::Dropped, Direction::In);
    row.tcpEnd = how;
    row.tlsEnd = tls;
    m_session.append(row);
    return *this;
}

ScriptedSession &ScriptedSession::droppedByUs()
{
    m_session.append(next(RowKind::Dropped, Direction::Out));
    return *this;
}

RowNumber ScriptedSession::last(RowKind kind) const
{
    const RowNumber end = endOf(m_session.rowCount());
    for (RowNumber number = end; number > RowNumber();) {
        --number;
        if (m_session.row(number).kind == kind)
            return number;
    }
    return end;
}

} // namespace fg::test
