// A session that is written row by row, as a live one would have logged it.
#pragma once

#include "protocol/session/log/session.h"

#include <string>
#include <string_view>

namespace fg::test {

inline constexpr std::string_view request = "GET /chat HTTP/1.1\r\n"
                                            "Host: 127.0.0.1:9002\r\n"
                                            "Upgrade: WebSocket\r\n"
                                            "Connection: Upgrade\r\n"
                                            "Sec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
                                            "Sec-WebSocket-Version: 13\r\n\r\n";
inline constexpr std::string_view answer = "HTTP/1.1 101 Switching Protocols\r\n"
                                           "Sec-WebSocket-Accept: bCneu53Z3L7CC1l1q27+mv+OiDA=\r\n"
                                           "Connection: Upgrade\r\n"
                                           "Upgrade: websocket\r\n\r\n";

// The head with an additional Sec-WebSocket-Extensions field.
std::string withExtensions(std::string_view head, std::string_view extensions);

class ScriptedSession
{
public:
    explicit ScriptedSession(Role role = Role::Client, SessionLimits limits = {});

    ScriptedSession &connect();
    // Logs connect() and both heads.
    ScriptedSession &open();
    ScriptedSession &writeText(std::string_view text);
    ScriptedSession &readText(std::string_view text);
    ScriptedSession &write(std::string_view hex);
    ScriptedSession &read(std::string_view hex);
    // Logs a sent frame; its octets must follow.
    ScriptedSession &frame(Opcode opcode, std::uint64_t length, std::string_view maskHex, bool fin = true,
                           FrameIntent intent = {});
    ScriptedSession &timer(RowKind kind, TimerPurpose purpose, Duration duration, std::string tag = {});
    ScriptedSession &recording(bool on);
    ScriptedSession &row(RowKind kind, RowExtra extra = {});
    ScriptedSession &droppedByPeer(TcpEnd how = TcpEnd::Fin, TlsEnd tls = TlsEnd::NotTls);
    ScriptedSession &droppedByUs();

    [[nodiscard]] const Session &log() const { return m_session; }
    // The number of the last row of a kind.
    [[nodiscard]] RowNumber last(RowKind kind) const;

private:
    LogRow next(RowKind kind, Direction direction);
    void octets(Direction direction, OctetView octets);

    Session m_session;
    Duration m_now{};
    StreamOffset m_sent;
    StreamOffset m_received;
};

} // namespace fg::test
