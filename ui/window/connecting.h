// Connects to the target in the connect bar, retries, and replays sessions. It shows the state of the shown
// connection in the bar, and in the banner why it failed.
#pragma once

#include "ui/bench/session_entry.h"

#include <QObject>

class QWidget;

namespace fg {

class CentralArea;
class ConnectBar;
class ConnectTarget;
class TroubleBanner;
class Workbench;
struct Agent;
struct WindowActions;

class Connecting final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object.
    Connecting(Workbench &workbench, ConnectBar &bar, CentralArea &central, const WindowActions &actions,
               QWidget *window);

    // Puts an agent into the bar, unless the agent is not a server.
    void showAgent(const Agent &agent);
    // Asks how to replay, in a dialog that is not modal. Does nothing if `recorded` is null.
    void askToReplay(const EntryPtr &recorded);
    // Shows the state in the bar, in the colours of the current palette.
    void showState();

private:
    void connectBar();
    void start();
    // Tries again what the shown session failed at.
    void tryAgain();
    void showNewSession();
    void showStateAndTrouble();
    void applyAgentSettings(const ConnectTarget &target);

    Workbench &m_workbench;
    ConnectBar &m_bar;
    CentralArea &m_central;
    TroubleBanner &m_trouble;
    QWidget *m_window;
};

} // namespace fg
