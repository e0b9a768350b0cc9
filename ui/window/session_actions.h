// The actions for the shown session and for the row that is selected in it: enables those that make sense
// now, and carries out those that need only the session itself.
#pragma once

#include "protocol/session/log/row_number.h"
#include "ui/window/window_panels.h"

#include <QObject>

#include <optional>

namespace fg {

class Perspectives;
class SessionTabs;
class WireLogView;
class Workbench;
struct WindowActions;

class SessionActions final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Workbench &workbench;
        Perspectives &perspectives;
        SessionTabs &tabs;
        const WindowPanels &panels;
    };

    // All must outlive this object.
    SessionActions(const WindowActions &actions, const Parts &parts, QObject *parent);

private:
    void enableActions();
    void composeAgain(std::optional<RowNumber> row);

    const WindowActions &m_actions;
    Parts m_parts;
    WireLogView &m_log;
};

} // namespace fg
