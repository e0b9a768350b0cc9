// Makes up a session for what is known only as messages or frames, by writing the octets that would have
// carried them. What the session then shows of octets, writes and masking keys is made up, and a note in its
// log says so. Internal to report/.
#pragma once

#include "protocol/session/log/session.h"

#include <memory>
#include <string>
#include <string_view>

namespace fg {

class SyntheticSession
{
public:
    SyntheticSession(Role role, const SessionLimits &limits);

    void note(std::string text, Duration time);
    // A row that is no octets and no frame, as it is.
    void row(const LogRow &row, RowExtra extra);
    void connected(const PeerInfo &peer, Duration time);
    // A request and an answer that say no more than that the connection is open. `target`: path and query.
    void open(std::string_view host, std::string_view target, Duration time);
    // Part of the opening handshake: a head, or the body of an answer.
    void head(Direction direction, std::string_view text, Duration time);
    // The header is written as it is. `payload`: unmasked; where it is shorter than the header says, the
    // frame is cut, and nothing can follow it in its direction.
    void frame(Direction direction, const FrameHeader &header, OctetView payload, Duration time);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

private:
    [[nodiscard]] LogRow rowOf(RowKind kind, Direction direction, Duration time) const;
    void octets(Direction direction, OctetView octets, Duration time);

    std::shared_ptr<Session> m_session;
    ByDirection<bool> m_isCut;
};

} // namespace fg
