// The panels about a session that both perspectives have: there is one of each, and it stands in the
// perspective that is current.
#pragma once

namespace fg {

class DetailPanel;
class FindingsPanel;
class MessagePanel;
class SessionPanel;
class WireLogPanel;

struct SharedPanels
{
    WireLogPanel *log = nullptr;
    MessagePanel *message = nullptr;
    DetailPanel *detail = nullptr;
    SessionPanel *handshake = nullptr;
    SessionPanel *closing = nullptr;
    FindingsPanel *findings = nullptr;
    SessionPanel *statistics = nullptr;
};

} // namespace fg
