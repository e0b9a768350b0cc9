#include "ui/window/main_window.h"

#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/cases/step_bar.h"
#include "ui/connect/connect_bar.h"
#include "ui/kit/job_bar.h"
#include "ui/kit/readable_hints.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/result_panel.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/exporter.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/replay_bar.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/about_box.h"
#include "ui/window/case_commands.h"
#include "ui/window/trouble_banner.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace fg {

namespace {

constexpr QSize defaultSize(1280, 800);
// Of the layout; another one does not fit what is remembered.
constexpr int layoutVersion = 2;
// How long peers have to answer our close when the window is closed, and cases to end.
constexpr int goodbyeMilliseconds = 1'500;
constexpr int endMilliseconds = 10'000;

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_actions(makeActions(this))
    , m_bar(new ConnectBar)
    , m_exporter(new Exporter(m_workbench.jobs(), this))
{
    makeHintsReadable();
    setWindowTitle(QStringLiteral("Frameglass"));
    auto *toolBar = new QToolBar(tr("Connection"), this);
    toolBar->setObjectName(QStringLiteral("connectToolBar"));
    toolBar->setMovable(false);
    toolBar->toggleViewAction()->setEnabled(false);
    toolBar->addWidget(m_bar);
    addToolBar(toolBar);

    makeCentral();
    makeDocks();
    QList<QAction *> toggles;
    for (QDockWidget *dock : m_docks)
        toggles += dock->toggleViewAction();
    fillMenus(this, m_actions, toggles);
    statusBar()->addPermanentWidget(new JobBar(m_workbench.jobs()));
    m_rowCount = new QLabel(this);
    statusBar()->addPermanentWidget(m_rowCount);

    connectBar();
    connectAgents();
    connectActions();
    connectGoing();
    connectWorkbench();
    connectRunViews();
    connectFiles();
    connectSaving();
    connectExports();
    restore();
    showEntry();
    m_bar->focusTarget();
}

MainWindow::~MainWindow() = default;

void MainWindow::setTarget(const QString &text) { m_bar->setTarget(ConnectTarget::typed(text)); }

// --- parts ---

void MainWindow::makeCentral()
{
    m_logPanel = new WireLogPanel(m_actions.log);
    m_logModel = m_logPanel->model();
    m_log = m_logPanel->view();
    m_recovery = new RecoveryBar;
    m_trouble = new TroubleBanner;
    m_replay = new ReplayBar;
    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_recovery);
    layout->addWidget(m_trouble);
    layout->addWidget(m_replay);
    layout->addWidget(
        new StepBar(m_workbench.bench().steps(), {m_actions.nextStep, m_actions.allSteps, m_actions.stop}));
    m_tabs = new QTabWidget(central);
    m_tabs->setObjectName(QStringLiteral("centralTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_logPanel, tr("&Wire log"));
    m_runViews = new RunViews(m_workbench, m_tabs, this);
    layout->addWidget(m_tabs, 1);
    setCentralWidget(central);
}

// --- wiring ---

void MainWindow::connectBar()
{
    connect(m_bar, &ConnectBar::connectWanted, this, &MainWindow::startConnecting);
    connect(m_bar, &ConnectBar::disconnectWanted, &m_workbench, &Workbench::disconnectShown);
    connect(m_trouble, &TroubleBanner::retryWanted, this, [this] {
        const EntryPtr &shown = m_workbench.shown();
        if (shown && shown->isCase() && m_workbench.bench().runs().hasRun())
            m_workbench.bench().starter().runAgain();
        else
            startConnecting();
    });
}

// The connect bar holds an agent with all its settings as soon as its target is that agent's.
void MainWindow::connectAgents()
{
    AgentBook &agents = m_workbench.bench().agents();
    connect(m_bar, &ConnectBar::targetChanged, this, [this, &agents](const ConnectTarget &target) {
        if (const Agent *const agent = agents.at(agents.rowOfTarget(target)))
            m_bar->takeSettings(*agent);
    });
    connect(m_agentsPanel, &AgentsPanel::agentPicked, this, [this](const Agent &agent) {
        if (agent.isServer())
            m_bar->setAgent(agent);
    });
    connect(m_agentsPanel, &AgentsPanel::told, this, &MainWindow::tell);
    connect(&m_workbench.bench(), &CaseBench::specTaken, this,
            [this](const Agent &first) { m_bar->setAgent(first); });
}

void MainWindow::startConnecting()
{
    m_bar->remember();
    m_trouble->clear();
    m_workbench.connectTo(m_bar->request());
}

void MainWindow::connectActions()
{
    connect(m_actions.connect, &QAction::triggered, this, &MainWindow::startConnecting);
    connect(m_actions.disconnect, &QAction::triggered, &m_workbench, &Workbench::disconnectShown);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.copy, &QAction::triggered, m_log, &WireLogView::copyRows);
    connect(m_actions.composeAgain, &QAction::triggered, this, [this] { composeAgain(m_log->pickedRow()); });
    connect(m_actions.resetLayout, &QAction::triggered, this, &MainWindow::applyDefaultLayout);
    connect(m_actions.about, &QAction::triggered, this, [this] { showAbout(this); });
    m_caseCommands = new CaseCommands(m_actions, m_workbench, *m_bar, *m_casesPanel, this);
    connect(m_caseCommands, &CaseCommands::starting, m_trouble, &TroubleBanner::clear);
    connect(m_caseCommands, &CaseCommands::told, this, &MainWindow::tell);

    connect(m_actions.log.find, &QAction::triggered, this, [this] {
        if (m_casesPanel->isAncestorOf(focusWidget()))
            m_casesPanel->focusSearch();
        else
            m_logPanel->find();
    });
    connect(m_logPanel, &WireLogPanel::wanted, this, [this] { m_tabs->setCurrentWidget(m_logPanel); });
    connect(m_logPanel, &WireLogPanel::told, this, &MainWindow::tell);
    connect(m_log, &WireLogView::rowPicked, this, &MainWindow::showRow);
    connect(m_log, &WireLogView::composeAgainWanted, this, &MainWindow::composeAgain);
    connect(m_log, &WireLogView::rowsCopied, this, [this](int copied, int selected) {
        statusBar()->showMessage(
            copied < selected ? tr("Copied the first %1 of %2 rows.").arg(copied).arg(selected)
                              : tr("Copied %1.").arg(quantity(static_cast<std::uint64_t>(copied), "row")),
            5000);
    });
    connect(m_compose, &ComposePanel::told, this, &MainWindow::tell);
    connect(m_findings, &FindingsPanel::rowWanted, m_logPanel, &WireLogPanel::pickRow);
    connect(m_result, &ResultPanel::rowWanted, this, [this](int row) {
        m_tabs->setCurrentWidget(m_logPanel);
        m_logPanel->pickRow(row);
    });
}

void MainWindow::connectGoing()
{
    connect(m_actions.goToTarget, &QAction::triggered, m_bar, &ConnectBar::focusTarget);
    connect(m_actions.goToLog, &QAction::triggered, this, [this] {
        m_tabs->setCurrentWidget(m_logPanel);
        m_log->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_actions.goToMatrix, &QAction::triggered, m_runViews, &RunViews::showMatrix);
    connect(m_actions.goToHistory, &QAction::triggered, m_runViews, &RunViews::showHistory);
    connect(m_actions.goToFields, &QAction::triggered, this, [this] {
        bringForward(m_detailDock);
        m_detail->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_actions.goToCompose, &QAction::triggered, this, [this] {
        bringForward(m_composeDock);
        m_compose->focusInput();
    });
    connect(m_actions.goToCases, &QAction::triggered, this, [this] {
        bringForward(m_casesDock);
        m_casesPanel->findChild<QTreeView *>()->setFocus(Qt::ShortcutFocusReason);
    });
}

void MainWindow::connectWorkbench()
{
    connect(&m_workbench, &Workbench::shownChanged, this, &MainWindow::showEntry);
    connect(&m_workbench, &Workbench::shownProgressed, this, &MainWindow::followEntry);
    connect(&m_workbench, &Workbench::rowsDue, m_logModel, &WireLogModel::poll);
    connect(&m_workbench, &Workbench::refused, m_trouble, &TroubleBanner::showTrouble);
    connect(&m_workbench.bench().runs(), &RunControl::progressed, this, [this] {
        m_casesPanel->showProgress();
        showTitle();
    });
    connect(&m_workbench.bench().runs(), &RunControl::told, this, [this](AgentId agent, const QString &note) {
        tell(m_workbench.bench().agents().nameOf(agent) + QStringLiteral(": ") + note);
    });
}

void MainWindow::connectRunViews()
{
    connect(m_runViews, &RunViews::caseOpened, this, [this] {
        m_tabs->setCurrentWidget(m_logPanel);
        bringForward(m_resultDock);
    });
    connect(m_runViews, &RunViews::told, this, &MainWindow::tell);
    connect(m_runViews, &RunViews::failed, m_trouble, &TroubleBanner::showFault);
}

void MainWindow::tell(const QString &text)
{
    constexpr int milliseconds = 8'000;
    statusBar()->showMessage(text, milliseconds);
}

// --- the shown session ---

void MainWindow::showEntry()
{
    const EntryPtr &entry = m_workbench.shown();
    m_trouble->clearTrouble();
    m_shownFindings = 0;
    m_wasOpen = false;
    if (entry)
        m_logPanel->setSession(entry->log, entry->started);
    else
        m_logPanel->setSession(nullptr, {});
    for (SessionPanel *panel : m_panels)
        panel->setEntry(entry);
    m_replay->setEntry(entry);
    showTitle();
    // The send box says nothing about a case, nor the result about a live session.
    if (entry && entry->isCase() && !m_composeDock->visibleRegion().isEmpty())
        m_resultDock->raise();
    else if (entry && !entry->isCase() && !m_resultDock->visibleRegion().isEmpty())
        m_composeDock->raise();
    followEntry();
}

// What is shown; while cases run, how far they are, for whoever looks at the window's button only.
void MainWindow::showTitle()
{
    const EntryPtr &entry = m_workbench.shown();
    const RunControl &runs = m_workbench.bench().runs();
    QString title = QStringLiteral("Frameglass");
    if (entry)
        title = entry->title + QStringLiteral(" - ") + title;
    if (runs.isRunning())
        title = tr("%1 of %2 - %3").arg(runs.done()).arg(runs.total()).arg(title);
    setWindowTitle(title);
}

void MainWindow::followEntry()
{
    const EntryPtr &entry = m_workbench.shown();
    m_logModel->poll();
    for (SessionPanel *panel : m_panels)
        panel->progressed();
    m_detail->follow();
    m_bar->showState(entry.get());
    followTrouble();
    followActions();
    if (!entry) {
        m_rowCount->clear();
        return;
    }
    const SessionSummary &summary = entry->summary;
    const QString rows = quantity(summary.rows, "row");
    m_rowCount->setText(summary.isFull ? tr("%1; the log is full, no more are added").arg(rows) : rows);
    if (summary.findings != m_shownFindings) {
        m_shownFindings = summary.findings;
        std::vector<RowNumber> marked;
        for (const Finding &finding : entry->log->findings())
            marked.push_back(finding.row);
        std::sort(marked.begin(), marked.end());
        m_logModel->setMarkedRows(std::move(marked));
    }
    const bool isOpen = m_workbench.sendable() != nullptr;
    // Whoever has just connected wants to write next.
    if (isOpen && !m_wasOpen && m_bar->isAncestorOf(focusWidget())
        && !m_composeDock->visibleRegion().isEmpty())
        m_compose->focusInput();
    m_wasOpen = isOpen;
}

void MainWindow::followTrouble()
{
    const EntryPtr &entry = m_workbench.shown();
    if (!entry || m_trouble->isFault())
        return;
    const std::optional<Trouble> trouble = troubleOf(*entry);
    // One that was dismissed stays away until the session is shown anew.
    if (trouble && (m_trouble->trouble().what != trouble->what || m_trouble->trouble().why != trouble->why))
        m_trouble->showTrouble(*trouble);
}

void MainWindow::followActions()
{
    const EntryPtr &entry = m_workbench.shown();
    const bool isLive = entry && entry->isLive() && !entry->hasEnded();
    const int row = m_log->pickedRow();
    m_actions.disconnect->setEnabled(isLive);
    m_actions.saveSession->setEnabled(entry && !entry->reported);
    m_actions.exportSession->setEnabled(entry && !entry->reported);
    m_actions.replay->setEnabled(entry && !entry->reported);
    m_actions.copy->setEnabled(row >= 0);
    m_actions.composeAgain->setEnabled(
        row >= 0 && entry && entry->log->row(static_cast<RowNumber>(row)).kind == RowKind::Frame);
}

void MainWindow::showRow(int row)
{
    if (row >= 0 && m_logModel->session())
        m_detail->showRow(m_logModel->session(), static_cast<RowNumber>(row));
    else
        m_detail->clear();
    followActions();
}

void MainWindow::composeAgain(int row)
{
    const EntryPtr &entry = m_workbench.shown();
    if (!entry || row < 0)
        return;
    bringForward(m_composeDock);
    m_compose->composeAgain(*entry->log, entry->log->row(static_cast<RowNumber>(row)));
}

void MainWindow::bringForward(QDockWidget *dock)
{
    dock->show();
    dock->raise();
}

// --- what stays ---

void MainWindow::restore()
{
    const QSettings settings;
    CaseBench &bench = m_workbench.bench();
    bench.agents().restore(settings);
    bench.tree().setUncheckedIds(settings.value(settings_keys::uncheckedCases).toStringList());
    m_runViews->restore(settings);
    m_casesPanel->setJobs(settings.value(settings_keys::jobs, bench.starter().jobs()).toInt());
    m_bar->restore(settings);
    resize(screen() ? defaultSize.boundedTo(screen()->availableSize()) : defaultSize);
    applyDefaultLayout();
    restoreGeometry(settings.value(settings_keys::geometry).toByteArray());
    restoreState(settings.value(settings_keys::docks).toByteArray(), layoutVersion);
    m_logPanel->restore(settings);
    m_detail->splitter()->restoreState(settings.value(settings_keys::detailSplit).toByteArray());
}

void MainWindow::save()
{
    QSettings settings;
    m_bar->save(settings);
    CaseBench &bench = m_workbench.bench();
    bench.agents().save(settings);
    m_runViews->save(settings);
    settings.setValue(settings_keys::uncheckedCases, bench.tree().uncheckedIds());
    settings.setValue(settings_keys::jobs, bench.starter().jobs());
    settings.setValue(settings_keys::geometry, saveGeometry());
    settings.setValue(settings_keys::docks, saveState(layoutVersion));
    m_logPanel->save(settings);
    settings.setValue(settings_keys::detailSplit, m_detail->splitter()->saveState());
}

// Open connections are closed with a close frame, and what runs is ended and recorded; the window goes when
// the peers have answered or had their time. Whoever closes it once more does not wait.
void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_leaving.isValid()) {
        if (hasToStay()) {
            event->ignore();
            return;
        }
        save();
        m_leaving.start();
        m_workbench.closeAll();
        if (waitsForEnds()) {
            event->ignore();
            waitForGoodbye();
            return;
        }
    }
    m_workbench.bench().conclude();
    event->accept();
}

bool MainWindow::waitsForEnds() const
{
    const qint64 waited = m_leaving.elapsed();
    return (m_workbench.hasOpenSessions() && waited < goodbyeMilliseconds)
        || (m_workbench.hasCasesGoing() && waited < endMilliseconds);
}

void MainWindow::waitForGoodbye()
{
    setEnabled(false);
    statusBar()->showMessage(m_workbench.hasCasesGoing() ? tr("Ending what runs.")
                                                         : tr("Closing the open connections."));
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this, timer] {
        if (waitsForEnds())
            return;
        timer->stop();
        close();
    });
    timer->start(10);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !m_rowCount)
        return;
    makeHintsReadable();
    m_bar->showState(m_workbench.shown().get());
}

} // namespace fg
