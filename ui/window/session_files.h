// Saves, exports or removes the shown session or one of the list. It asks first if removing a session would
// lose it.
#pragma once

#include "protocol/report/wording/troubles.h"
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
    // All arguments must outlive this object, except that the workbench's jobs must end before it is
    // destroyed.
    SessionFiles(Workbench &workbench, const WireLogPanel &log, const SessionsPanel &list,
                 const WindowActions &actions, QWidget *window);

    [[nodiscard]] SessionSaver &saver() { return *m_saver; }

signals:
    void statusMessage(const QString &text);
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
