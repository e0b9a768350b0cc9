#include "ui/window/window_panels.h"

#include "ui/bench/workbench.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/message/message_panel.h"
#include "ui/panels/closing_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/handshake_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/panels/statistics_panel.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/window_actions.h"

namespace fg {

WindowPanels makePanels(Workbench &workbench, const WindowActions &actions)
{
    WindowPanels panels;
    panels.sessions = new SessionsPanel(workbench);
    panels.agents = new AgentsPanel(workbench.bench());
    panels.cases = new CasesPanel(workbench,
                                  {actions.runChecked,
                                   actions.runFailed,
                                   actions.runAgain,
                                   actions.stop,
                                   {actions.runChecked, actions.runAll, actions.runPicked, actions.runTimes,
                                    nullptr, actions.checkAll, actions.checkNone, actions.checkShown}});
    panels.detail = new DetailPanel;
    panels.compose = new ComposePanel;
    panels.message = new MessagePanel(workbench.jobs());
    panels.findings = new FindingsPanel;
    panels.result =
        new ResultPanel({actions.runShown, actions.stepShown, actions.copyCommand, actions.reportBug});
    panels.handshake = new HandshakePanel;
    panels.closing = new ClosingPanel;
    panels.statistics = new StatisticsPanel;
    return panels;
}

std::array<SessionPanel *, 6> WindowPanels::ofShown() const
{
    return {compose, handshake, closing, statistics, findings, result};
}

} // namespace fg
