// Connects to whatever the connect bar says, tries again, replays; keeps the bar at how the shown connection
// is, and the banner at why it has come to nothing.
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
    // All must outlive it.
    Connecting(Workbench &workbench, ConnectBar &bar, CentralArea &central, const WindowActions &actions,
               QWidget *window);

    // The bar holds an agent from then on, unless that is no server.
    void takeAgent(const Agent &agent);
    // Asks how, without stopping anything else. Null: nothing is asked.
    void askToReplay(const EntryPtr &recorded);
    // The bar in today's colours.
    void showState();

private:
    void connectBar();
    void start();
    void tryAgain();
    void showAnew();
    void follow();
    void holdAgent(const ConnectTarget &target);

    Workbench &m_workbench;
    ConnectBar &m_bar;
    CentralArea &m_central;
    TroubleBanner &m_trouble;
    QWidget *m_window;
};

} // namespace fg
