// Shows the session of the current perspective in the wire log and in the panels about it, and updates them
// while the session continues. Whoever comes back to a session finds the row that was picked in it.
#pragma once

#include "protocol/session/log/row_number.h"
#include "ui/log/wire_log_panel.h"
#include "ui/window/window_panels.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>

namespace fg {

class FindingGuide;
class Perspectives;
class ReplayBar;
class SessionBar;
class Workbench;
struct SessionEntry;

class ShownSession final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        Perspectives &perspectives;
        SessionBar &bar;
        ReplayBar &replay;
        FindingGuide &guide;
        const WindowPanels &panels;
    };

    // All must outlive this object.
    ShownSession(const Parts &parts, QObject *parent);

signals:
    // The connection is open: the user can send from now on.
    void opened();

private:
    void show();
    void leave();
    void refresh();
    void showRow(std::optional<RowNumber> row);

    Parts m_parts;
    WireLogPanel &m_log;
    bool m_wasOpen = false; // Whether the connection was open at the last update.
    std::weak_ptr<SessionEntry> m_entry; // what is shown
    std::map<std::weak_ptr<SessionEntry>, WireLogPanel::Whereabouts, std::owner_less<>> m_left;
};

} // namespace fg
