#include "ui/window/main_window.h"

#include "ui/base/settings_keys.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/connect/connect_bar.h"
#include "ui/kit/readable_hints.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/about_box.h"
#include "ui/window/case_commands.h"
#include "ui/window/central_area.h"
#include "ui/window/connecting.h"
#include "ui/window/dock_layout.h"
#include "ui/window/file_desk.h"
#include "ui/window/file_opener.h"
#include "ui/window/navigation.h"
#include "ui/window/serve_desk.h"
#include "ui/window/session_actions.h"
#include "ui/window/session_files.h"
#include "ui/window/shown_case_commands.h"
#include "ui/window/shown_session.h"
#include "ui/window/spec_files.h"
#include "ui/window/status_line.h"
#include "ui/window/trouble_banner.h"
#include "ui/window/window_closing.h"
#include "ui/window/window_menus.h"
#include "ui/window/window_title.h"

#include <QAction>
#include <QCloseEvent>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QToolBar>

namespace fg {

namespace {

constexpr QSize defaultSize(1280, 800);

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_actions(makeActions(this))
    , m_bar(new ConnectBar)
{
    makeHintsReadable();
    makeToolBar();
    m_central = new CentralArea(m_workbench, m_actions, this);
    setCentralWidget(m_central);
    m_panels = makePanels(m_workbench, m_actions);
    m_docks = new DockLayout(m_panels, this);
    fillMenus(menuBar(), m_actions, m_docks->toggles());
    m_status = new StatusLine(m_workbench, statusBar());
    m_navigation = new Navigation(m_actions, *m_bar, *m_central, m_panels, *m_docks, this);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.resetLayout, &QAction::triggered, m_docks, &DockLayout::applyDefault);
    connect(m_actions.about, &QAction::triggered, this, [this] { showAbout(this); });

