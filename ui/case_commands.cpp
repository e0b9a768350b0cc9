#include "ui/case_commands.h"

#include "ui/connect_bar.h"
#include "ui/workbench.h"

#include <QAction>
#include <QInputDialog>

namespace fg {

CaseCommands::CaseCommands(const WindowActions &actions, Workbench &workbench, ConnectBar &bar,
                           CasesPanel &panel, QWidget *window)
    : QObject(window)
    , m_actions(actions)
    , m_workbench(workbench)
    , m_bar(bar)
    , m_panel(panel)
    , m_window(window)
{
    CaseBench &bench = workbench.bench();
    connect(actions.runAll, &QAction::triggered, this,
            [this] { start([](CaseBench &cases) { cases.run(RunScope::All); }); });
    connect(actions.runChecked, &QAction::triggered, this,
            [this] { start([](CaseBench &cases) { cases.run(RunScope::Checked); }); });
    connect(actions.runFailed, &QAction::triggered, this,
            [this] { start([](CaseBench &cases) { cases.run(RunScope::Failed); }); });
    connect(actions.runPicked, &QAction::triggered, this,
            [this] { start([this](CaseBench &cases) { cases.run(m_panel.pickedCases()); }); });
    connect(&panel, &CasesPanel::runWanted, this, [this](const std::vector<const CaseSpec *> &wanted) {
        start([&wanted](CaseBench &cases) { cases.run(wanted); });
    });
    connect(actions.runTimes, &QAction::triggered, this, &CaseCommands::askTimes);
    connect(actions.runAgain, &QAction::triggered, this, [this] {
        emit starting();
        m_workbench.bench().runAgain();
    });
    connect(actions.stop, &QAction::triggered, this, [this] { m_workbench.bench().runs().stop(); });
    connect(&bar, &ConnectBar::runWanted, actions.runChecked, &QAction::trigger);
    connect(actions.findCase, &QAction::triggered, &panel, &CasesPanel::focusSearch);
    connect(&bench, &CaseBench::nothingToRun, this, &CaseCommands::told);
    connect(&bench.runs(), &RunControl::progressed, this, &CaseCommands::follow);
    connect(&bench, &CaseBench::currentAgentChanged, this, &CaseCommands::follow);
    connectChecks();
    follow();
}

void CaseCommands::connectChecks()
{
    CaseModel &tree = m_workbench.bench().tree();
    connect(m_actions.checkAll, &QAction::triggered, this, [&tree] { tree.checkOnly(tree.casesUnder({})); });
    connect(m_actions.checkNone, &QAction::triggered, this, [&tree] { tree.checkOnly({}); });
    connect(m_actions.checkShown, &QAction::triggered, this,
            [this, &tree] { tree.checkOnly(m_panel.filter().shownCases()); });
}

bool CaseCommands::takeTarget()
{
    const ConnectRequest request = m_bar.request();
    if (m_workbench.bench().agents().choose(request) >= 0)
        return true;
    emit told(tr("There are %1 agents already: remove one in the Agents panel.").arg(AgentBook::maxAgents));
    return false;
}

template <typename Run> void CaseCommands::start(Run run)
{
    if (m_workbench.bench().runs().isRunning() || !takeTarget())
        return;
    m_bar.remember();
    emit starting();
    run(m_workbench.bench());
}

void CaseCommands::askTimes()
{
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(QStringLiteral("timesDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Run many times"));
    dialog->setLabelText(tr("How often to run the checked cases. Those that do not always come to the same "
                            "verdict are then called flaky in the history."));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(2, RunControl::mostTimes);
    dialog->setIntValue(static_cast<int>(m_times));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int times) {
        m_times = static_cast<unsigned>(times);
        start([this](CaseBench &cases) { cases.run(RunScope::Checked, m_times); });
    });
    dialog->show();
}

void CaseCommands::follow()
{
    CaseBench &bench = m_workbench.bench();
    const bool isRunning = bench.runs().isRunning();
    bool anyFailed = false;
    for (const Agent &agent : bench.agents().checked())
        anyFailed = anyFailed || bench.results().counts(agent.name).failed > 0;
    for (QAction *action : {m_actions.runAll, m_actions.runChecked, m_actions.runTimes, m_actions.runPicked})
        action->setEnabled(!isRunning);
    m_actions.runFailed->setEnabled(!isRunning && anyFailed);
    m_actions.runAgain->setEnabled(!isRunning && bench.runs().hasRun());
    m_actions.stop->setEnabled(isRunning);
    m_bar.setRunning(isRunning);
}

} // namespace fg
