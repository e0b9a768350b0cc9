// Connects to the address in the connect bar, always with a new session; connects again, and replays
// sessions. It shows in the banner why the shown session has failed.
#pragma once

#include "ui/bench/session_entry.h"

#include <QObject>

class QWidget;

namespace fg {

class ConnectBar;
class TroubleBanner;
class Workbench;
struct Agent;
struct WindowActions;

class Connecting final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        ConnectBar &bar;
        TroubleBanner &trouble;
    };

    // All must outlive this object.
    Connecting(const WindowActions &actions, const Parts &parts, QWidget *window);

    // Puts an agent with all its settings into the bar, for a person who asks for it.
    void takeAgent(const Agent &agent);
    // Asks how to replay, in a dialog that is not modal. Does nothing if `recorded` is null.
    void askToReplay(const EntryPtr &recorded);
    // Opens a new session with the target and the options of this one.
    void reconnect(const EntryPtr &entry);

private:
    void start();
    // Tries again what the shown session failed at.
    void tryAgain();
    // Connects again, and allows the faults of the certificate that was not accepted.
    void allowFaults();
    void showNewSession();
    void showTrouble();

    Parts m_parts;
    QWidget *m_window;
};

} // namespace fg
