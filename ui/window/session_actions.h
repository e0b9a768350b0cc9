// The actions for the shown session and for the row that is selected in it: enables those that make sense
// now, and carries out those that need only the session itself.
#pragma once

#include "protocol/session/log/row_number.h"
#include "ui/window/window_panels.h"

#include <QObject>

#include <optional>

namespace fg {

class DockLayout;
class WireLogView;
class Workbench;
struct WindowActions;

class SessionActions final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object.
    SessionActions(const WindowActions &actions, Workbench &workbench, WireLogView &log,
                   const WindowPanels &panels, DockLayout &docks, QObject *parent);

private:
    void enableActions();
    void composeAgain(std::optional<RowNumber> row);

    const WindowActions &m_actions;
    Workbench &m_workbench;
    WireLogView &m_log;
    ComposePanel *m_compose;
    DockLayout &m_docks;
};

} // namespace fg