    makeConnecting();
    makeShownSession();
    makeCaseCommands();
    makeFiles();
    makeSavingAndClosing();
    restore();
    m_bar->focusTarget();
}

MainWindow::~MainWindow() = default;

void MainWindow::setTarget(const QString &text) { m_bar->setTarget(ConnectTarget::typed(text)); }

void MainWindow::closeUnasked() { m_closing->closeUnasked(); }

void MainWindow::open(const QString &path) { m_files->open(path); }

void MainWindow::setFileMemory(std::uint64_t octets) { m_files->setFileMemory(octets); }

// --- the parts and their connections ---

template <typename Part> void MainWindow::showMessagesOf(const Part *part)
{
    connect(part, &Part::statusMessage, m_status, &StatusLine::showMessage);
}

template <typename Part> void MainWindow::showFailuresOf(const Part *part)
{
    connect(part, &Part::failed, &m_central->trouble(), &TroubleBanner::showFault);
}

void MainWindow::makeToolBar()
{
    auto *toolBar = new QToolBar(QStringLiteral("Connection"), this);
    toolBar->setObjectName(QStringLiteral("connectToolBar"));
    toolBar->setMovable(false);
    toolBar->toggleViewAction()->setEnabled(false);
    toolBar->addWidget(m_bar);
    addToolBar(toolBar);
}

void MainWindow::makeConnecting()
{
    m_connecting = new Connecting(m_workbench, *m_bar, *m_central, m_actions, this);
    connect(m_panels.agents, &AgentsPanel::agentPicked, m_connecting, &Connecting::showAgent);
    connect(m_panels.sessions, &SessionsPanel::replayRequested, m_connecting, &Connecting::askToReplay);
}

void MainWindow::makeShownSession()
{
    new WindowTitle(m_workbench, this);
    auto *shown = new ShownSession(m_workbench, *m_central, m_panels, *m_docks, this);
    connect(shown, &ShownSession::opened, m_navigation, &Navigation::moveFocusToSendBox);
    WireLogView &log = *m_central->log().view();
    new SessionActions(m_actions, m_workbench, log, m_panels, *m_docks, this);
    connect(&log, &WireLogView::rowsCopied, m_status, &StatusLine::showCopied);
    showMessagesOf(&m_central->log());
    showMessagesOf(m_panels.compose);
    showMessagesOf(m_panels.message);
    showFailuresOf(m_panels.message);
}

void MainWindow::makeCaseCommands()
{
    TroubleBanner &trouble = m_central->trouble();
    auto *commands = new CaseCommands(m_actions, m_workbench, *m_bar, *m_panels.cases, this);
    connect(commands, &CaseCommands::starting, &trouble, &TroubleBanner::clear);
    showMessagesOf(commands);
    auto *shown = new ShownCaseCommands(m_actions, m_workbench, this);
    connect(shown, &ShownCaseCommands::starting, &trouble, &TroubleBanner::clear);
    showMessagesOf(shown);
    RunControl &runs = m_workbench.bench().runs();
    connect(&runs, &RunControl::progressed, m_panels.cases, &CasesPanel::showProgress);
    const auto showNote = [this](AgentId agent, const QString &note) {
        m_status->showMessage(m_workbench.bench().agents().nameOf(agent) + QStringLiteral(": ") + note);
    };
    connect(&runs, &RunControl::agentMessage, m_status, showNote);
    connect(&m_workbench.bench().serving(), &ServeControl::agentMessage, m_status,
            [showNote](AgentId agent, const AgentResults &, const QString &note) { showNote(agent, note); });
    connect(&m_workbench.bench(), &CaseBench::noticed, &trouble, &TroubleBanner::showFault);
    showMessagesOf(m_panels.agents);
    showMessagesOf(&m_central->runViews());
    showFailuresOf(&m_central->runViews());
}

void MainWindow::makeFiles()
{
    auto *serving = new ServeDesk(m_workbench.bench(), this);
    connect(m_actions.serve, &QAction::triggered, serving, &ServeDesk::show);
    connect(m_panels.agents, &AgentsPanel::serveRequested, serving, &ServeDesk::show);
    auto *specs = new SpecFiles(m_workbench.bench(), *serving, m_actions, this);
    showMessagesOf(specs);
    showFailuresOf(specs);
    auto *opener = new FileOpener(m_workbench, m_central->runViews(), *specs, this);
    connect(opener, &FileOpener::sessionBegun, m_navigation, &Navigation::showFoundSessions);
    showMessagesOf(opener);
    showFailuresOf(opener);
    m_files = new FileDesk(*opener, m_actions, this);
    showMessagesOf(m_files);
    SessionVault &vault = m_workbench.vault();
    connect(&vault, &SessionVault::found, &m_central->recovery(), &RecoveryBar::offer);
    connect(&m_central->recovery(), &RecoveryBar::reopenRequested, opener, &FileOpener::reopen);
    vault.findLeftOvers();
}

void MainWindow::makeSavingAndClosing()
{
    auto *sessions = new SessionFiles(m_workbench, m_central->log(), *m_panels.sessions, m_actions, this);
    m_closing = new WindowClosing(m_workbench, sessions->saver(), *m_status, this);
    connect(m_closing, &WindowClosing::leaving, this, &MainWindow::save);
    showMessagesOf(sessions);
    // The window stays open, so that the user can read that the file was not written.
    connect(sessions, &SessionFiles::failed, m_closing, &WindowClosing::cancelClosing);
    showFailuresOf(sessions);
    connect(&m_workbench, &Workbench::recordingStopped, &m_central->trouble(), &TroubleBanner::showFault);
}

// --- settings ---

void MainWindow::restore()
{
    const QSettings settings;
    CaseBench &bench = m_workbench.bench();
    bench.agents().restore(settings);
    bench.tree().setUncheckedIds(settings.value(settings_keys::uncheckedCases).toStringList());
    m_central->runViews().restore(settings);
    m_panels.cases->setJobs(settings.value(settings_keys::jobs, bench.starter().jobs()).toInt());
    m_bar->restore(settings);
    resize(screen() ? defaultSize.boundedTo(screen()->availableSize()) : defaultSize);
    m_docks->applyDefault();
    restoreGeometry(settings.value(settings_keys::geometry).toByteArray());
    m_docks->restore(settings);
    m_central->log().restore(settings);
    m_panels.detail->splitter()->restoreState(settings.value(settings_keys::detailSplit).toByteArray());
}

void MainWindow::save()
{
    QSettings settings;
    m_bar->save(settings);
    CaseBench &bench = m_workbench.bench();
    bench.agents().save(settings);
    m_central->runViews().save(settings);
    settings.setValue(settings_keys::uncheckedCases, bench.tree().uncheckedIds());
    settings.setValue(settings_keys::jobs, bench.starter().jobs());
    settings.setValue(settings_keys::geometry, saveGeometry());
    m_docks->save(settings);
    m_central->log().save(settings);
    settings.setValue(settings_keys::detailSplit, m_panels.detail->splitter()->saveState());
}

void MainWindow::closeEvent(QCloseEvent *event) { event->setAccepted(m_closing->mayClose()); }

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // This event also arrives while the window is being constructed.
    if (event->type() != QEvent::PaletteChange || !m_connecting)
        return;
    makeHintsReadable();
    m_connecting->showState();
}

} // namespace fg
