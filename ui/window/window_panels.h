// The panels that stand in docks around the wire log.
#pragma once

#include <array>

namespace fg {

class AgentsPanel;
class CasesPanel;
class ComposePanel;
class DetailPanel;
class FindingsPanel;
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
    FindingsPanel *findings = nullptr;
    ResultPanel *result = nullptr;
    SessionPanel *handshake = nullptr;
    SessionPanel *closing = nullptr;
    SessionPanel *statistics = nullptr;

    // Those about the shown session.
    [[nodiscard]] std::array<SessionPanel *, 6> ofShown() const;
};

// They have no parent yet; whoever takes them puts each into its dock. The workbench must outlive them.
[[nodiscard]] WindowPanels makePanels(Workbench &workbench, const WindowActions &actions);

} // namespace fg
