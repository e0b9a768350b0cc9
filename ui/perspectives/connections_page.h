// Connections: the address, the tabs of the sessions, the wire log of the shown one, the panels about it
// below, and the send box at the bottom.
#pragma once

#include "ui/perspectives/docked_page.h"

namespace fg {

class ComposePanel;
class ConnectBar;
class RecoveryBar;
class ReplayBar;
class SessionBar;
class SessionStrip;

class ConnectionsPage final : public DockedPage
{
    Q_OBJECT

public:
    // The page becomes the parent of its parts, but not of the shared panels.
    struct Parts
    {
        ConnectBar *bar;
        SessionStrip *strip;
        SessionBar *session;
        RecoveryBar *recovery;
        QWidget *trouble; // shared with the other page
        ReplayBar *replay;
        ComposePanel *compose;
    };

    ConnectionsPage(const SharedPanels &shared, const Parts &parts, QWidget *parent = nullptr);

    [[nodiscard]] QList<QWidget *> partsInOrder() const override;

protected:
    void placeDocks() override;
    void sizeDocks() override;

private:
    Parts m_parts;
    QList<QDockWidget *> m_sessionDocks;
    QDockWidget *m_compose;
};

} // namespace fg
