#include "ui/window/central_area.h"

#include "ui/bench/workbench.h"
#include "ui/cases/step_bar.h"
#include "ui/log/wire_log_panel.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/replay_bar.h"
#include "ui/window/trouble_banner.h"
#include "ui/window/window_actions.h"

#include <QTabWidget>
#include <QVBoxLayout>

namespace fg {

CentralArea::CentralArea(Workbench &workbench, const WindowActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_log(new WireLogPanel(actions.log))
    , m_recovery(new RecoveryBar)
    , m_trouble(new TroubleBanner)
    , m_replay(new ReplayBar)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_recovery);
    layout->addWidget(m_trouble);
    layout->addWidget(m_replay);
    layout->addWidget(
        new StepBar(workbench.bench().steps(), {actions.nextStep, actions.allSteps, actions.stop}));
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("centralTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_log, QStringLiteral("&Wire log"));
    m_runViews = new RunViews(workbench, m_tabs, this);
    layout->addWidget(m_tabs, 1);
    connect(m_log, &WireLogPanel::showRequested, this, &CentralArea::showLog);
}

void CentralArea::showLog() { m_tabs->setCurrentWidget(m_log); }

} // namespace fg
