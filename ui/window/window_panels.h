// The panels of the window, and which of them belong to one perspective only.
#pragma once

#include "ui/perspectives/shared_panels.h"

#include <array>

namespace fg {

class AgentsPanel;
class CasesPanel;
class ComposePanel;
class ResultPanel;
class RunBar;
class Workbench;
struct WindowActions;

struct WindowPanels
{
    SharedPanels shared;
    // Of Connections.
    ComposePanel *compose = nullptr;
    // Of Conformance.
    AgentsPanel *agents = nullptr;
    RunBar *run = nullptr;
    CasesPanel *cases = nullptr;
    ResultPanel *result = nullptr;

    // The panels about the session that the current perspective shows.
    [[nodiscard]] std::array<SessionPanel *, 4> ofShown() const;
};

// The panels have no parent yet; the caller puts each of them into a page. The workbench must outlive them.
[[nodiscard]] WindowPanels makePanels(Workbench &workbench, const WindowActions &actions);

} // namespace fg
