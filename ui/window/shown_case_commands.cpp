#include "ui/window/shown_case_commands.h"

#include "protocol/report/pages/bug_report.h"
#include "protocol/report/pages/text_report.h"
#include "protocol/report/wording/command_words.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/cases/report_dialog.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

namespace fg {

namespace {

// The command has the target with which the case ran, even if the agent was changed or removed since then.
// What leaves the window has no secrets.
QString commandFor(const CaseSession &ran)
{
    if (!ran.target)
        return QStringLiteral("frameglass serve --cases %1").arg(toQString(ran.of.spec->id));
    return toQString(testCommand(*ran.target, {ran.of.spec}, Secrets::Blanked));
}

} // namespace

ShownCaseCommands::ShownCaseCommands(const WindowActions &actions, Workbench &workbench, QWidget *window)
    : QObject(window)
    , m_actions(actions)
    , m_workbench(workbench)
    , m_window(window)
{
    connect(actions.runShown, &QAction::triggered, this, [this] { run(&RunStarter::runCase); });
    connect(actions.stepShown, &QAction::triggered, this, [this] { run(&RunStarter::stepCase); });
    connect(actions.copyCommand, &QAction::triggered, this, &ShownCaseCommands::copyCommand);
    connect(actions.reportBug, &QAction::triggered, this, &ShownCaseCommands::reportBug);
    connect(&workbench, &Workbench::runnableChanged, this, &ShownCaseCommands::updateActions);
    updateActions();
}

EntryPtr ShownCaseCommands::shownCase() const
{
    const EntryPtr &shown = m_workbench.shown();
    return shown && shown->isCase() ? shown : nullptr;
}

void ShownCaseCommands::updateActions()
{
    CaseBench &bench = m_workbench.bench();
    const EntryPtr shown = shownCase();
    const Agent *const agent = shown ? bench.agents().find(shown->agent()) : nullptr;
    const auto *const ran = shown ? shown->as<CaseSession>() : nullptr;
    const bool canRun = agent && agent->isServer() && !bench.starter().isBusy();
    m_actions.runShown->setEnabled(canRun);
    m_actions.stepShown->setEnabled(canRun);
    m_actions.copyCommand->setEnabled(ran);
    m_actions.reportBug->setEnabled(ran && ran->result);
}

void ShownCaseCommands::run(RunCase runCase)
{
    if (const EntryPtr entry = shownCase()) {
        emit starting();
        m_workbench.setPerspective(Perspective::Conformance);
        (m_workbench.bench().starter().*runCase)(entry->agent(), *entry->spec());
    }
}

void ShownCaseCommands::copyCommand()
{
    const EntryPtr entry = shownCase();
    const auto *const ran = entry ? entry->as<CaseSession>() : nullptr;
    if (!ran)
        return;
    const QString command = commandFor(*ran);
    QGuiApplication::clipboard()->setText(command);
    emit statusMessage(QStringLiteral("Copied: %1").arg(shortened(command, 200)));
}

void ShownCaseCommands::reportBug()
{
    const EntryPtr entry = shownCase();
    const auto *const ran = entry ? entry->as<CaseSession>() : nullptr;
    if (!ran || !ran->result)
        return;
    CaseBench &bench = m_workbench.bench();
    const AgentResults *const results = bench.results().find(ran->of.agent);
    const std::string command = commandFor(*ran).toStdString();
    const std::string text = bugReport(*ran->result, command, results ? results->product : std::string());
    QString file = toQString(reportFileName(*ran->result));
    file.replace(QStringLiteral(".txt"), QStringLiteral(".md"));
    auto *dialog = new ReportDialog(toQString(text), file, m_window);
    connect(dialog, &ReportDialog::copied, this,
            [this] { emit statusMessage(QStringLiteral("The report is in the clipboard.")); });
    connect(dialog, &ReportDialog::saved, this,
            [this](const QString &saved) { emit statusMessage(QStringLiteral("Written: %1").arg(saved)); });
    dialog->show();
}

} // namespace fg
