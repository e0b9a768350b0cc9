#include "ui/window/connecting.h"

#include "ui/bench/workbench.h"
#include "ui/connect/connect_bar.h"
#include "ui/sessions/replay_dialog.h"
#include "ui/window/central_area.h"
#include "ui/window/trouble_banner.h"
#include "ui/window/window_actions.h"

#include <QAction>

namespace fg {

Connecting::Connecting(Workbench &workbench, ConnectBar &bar, CentralArea &central,
                       const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_bar(bar)
    , m_central(central)
    , m_trouble(central.trouble())
    , m_window(window)
{
    connectBar();
    connect(actions.connect, &QAction::triggered, this, &Connecting::start);
    connect(actions.replay, &QAction::triggered, this, [this] { askToReplay(m_workbench.shown()); });
    connect(&workbench.bench(), &CaseBench::refused, &m_trouble, &TroubleBanner::showTrouble);
    connect(&workbench, &Workbench::refused, this,
            [this](const Trouble &trouble, const std::function<void()> &again) {
                m_trouble.showTrouble(
                    trouble, again ? again : [this] { start(); });
            });
    connect(&workbench, &Workbench::shownChanged, this, &Connecting::showNewSession);
    connect(&workbench, &Workbench::shownProgressed, this, &Connecting::showStateAndTrouble);
    showNewSession();
}

void Connecting::connectBar()
{
    connect(&m_bar, &ConnectBar::connectRequested, this, &Connecting::start);
    connect(&m_bar, &ConnectBar::disconnectRequested, &m_workbench, &Workbench::disconnectShown);
    connect(&m_bar, &ConnectBar::targetChanged, this, &Connecting::applyAgentSettings);
    connect(&m_workbench.bench(), &CaseBench::specApplied, this,
            [this](const Agent &first) { m_bar.setAgent(first); });
}

// If the target in the bar is that of an agent, the bar takes all settings of the agent.
void Connecting::applyAgentSettings(const ConnectTarget &target)
{
    AgentBook &agents = m_workbench.bench().agents();
    if (const Agent *const agent = agents.at(agents.rowOfTarget(target)))
        m_bar.applySettings(*agent);
}

void Connecting::showAgent(const Agent &agent)
{
    if (agent.isServer())
        m_bar.setAgent(agent);
}

void Connecting::start()
{
    m_bar.remember();
    m_trouble.clear();
    m_workbench.connectTo(m_bar.request());
}

void Connecting::tryAgain()
{
    const EntryPtr &shown = m_workbench.shown();
    const auto *const live = shown ? shown->as<LiveConnection>() : nullptr;
    if (shown && shown->isCase() && m_workbench.bench().runs().hasRun())
        m_workbench.bench().starter().runAgain();
    else if (live && live->again)
        std::function(live->again)(); // a copy, because another session is shown then
    else
        start();
}

void Connecting::askToReplay(const EntryPtr &recorded)
{
    if (!recorded)
        return;
    auto *dialog = new ReplayDialog(recorded, m_bar.request().to.text(), m_window);
    connect(dialog, &ReplayDialog::replayRequested, this, [this, dialog] {
        m_trouble.clear();
        m_central.showLog();
        m_workbench.replay(dialog->recorded()->log, dialog->request(), dialog->settings());
    });
    dialog->show();
}

void Connecting::showNewSession()
{
    m_trouble.clearTrouble();
    showStateAndTrouble();
}

void Connecting::showStateAndTrouble()
{
    showState();
    const EntryPtr &entry = m_workbench.shown();
    if (!entry || m_trouble.isFault())
        return;
    const std::optional<Trouble> trouble = troubleOf(*entry);
    // The same trouble is not shown a second time: if the user has dismissed it, it stays hidden until the
    // session is shown again.
    if (trouble && (m_trouble.trouble().what != trouble->what || m_trouble.trouble().why != trouble->why))
        m_trouble.showTrouble(*trouble, [this] { tryAgain(); });
}

void Connecting::showState() { m_bar.showState(m_workbench.shown().get()); }

} // namespace fg
