#include "ui/window/case_commands.h"

#include "protocol/report/pages/bug_report.h"
#include "protocol/report/pages/text_report.h"
#include "protocol/report/wording/command_words.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/cases/report_dialog.h"
#include "ui/connect/connect_bar.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
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
            [this] { start([](RunStarter &cases) { cases.run(RunScope::All); }); });
    connect(actions.runChecked, &QAction::triggered, this,
            [this] { start([](RunStarter &cases) { cases.run(RunScope::Checked); }); });
    connect(actions.runFailed, &QAction::triggered, this,
            [this] { start([](RunStarter &cases) { cases.run(RunScope::Failed); }); });
    connect(actions.runPicked, &QAction::triggered, this,
            [this] { start([this](RunStarter &cases) { cases.run(m_panel.pickedCases()); }); });
    connect(&panel, &CasesPanel::runWanted, this, [this](const std::vector<const CaseSpec *> &wanted) {
        start([&wanted](RunStarter &cases) { cases.run(wanted); });
    });
    connect(actions.runTimes, &QAction::triggered, this, &CaseCommands::askTimes);
    connect(actions.runAgain, &QAction::triggered, this, [this] {
        emit starting();
        m_workbench.bench().starter().runAgain();
    });
    connect(actions.stop, &QAction::triggered, this, [this] { m_workbench.bench().starter().stop(); });
    connect(&bar, &ConnectBar::runWanted, this, &CaseCommands::runTarget);
    connect(actions.findCase, &QAction::triggered, &panel, &CasesPanel::focusSearch);
    connect(&bench.starter(), &RunStarter::nothingToRun, this, &CaseCommands::told);
    connect(&bench.starter(), &RunStarter::startingChanged, this, &CaseCommands::follow);
    connect(&bench.runs(), &RunControl::progressed, this, &CaseCommands::follow);
    connect(&bench.current(), &CurrentAgent::changed, this, &CaseCommands::follow);
    connect(&bench.steps(), &StepRun::changed, this, &CaseCommands::follow);
    connect(&workbench, &Workbench::shownChanged, this, &CaseCommands::follow);
    connect(&workbench, &Workbench::shownProgressed, this, &CaseCommands::follow);
    connectChecks();
    connectShown();
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

void CaseCommands::connectShown()
{
    CaseBench &bench = m_workbench.bench();
    connect(m_actions.runShown, &QAction::triggered, this, [this, &bench] {
        if (const EntryPtr entry = shownCase()) {
            emit starting();
            bench.starter().runCase(entry->agent, *entry->spec);
        }
    });
    connect(m_actions.stepShown, &QAction::triggered, this, [this, &bench] {
        if (const EntryPtr entry = shownCase()) {
            emit starting();
            bench.starter().stepCase(entry->agent, *entry->spec);
        }
    });
    connect(m_actions.stepPicked, &QAction::triggered, this, [this] {
        if (const auto picked = m_panel.pickedCases(); picked.size() == 1)
            stepThrough(*picked.front());
        else
            emit told(tr("Pick one case to step through."));
    });
    connect(&m_panel, &CasesPanel::stepWanted, this, &CaseCommands::stepThrough);
    connect(m_actions.nextStep, &QAction::triggered, &bench.steps(), &StepRun::next);
    connect(m_actions.allSteps, &QAction::triggered, &bench.steps(), &StepRun::runOn);
    connect(m_actions.copyCommand, &QAction::triggered, this, &CaseCommands::copyCommand);
    connect(m_actions.reportBug, &QAction::triggered, this, &CaseCommands::reportBug);
}

EntryPtr CaseCommands::shownCase() const
{
    const EntryPtr &shown = m_workbench.shown();
    return shown && shown->isCase() ? shown : nullptr;
}

bool CaseCommands::mayStart()
{
    if (!m_workbench.bench().starter().isBusy())
        return true;
    emit told(tr("Cases are running: wait until they have ended, or stop them."));
    return false;
}

