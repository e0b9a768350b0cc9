// Makes up a session for messages or frames whose octets are not known, by writing octets that could have
// carried them. The octets, writes and masking keys that the session then shows are made up, and a note in
// its log says so. Internal to report/.
#pragma once

#include "protocol/session/log/session.h"

#include <memory>
#include <string>
#include <string_view>

namespace fg {

class SyntheticSession
{
public:
    // `memory`: what the session counts against; null: only its own limits apply.
    SyntheticSession(Role role, const SessionLimits &limits, std::shared_ptr<MemoryBudget> memory = {});

    void addNote(std::string text, Duration time);
    // Adds a row that is neither octets nor a frame, unchanged.
    void addRow(const LogRow &row, RowExtra extra);
    void addConnected(const PeerInfo &peer, Duration time);
    // Adds the simplest request and answer that open a connection. `target`: path and query.
    void addOpeningHandshake(std::string_view host, std::string_view target, Duration time);
    // Adds a part of the opening handshake: a head, or the body of an answer.
    void addHead(Direction direction, std::string_view text, Duration time);
    // Writes the header unchanged. `payload`: unmasked. If it is shorter than the header says, the frame is
    // cut, and later frames of the same direction are ignored.
    void addFrame(Direction direction, const FrameHeader &header, OctetView payload, Duration time);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

private:
    [[nodiscard]] LogRow rowOf(RowKind kind, Direction direction, Duration time) const;
    void addOctets(Direction direction, OctetView octets, Duration time);

    std::shared_ptr<Session> m_session;
    ByDirection<bool> m_isCut;
};

} // namespace fg
