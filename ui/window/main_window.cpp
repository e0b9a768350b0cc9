#include "ui/window/main_window.h"

#include "ui/base/settings_keys.h"
#include "ui/cases/agents_panel.h"
#include "ui/cases/cases_panel.h"
#include "ui/cases/run_bar.h"
#include "ui/cases/step_bar.h"
#include "ui/connect/connect_bar.h"
#include "ui/kit/about_box.h"
#include "ui/kit/look.h"
#include "ui/kit/readable_hints.h"
#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"
#include "ui/message/message_panel.h"
#include "ui/panels/compose_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/perspectives/conformance_page.h"
#include "ui/perspectives/connections_page.h"
#include "ui/perspectives/perspective_switch.h"
#include "ui/perspectives/perspectives.h"
#include "ui/runs/run_views.h"
#include "ui/sessions/recovery_bar.h"
#include "ui/sessions/replay_bar.h"
#include "ui/sessions/session_bar.h"
#include "ui/sessions/session_strip.h"
#include "ui/sessions/session_tabs.h"
#include "ui/window/case_commands.h"
#include "ui/window/connecting.h"
#include "ui/window/file_desk.h"
#include "ui/window/file_opener.h"
#include "ui/window/finding_guide.h"
#include "ui/window/navigation.h"
#include "ui/window/recovery.h"
#include "ui/window/serve_desk.h"
#include "ui/window/session_actions.h"
#include "ui/window/session_files.h"
#include "ui/window/settings_desk.h"
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
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace fg {

namespace {

// The frame that a window manager draws takes a few pixels of the screen.
constexpr QSize frame(8, 40);
constexpr QSize usualScreen(1280, 800);
// What is entered in quick succession is saved once.
constexpr int savingMilliseconds = 200;
// Arranging by mouse gives many events.
constexpr int savingLayoutMilliseconds = 1'000;

// The colours come before the widgets, which would change theirs one by one.
WindowActions makeColoredActions(QMainWindow *window, const Preferences &preferences)
{
    applyColors(preferences);
    return makeActions(window);
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_actions(makeColoredActions(this, m_preferences.values()))
    , m_panels(makePanels(m_workbench, m_actions))
    , m_bar(new ConnectBar)
    , m_strip(new SessionStrip(m_workbench))
    , m_sessionBar(new SessionBar({m_actions.reconnect, m_actions.disconnect}))
    , m_recovery(new RecoveryBar)
    , m_trouble(new TroubleBanner)
    , m_replay(new ReplayBar)
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(savingMilliseconds);
    m_savingLayout.setSingleShot(true);
    m_savingLayout.setInterval(savingLayoutMilliseconds);
    makeHintsReadable();
    makePerspectives();
    m_status = new StatusLine(m_workbench, statusBar());
    m_navigation =
        new Navigation(m_actions, {m_workbench, *m_bar, *m_perspectives, *m_runViews, m_panels}, this);
    connect(m_actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions.about, &QAction::triggered, this, [this] { showAbout(this); });

    makeConnecting();
    makeShownSession();
    makeCaseCommands();
    makeFiles();
    makeSavingAndClosing();
    makeSettings();
    restore();
    saveWhenChanged();
    m_bar->focusTarget();
}

// The children are destroyed after the members, and tell on the way that they are hidden: nobody is to be
// told.
MainWindow::~MainWindow()
{
    for (QObject *child : findChildren<QObject *>())
        child->disconnect(this);
}

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
    connect(part, &Part::failed, m_trouble, &TroubleBanner::showFault);
}

void MainWindow::makePerspectives()
{
    auto *steps =
        new StepBar(m_workbench.bench().steps(), {m_actions.nextStep, m_actions.allSteps, m_actions.stop});
    auto *connections = new ConnectionsPage(
        m_panels.shared, {m_bar, m_strip, m_sessionBar, m_recovery, m_trouble, m_replay, m_panels.compose});
    auto *conformance = new ConformancePage(
        m_panels.shared, {m_panels.agents, m_panels.run, steps, m_trouble, m_panels.cases, m_panels.result});
    m_perspectives = new Perspectives(m_workbench, connections, conformance, this);
    setCentralWidget(m_perspectives);
    m_runViews = new RunViews(m_workbench, conformance->tabs(), this);
    menuBar()->setCornerWidget(
        new PerspectiveSwitch(m_workbench, m_actions.goToConnections, m_actions.goToConformance),
        Qt::TopLeftCorner);
    fillMenus(menuBar(), m_actions, connections->toggles() + conformance->toggles());
    connect(m_actions.resetLayout, &QAction::triggered, m_perspectives, &Perspectives::resetLayout);
    connect(m_strip, &SessionStrip::newRequested, m_bar, &ConnectBar::focusTarget);
}

void MainWindow::makeConnecting()
{
    m_connecting = new Connecting(m_actions, {m_workbench, *m_bar, *m_trouble}, this);
    connect(m_panels.agents, &AgentsPanel::connectRequested, m_connecting, &Connecting::takeAgent);
    connect(&m_strip->tabs(), &SessionTabs::replayRequested, m_connecting, &Connecting::askToReplay);
    connect(&m_strip->tabs(), &SessionTabs::reconnectRequested, m_connecting, &Connecting::reconnect);
}

void MainWindow::makeShownSession()
{
    new WindowTitle(m_workbench, this);
    auto *guide = new FindingGuide({m_workbench, *m_perspectives, *m_trouble, m_panels}, this);
    showMessagesOf(guide);
    auto *shown =
        new ShownSession({m_workbench, *m_perspectives, *m_sessionBar, *m_replay, *guide, m_panels}, this);
    connect(shown, &ShownSession::opened, m_navigation, &Navigation::moveFocusToSendBox);
    new SessionActions(m_actions, {m_workbench, *m_perspectives, m_strip->tabs(), m_panels}, this);
    connect(m_panels.shared.log->view(), &WireLogView::rowsCopied, m_status, &StatusLine::showCopied);
    showMessagesOf(m_panels.shared.log);
    showMessagesOf(m_panels.compose);
    showMessagesOf(m_panels.shared.message);
    showFailuresOf(m_panels.shared.message);
}

void MainWindow::makeCaseCommands()
{
    auto *commands = new CaseCommands(m_actions, m_workbench, *m_panels.cases, this);
    connect(commands, &CaseCommands::starting, m_trouble, &TroubleBanner::clear);
    connect(commands, &CaseCommands::hostsAllowed, this, &MainWindow::saveEntered);
    showMessagesOf(commands);
    auto *shown = new ShownCaseCommands(m_actions, m_workbench, this);
    connect(shown, &ShownCaseCommands::starting, m_trouble, &TroubleBanner::clear);
    showMessagesOf(shown);
    RunControl &runs = m_workbench.bench().runs();
    connect(&runs, &RunControl::progressed, m_panels.cases, &CasesPanel::showProgress);
    const auto showNote = [this](AgentId agent, const QString &note) {
        m_status->showMessage(m_workbench.bench().agents().nameOf(agent) + QStringLiteral(": ") + note);
    };
    connect(&runs, &RunControl::agentMessage, m_status, showNote);
    connect(&m_workbench.bench().serving(), &ServeControl::agentMessage, m_status,
            [showNote](AgentId agent, const AgentResults &, const QString &note) { showNote(agent, note); });
    connect(&m_workbench.bench(), &CaseBench::noticed, m_trouble, &TroubleBanner::showFault);
    showMessagesOf(m_panels.agents);
    showMessagesOf(m_runViews);
    showFailuresOf(m_runViews);
}

void MainWindow::makeFiles()
{
    auto *serving = new ServeDesk(m_workbench.bench(), this);
    connect(m_actions.serve, &QAction::triggered, serving, &ServeDesk::show);
    connect(m_panels.agents, &AgentsPanel::serveRequested, serving, &ServeDesk::show);
    auto *specs = new SpecFiles(m_workbench.bench(), *serving, m_actions, this);
    showMessagesOf(specs);
    showFailuresOf(specs);
    auto *opener = new FileOpener(m_workbench, *m_runViews, *specs, this);
    showMessagesOf(opener);
    showFailuresOf(opener);
    m_files = new FileDesk(*opener, m_actions, this);
    showMessagesOf(m_files);
    m_recovering = new Recovery(m_actions, {m_workbench, *m_recovery, *opener}, this);
    showMessagesOf(m_recovering);
}

void MainWindow::makeSavingAndClosing()
{
    auto *sessions = new SessionFiles(m_workbench, *m_panels.shared.log, m_strip->tabs(), m_actions, this);
    m_closing = new WindowClosing(m_workbench, sessions->saver(), *m_status, this);
    connect(m_closing, &WindowClosing::leaving, this, &MainWindow::save);
    showMessagesOf(sessions);
    // The window stays open, so that the user can read that the file was not written.
    connect(sessions, &SessionFiles::failed, m_closing, &WindowClosing::cancelClosing);
    showFailuresOf(sessions);
    connect(&m_workbench, &Workbench::recordingStopped, m_trouble, &TroubleBanner::showFault);
}

// --- settings ---

void MainWindow::makeSettings()
{
    new SettingsDesk(
        m_actions,
        {m_preferences, m_workbench, *m_bar, *m_panels.shared.log, *m_recovery, *m_runViews, *m_files}, this);
    m_recovering->start();
}

void MainWindow::restore()
{
    const QSettings settings;
    CaseBench &bench = m_workbench.bench();
    bench.agents().restore(settings);
    bench.tree().setUncheckedIds(settings.value(settings_keys::uncheckedCases).toStringList());
    bench.starter().setAllowedHosts(settings.value(settings_keys::allowedHosts).toStringList());
    m_runViews->restore(settings);
    const int jobs = bench.starter().jobs();
    m_panels.run->setJobs(numberIn(settings, settings_keys::jobs, 1, RunControl::mostJobs, jobs));
    m_panels.compose->restore(settings);
    m_bar->restore(settings);
    resize((screen() ? usualScreen.boundedTo(screen()->availableSize()) : usualScreen) - frame);
    restoreGeometry(settings.value(settings_keys::geometry).toByteArray());
    m_perspectives->restore(settings);
    m_panels.shared.log->restore(settings);
    if (settings.value(settings_keys::perspective).toInt() == int(Perspective::Conformance))
        m_workbench.setPerspective(Perspective::Conformance);
}

void MainWindow::saveWhenChanged()
{
    connect(&m_saving, &QTimer::timeout, this, &MainWindow::saveEntered);
    const auto saveSoon = [this] {
        if (!m_saving.isActive())
            m_saving.start();
    };
    CaseBench &bench = m_workbench.bench();
    const AgentBook &agents = bench.agents();
    connect(m_bar, &ConnectBar::remembered, this, saveSoon);
    connect(m_bar, &ConnectBar::settingsChanged, this, saveSoon);
    connect(m_panels.run, &RunBar::jobsChanged, this, saveSoon);
    connect(m_runViews, &RunViews::settingsChanged, this, saveSoon);
    connect(m_panels.compose, &ComposePanel::remembered, this, saveSoon);
    connect(&agents, &AgentBook::checksChanged, this, saveSoon);
    connect(&agents, &AgentBook::renamed, this, saveSoon);
    connect(&agents, &QAbstractItemModel::rowsInserted, this, saveSoon);
    connect(&agents, &QAbstractItemModel::rowsRemoved, this, saveSoon);
    connect(&bench.tree(), &CaseModel::checksChanged, this, saveSoon);
    connect(&m_workbench, &Workbench::perspectiveChanged, this, saveSoon);
    connect(&m_savingLayout, &QTimer::timeout, this, &MainWindow::saveArranged);
    connect(m_perspectives, &Perspectives::layoutChanged, this, &MainWindow::saveArrangedSoon);
    connect(m_panels.shared.detail->splitter(), &QSplitter::splitterMoved, this,
            &MainWindow::saveArrangedSoon);
    connect(m_panels.shared.log, &WireLogPanel::settingsChanged, this, &MainWindow::saveArrangedSoon);
}

void MainWindow::saveEntered()
{
    QSettings settings;
    m_bar->save(settings);
    m_panels.compose->save(settings);
    CaseBench &bench = m_workbench.bench();
    bench.agents().save(settings);
    m_runViews->save(settings);
    settings.setValue(settings_keys::allowedHosts, bench.starter().allowedHosts());
    settings.setValue(settings_keys::uncheckedCases, bench.tree().uncheckedIds());
    settings.setValue(settings_keys::jobs, bench.starter().jobs());
    settings.setValue(settings_keys::perspective, int(m_workbench.perspective()));
}

void MainWindow::saveArrangedSoon()
{
    if (!m_savingLayout.isActive())
        m_savingLayout.start();
}

void MainWindow::save()
{
    saveEntered();
    saveArranged();
}

void MainWindow::saveArranged()
{
    QSettings settings;
    settings.setValue(settings_keys::geometry, saveGeometry());
    m_perspectives->save(settings);
    m_panels.shared.log->save(settings);
}

void MainWindow::closeEvent(QCloseEvent *event) { event->setAccepted(m_closing->mayClose()); }

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    saveArrangedSoon();
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QMainWindow::moveEvent(event);
    saveArrangedSoon();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    // This event also arrives while the window is being constructed.
    if (event->type() == QEvent::PaletteChange && m_connecting)
        makeHintsReadable();
}

} // namespace fg
