#include "ui/runs/run_views.h"

#include "protocol/text/iso_time.h"
#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/runs/history_panel.h"
#include "ui/runs/matrix_panel.h"

#include <QStandardPaths>
#include <QTabWidget>

namespace fg {

namespace {

QString dataPath(const QString &name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1Char('/') + name;
}

} // namespace

RunViews::RunViews(Workbench &workbench, QTabWidget *tabs, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
    , m_tabs(tabs)
    , m_history(dataPath(QStringLiteral("runs")))
    , m_baseline(dataPath(QStringLiteral("baseline.txt")))
    , m_matrixPanel(new MatrixPanel(workbench.bench()))
    , m_historyPanel(new HistoryPanel(m_history, m_baseline))
{
    tabs->addTab(m_matrixPanel, QStringLiteral("Matrix"));
    tabs->addTab(m_historyPanel, QStringLiteral("History"));
    connect(m_matrixPanel, &MatrixPanel::caseOpened, this, &RunViews::openCase);
    connect(m_matrixPanel, &MatrixPanel::statusMessage, this, &RunViews::statusMessage);
    connect(m_matrixPanel, &MatrixPanel::failed, this, &RunViews::failed);
    connect(m_historyPanel, &HistoryPanel::caseOpened, this, &RunViews::openKeptCase);
    connect(m_historyPanel, &HistoryPanel::reportRequested, this, &RunViews::showRun);
    connect(m_historyPanel, &HistoryPanel::statusMessage, this, &RunViews::statusMessage);
    connect(&m_history, &HistoryBook::failed, this, &RunViews::failed);
    connect(&m_baseline, &BaselineKeeper::failed, this, &RunViews::failed);
    connect(&m_baseline, &BaselineKeeper::changed, this, [this] {
        m_workbench.bench().setBaseline(m_baseline.baseline());
        emit settingsChanged();
    });
    connect(&workbench.bench().runs(), &RunControl::ended, this, &RunViews::saveRun);
    connect(&workbench.bench().steps(), &StepRun::caseEnded, this,
            [this](AgentId, const CaseEnded &ended) { saveStepped(ended.result); });
    connect(&workbench.bench().serving(), &ServeControl::clientEnded, this, &RunViews::saveClient);
    connect(&workbench.bench().reported(), &ReportedResults::entryOpened, this,
            [this](const EntryPtr &entry) {
                m_workbench.show(entry);
                emit caseOpened();
            });
}

void RunViews::showMatrix()
{
    m_tabs->setCurrentWidget(m_matrixPanel);
    emit shown();
}

void RunViews::showHistory()
{
    m_tabs->setCurrentWidget(m_historyPanel);
    emit shown();
}

void RunViews::saveRun(const RunReport &report)
{
    const RunControl &runs = m_workbench.bench().runs();
    const bool isSeries = runs.plan().times > 1;
    if (runs.round() == 1)
        m_series = isSeries ? isoTime(report.started()) : std::string();
    m_history.add({.started = report.started(),
                   .side = report.side(),
                   .series = m_series,
                   .time = runs.round(),
                   .times = runs.plan().times,
                   .wasStopped = runs.wasStopped(),
                   .agents = {}},
                  report);
    if (!isSeries || runs.isRunning())
        return;
    // A series is run to find out which cases are flaky, and the history says so.
    m_historyPanel->pickNewest();
    emit statusMessage(QStringLiteral("The series has ended: the History tells which cases are flaky."));
}

void RunViews::saveStepped(const CaseResult &result)
{
    RunReport report(TestedSide::Servers, result.started);
    report.add(result);
    report.agent(result.agent).url = m_workbench.bench().steps().target().url.text();
    m_history.add({.started = result.started, .series = {}, .wasStepped = true, .agents = {}}, report);
}

void RunViews::saveClient(const RunReport &report)
{
    m_history.add({.started = report.started(), .side = report.side(), .series = {}, .agents = {}}, report);
}

void RunViews::openCase(AgentId agent, const CaseSpec &spec)
{
    open(agent, m_workbench.bench().agents().nameOf(agent), spec);
}

void RunViews::openKeptCase(const QString &agent, const CaseSpec &spec)
{
    const AgentBook &agents = m_workbench.bench().agents();
    const Agent *const known = agents.at(agents.rowOfName(agent));
    open(known ? known->id : AgentId(), agent, spec);
}

void RunViews::open(AgentId agent, const QString &name, const CaseSpec &spec)
{
    CaseBench &bench = m_workbench.bench();
    if (bench.agents().find(agent))
        bench.current().set(agent);
    const EntryPtr entry = bench.reported().openEntry(agent, spec);
    if (!entry && bench.results().cell(agent, spec).reportFile.empty())
        emit statusMessage(QStringLiteral("There is no session of %1 with %2: run the case to get one.")
                               .arg(toQString(spec.id), name));
    if (!entry)
        return;
    m_workbench.show(entry);
    emit caseOpened();
}

std::size_t RunViews::showReport(const RunReport &report, const CaseFiles &files, const ReportOrigin &origin)
{
    const std::size_t leftOut = m_workbench.bench().reported().addReport(report, files, origin);
    showMatrix();
    return leftOut;
}

void RunViews::showRun(const RunReport &report)
{
    const QString when = momentText(report.started(), m_history.timeStyle());
    if (showReport(report, {}, {toQString(isoTime(report.started())), when}) > 0)
        emit statusMessage(QStringLiteral("No more agents can be shown: remove some in the Targets panel."));
}

void RunViews::openBaseline(const QString &file)
{
    m_baseline.open(file);
    showHistory();
}

void RunViews::setTimeStyle(TimeStyle style) { m_history.setTimeStyle(style); }

void RunViews::restore(const QSettings &settings) { m_baseline.restore(settings); }

void RunViews::save(QSettings &settings) const { m_baseline.save(settings); }

} // namespace fg
