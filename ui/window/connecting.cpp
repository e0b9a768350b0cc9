#include "ui/window/connecting.h"

#include "ui/bench/workbench.h"
#include "ui/connect/connect_bar.h"
#include "ui/sessions/replay_dialog.h"
#include "ui/window/trouble_banner.h"
#include "ui/window/window_actions.h"

#include <QAction>

namespace fg {

Connecting::Connecting(const WindowActions &actions, const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    Workbench &workbench = parts.workbench;
    connect(&parts.bar, &ConnectBar::connectRequested, this, &Connecting::start);
    connect(actions.connect, &QAction::triggered, this, &Connecting::start);
    connect(actions.reconnect, &QAction::triggered, this,
            [this] { reconnect(m_parts.workbench.shownIn(Perspective::Connections)); });
    connect(actions.replay, &QAction::triggered, this, [this] { askToReplay(m_parts.workbench.shown()); });
    connect(&parts.trouble, &TroubleBanner::allowRequested, this, &Connecting::allowFaults);
    connect(&workbench.bench(), &CaseBench::refused, &parts.trouble, &TroubleBanner::showTrouble);
    connect(&workbench, &Workbench::refused, &parts.trouble, &TroubleBanner::showTrouble);
    connect(&workbench, &Workbench::shownChanged, this, &Connecting::showNewSession);
    connect(&workbench, &Workbench::shownProgressed, this, &Connecting::showTrouble);
    showNewSession();
}

void Connecting::takeAgent(const Agent &agent)
{
    m_parts.workbench.setPerspective(Perspective::Connections);
    m_parts.bar.setAgent(agent);
    m_parts.bar.focusTarget();
}

void Connecting::start()
{
    m_parts.workbench.setPerspective(Perspective::Connections);
    m_parts.trouble.clear();
    if (const QString fault = m_parts.bar.fault(); !fault.isEmpty()) {
        m_parts.trouble.showTrouble({"The request has a line that is not a header field.",
                                     fault.toStdString(), "Change the line under Request, or remove it."},
                                    [this] { start(); });
        return;
    }
    const ConnectRequest request = m_parts.bar.request();
    m_parts.bar.remember();
    m_parts.workbench.connectTo(request);
}

void Connecting::reconnect(const EntryPtr &entry)
{
    const auto *const live = entry ? entry->as<LiveConnection>() : nullptr;
    if (!live || !live->again)
        return;
    m_parts.workbench.setPerspective(Perspective::Connections);
    m_parts.trouble.clear();
    std::function(live->again)(); // a copy, because another session is shown then
}

// If the address is still that of the session, what the bar shows of the request applies: a person may have
// allowed the faults of a certificate, say. Otherwise the session's own options do.
void Connecting::tryAgain()
{
    const EntryPtr &shown = m_parts.workbench.shown();
    const auto *const live = shown ? shown->as<LiveConnection>() : nullptr;
    if (shown && shown->isCase())
        m_parts.workbench.bench().starter().runAgain();
    else if (live && live->interactive() && live->to == m_parts.bar.target())
        start();
    else
        reconnect(shown);
}

// Only the faults that the certificates have, and only for that connection: the bar's request stays as it is.
void Connecting::allowFaults()
{
    const EntryPtr shown = m_parts.workbench.shown();
    const auto *const live = shown ? shown->as<LiveConnection>() : nullptr;
    if (!live || !live->againAllowing || !shown->summary.error)
        return;
    std::vector<std::string> names;
    for (const CertificateFault &fault : shown->summary.error->certificateFaults)
        names.push_back(fault.name);
    m_parts.trouble.clear();
    std::function(live->againAllowing)(names);
}

void Connecting::askToReplay(const EntryPtr &recorded)
{
    if (!recorded)
        return;
    auto *dialog = new ReplayDialog(recorded, m_parts.bar.target().text(), m_window);
    dialog->setUsual(m_parts.bar.usual());
    connect(dialog, &ReplayDialog::replayRequested, this, [this, dialog] {
        m_parts.workbench.setPerspective(Perspective::Connections);
        m_parts.trouble.clear();
        m_parts.workbench.replay(dialog->recorded()->recorded(), dialog->request(), dialog->settings());
    });
    dialog->show();
}

void Connecting::showNewSession()
{
    m_parts.trouble.clearTrouble();
    showTrouble();
}

void Connecting::showTrouble()
{
    const EntryPtr &entry = m_parts.workbench.shown();
    TroubleBanner &banner = m_parts.trouble;
    if (!entry || banner.isFault())
        return;
    const std::optional<Trouble> trouble = troubleOf(*entry);
    // The same trouble is not shown a second time: if the user has dismissed it, it stays hidden until the
    // session is shown again.
    if (trouble && (banner.trouble().what != trouble->what || banner.trouble().why != trouble->why))
        banner.showTrouble(*trouble, [this] { tryAgain(); });
}

} // namespace fg
