#include "ui/window/window_panels.h"

#include "ui/bench/workbench.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/cases/run_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/message/message_panel.h"
#include "ui/panels/closing_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/handshake_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/panels/statistics_panel.h"
#include "ui/window/window_actions.h"

namespace fg {

WindowPanels makePanels(Workbench &workbench, const WindowActions &actions)
{
    WindowPanels panels;
    panels.shared.log = new WireLogPanel(actions.log);
    panels.shared.detail = new DetailPanel;
    panels.shared.message = new MessagePanel(workbench.jobs());
    panels.shared.handshake = new HandshakePanel;
    panels.shared.closing = new ClosingPanel;
    panels.shared.findings = new FindingsPanel;
    panels.shared.statistics = new StatisticsPanel;
    panels.compose = new ComposePanel;
    panels.agents = new AgentsPanel(workbench.bench());
    panels.run = new RunBar(workbench.bench(),
                            {actions.runChecked,
                             actions.runFailed,
                             actions.runAgain,
                             actions.stop,
                             {actions.runChecked, actions.runAll, actions.runPicked, actions.runTimes,
                              nullptr, actions.checkAll, actions.checkNone, actions.checkShown}});
    panels.cases = new CasesPanel(workbench);
    panels.result =
        new ResultPanel({actions.runShown, actions.stepShown, actions.copyCommand, actions.reportBug});
    return panels;
}

std::array<SessionPanel *, 4> WindowPanels::ofShown() const
{
    return {shared.handshake, shared.closing, shared.findings, shared.statistics};
}

} // namespace fg