template <typename Run> void CaseCommands::start(Run run)
{
    if (!mayStart())
        return;
    emit starting();
    run(m_workbench.bench().starter());
}

void CaseCommands::runTarget()
{
    if (!mayStart())
        return;
    if (m_workbench.bench().agents().choose(m_bar.request()) < 0) {
        emit told(
            tr("There are %1 agents already: remove one in the Agents panel.").arg(AgentBook::maxAgents));
        return;
    }
    m_bar.remember();
    start([](RunStarter &cases) { cases.run(RunScope::Checked); });
}

void CaseCommands::stepThrough(const CaseSpec &spec)
{
    start([this, &spec](RunStarter &cases) { cases.stepCase(m_workbench.bench().current().id(), spec); });
}

// --- the shown case ---

namespace {

// As it ran, whatever has become of the agent.
QString commandFor(const SessionEntry &entry, Secrets secrets)
{
    if (!entry.target)
        return QStringLiteral("frameglass serve --cases %1").arg(toQString(entry.spec->id));
    return toQString(testCommand(*entry.target, {entry.spec}, secrets));
}

} // namespace

void CaseCommands::copyCommand()
{
    const EntryPtr entry = shownCase();
    if (!entry)
        return;
    const QString command = commandFor(*entry, Secrets::Kept);
    QGuiApplication::clipboard()->setText(command);
    emit told(tr("Copied: %1").arg(shortened(command, 200)));
}

void CaseCommands::reportBug()
{
    const EntryPtr entry = shownCase();
    if (!entry || !entry->result)
        return;
    CaseBench &bench = m_workbench.bench();
    const AgentResults *const results = bench.results().find(entry->agent);
    const std::string command = commandFor(*entry, Secrets::Blanked).toStdString();
    const std::string text = bugReport(*entry->result, command, results ? results->product : std::string());
    QString file = toQString(reportFileName(*entry->result));
    file.replace(QStringLiteral(".txt"), QStringLiteral(".md"));
    auto *dialog = new ReportDialog(toQString(text), file, m_window);
    connect(dialog, &ReportDialog::copied, this,
            [this] { emit told(tr("The report is in the clipboard.")); });
    connect(dialog, &ReportDialog::saved, this,
            [this](const QString &saved) { emit told(tr("Written: %1").arg(saved)); });
    dialog->show();
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
        start([this](RunStarter &cases) { cases.run(RunScope::Checked, m_times); });
    });
    dialog->show();
}

void CaseCommands::follow()
{
    CaseBench &bench = m_workbench.bench();
    const bool isRunning = bench.starter().isBusy();
    const EntryPtr shown = shownCase();
    const Agent *const shownAgent = shown ? bench.agents().find(shown->agent) : nullptr;
    const bool canRunShown = shownAgent && shownAgent->isServer() && !isRunning;
    bool anyFailed = false;
    for (const Agent &agent : bench.agents().checked())
        anyFailed = anyFailed || bench.results().counts(agent.id).failed > 0;
    for (QAction *action : {m_actions.runAll, m_actions.runChecked, m_actions.runTimes, m_actions.runPicked})
        action->setEnabled(!isRunning);
    m_actions.runFailed->setEnabled(!isRunning && anyFailed);
    m_actions.runAgain->setEnabled(!isRunning && bench.runs().hasRun());
    m_actions.stop->setEnabled(isRunning);
    m_actions.runShown->setEnabled(canRunShown);
    m_actions.stepShown->setEnabled(canRunShown);
    m_actions.stepPicked->setEnabled(!isRunning);
    m_actions.nextStep->setEnabled(bench.steps().waitsFor().has_value());
    m_actions.allSteps->setEnabled(bench.steps().waitsFor().has_value());
    m_actions.copyCommand->setEnabled(shown && !shown->reported);
    m_actions.reportBug->setEnabled(shown && shown->result);
    m_bar.setRunning(isRunning);
}

} // namespace fg
