#include "ui/window/case_commands.h"

#include "ui/bench/workbench.h"
#include "ui/cases/cases_panel.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace fg {

CaseCommands::CaseCommands(const WindowActions &actions, Workbench &workbench, CasesPanel &panel,
                           QWidget *window)
    : QObject(window)
    , m_actions(actions)
    , m_workbench(workbench)
    , m_panel(panel)
    , m_window(window)
{
    connectRuns();
    connectSteps();
    connectChecks();
    connect(&workbench.bench().starter(), &RunStarter::nothingToRun, this, &CaseCommands::statusMessage);
    connect(&workbench.bench().starter(), &RunStarter::agreementNeeded, this, &CaseCommands::askAboutHosts);
    connect(&workbench, &Workbench::runnableChanged, this, &CaseCommands::updateActions);
    updateActions();
}

void CaseCommands::connectRuns()
{
    const auto runs = [this](QAction *action, RunScope scope) {
        connect(action, &QAction::triggered, this,
                [this, scope] { start([scope](RunStarter &cases) { cases.run(scope); }); });
    };
    runs(m_actions.runAll, RunScope::All);
    runs(m_actions.runChecked, RunScope::Checked);
    runs(m_actions.runFailed, RunScope::Failed);
    connect(m_actions.runPicked, &QAction::triggered, this,
            [this] { start([this](RunStarter &cases) { cases.run(m_panel.pickedCases()); }); });
    connect(&m_panel, &CasesPanel::runRequested, this, [this](const std::vector<const CaseSpec *> &wanted) {
        start([&wanted](RunStarter &cases) { cases.run(wanted); });
    });
    connect(m_actions.runTimes, &QAction::triggered, this, &CaseCommands::askTimes);
    connect(m_actions.runAgain, &QAction::triggered, this,
            [this] { start([](RunStarter &cases) { cases.runAgain(); }); });
    connect(m_actions.stop, &QAction::triggered, this, [this] { m_workbench.bench().starter().stop(); });
}

void CaseCommands::connectSteps()
{
    StepRun &steps = m_workbench.bench().steps();
    connect(m_actions.stepPicked, &QAction::triggered, this, [this] {
        if (const auto picked = m_panel.pickedCases(); picked.size() == 1)
            stepThrough(*picked.front());
        else
            emit statusMessage(QStringLiteral("Pick one case to step through."));
    });
    connect(&m_panel, &CasesPanel::stepRequested, this, &CaseCommands::stepThrough);
    connect(m_actions.nextStep, &QAction::triggered, &steps, &StepRun::next);
    connect(m_actions.allSteps, &QAction::triggered, &steps, &StepRun::runRemaining);
}

void CaseCommands::connectChecks()
{
    CaseModel &tree = m_workbench.bench().tree();
    connect(m_actions.checkAll, &QAction::triggered, this, [&tree] { tree.checkOnly(tree.casesUnder({})); });
    connect(m_actions.checkNone, &QAction::triggered, this, [&tree] { tree.checkOnly({}); });
    connect(m_actions.checkShown, &QAction::triggered, this,
            [this, &tree] { tree.checkOnly(m_panel.filter().shownCases()); });
}

bool CaseCommands::mayStart()
{
    if (!m_workbench.bench().starter().isBusy())
        return true;
    emit statusMessage(QStringLiteral("Cases are running: wait until they have ended, or stop them."));
    return false;
}

template <typename Run> void CaseCommands::start(Run run)
{
    if (!mayStart())
        return;
    emit starting();
    m_workbench.setPerspective(Perspective::Conformance);
    run(m_workbench.bench().starter());
}

void CaseCommands::askAboutHosts(const QStringList &hosts, const std::function<void()> &agree)
{
    auto *question =
        new QMessageBox(QMessageBox::Question, QStringLiteral("Run cases"),
                        QStringLiteral("Run cases against %1?").arg(hosts.join(QStringLiteral(", "))),
                        QMessageBox::Cancel, m_window);
    question->setObjectName(QStringLiteral("hostQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    question->setInformativeText(QStringLiteral("The cases send broken frames and large messages, again and "
                                                "again. Only run them against a server whose "
                                                "owner agrees. The answer is remembered for this host."));
    QPushButton *const run = question->addButton(QStringLiteral("&Run"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(run, &QPushButton::clicked, this, [this, agree] {
        agree();
        emit hostsAllowed();
    });
    question->open();
}

void CaseCommands::stepThrough(const CaseSpec &spec)
{
    start([this, &spec](RunStarter &cases) { cases.stepCase(m_workbench.bench().current().id(), spec); });
}

void CaseCommands::askTimes()
{
    auto *dialog = new QInputDialog(m_window);
    dialog->setObjectName(QStringLiteral("timesDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("Run many times"));
    dialog->setLabelText(
        QStringLiteral("How many times to run the checked cases. Cases that do not always get the same "
                       "verdict are called flaky in the history."));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(2, RunControl::mostTimes);
    dialog->setIntValue(static_cast<int>(m_times));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int times) {
        m_times = static_cast<unsigned>(times);
        start([this](RunStarter &cases) { cases.run(RunScope::Checked, m_times); });
    });
    dialog->show();
}

void CaseCommands::updateActions()
{
    CaseBench &bench = m_workbench.bench();
    const bool isRunning = bench.starter().isBusy();
    const bool isWaiting = bench.steps().waitsFor().has_value();
    bool anyFailed = false;
    for (const Agent &agent : bench.agents().checked())
        anyFailed = anyFailed || bench.results().counts(agent.id).failed > 0;
    for (QAction *action : {m_actions.runAll, m_actions.runChecked, m_actions.runTimes, m_actions.runPicked,
                            m_actions.stepPicked})
        action->setEnabled(!isRunning);
    m_actions.runFailed->setEnabled(!isRunning && anyFailed);
    m_actions.runAgain->setEnabled(!isRunning && bench.runs().hasRun());
    m_actions.stop->setEnabled(isRunning);
    m_actions.nextStep->setEnabled(isWaiting);
    m_actions.allSteps->setEnabled(isWaiting);
}

} // namespace fg
