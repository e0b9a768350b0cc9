// Sessions on their way to a file or out of the window: the shown one, or one of the list, is saved,
// exported, or taken off the list once nothing gets lost by that.
#pragma once

#include "protocol/report/wording/wording.h"
#include "ui/bench/session_entry.h"

#include <QObject>

class QWidget;

namespace fg {

class Exporter;
class SessionSaver;
class SessionsPanel;
class WireLogPanel;
class Workbench;
struct WindowActions;

class SessionFiles final : public QObject
{
    Q_OBJECT

public:
    // All must outlive it, except that the workbench's jobs must end before it does.
    SessionFiles(Workbench &workbench, const WireLogPanel &log, const SessionsPanel &list,
                 const WindowActions &actions, QWidget *window);

    [[nodiscard]] SessionSaver &saver() { return *m_saver; }

signals:
    void told(const QString &text);
    // A file was not written.
    void failed(const fg::Trouble &trouble);

private:
    void saveAs(const EntryPtr &entry);
    void exportEntry(const EntryPtr &entry);
    void remove(const EntryPtr &entry);

    Workbench &m_workbench;
    const WireLogPanel &m_log;
    SessionSaver *m_saver;
    Exporter *m_exporter;
};

} // namespace fg
