// The panels in the docks around the wire log.
#pragma once

#include <array>

namespace fg {

class AgentsPanel;
class CasesPanel;
class ComposePanel;
class DetailPanel;
class FindingsPanel;
class MessagePanel;
class ResultPanel;
class SessionPanel;
class SessionsPanel;
class Workbench;
struct WindowActions;

struct WindowPanels
{
    SessionsPanel *sessions = nullptr;
    AgentsPanel *agents = nullptr;
    CasesPanel *cases = nullptr;
    DetailPanel *detail = nullptr;
    ComposePanel *compose = nullptr;
    MessagePanel *message = nullptr;
    FindingsPanel *findings = nullptr;
    ResultPanel *result = nullptr;
    SessionPanel *handshake = nullptr;
    SessionPanel *closing = nullptr;
    SessionPanel *statistics = nullptr;

    // The panels about the shown session.
    [[nodiscard]] std::array<SessionPanel *, 6> ofShown() const;
};

// The panels have no parent yet; the caller puts each of them into a dock. The workbench must outlive them.
[[nodiscard]] WindowPanels makePanels(Workbench &workbench, const WindowActions &actions);

} // namespace fg
