// Saves or exports the shown session or that of a tab, and closes tabs. It asks first if closing would lose a
// session.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/bench/session_entry.h"

#include <QObject>

#include <vector>

class QWidget;

namespace fg {

class Exporter;
class SessionSaver;
class SessionTabs;
class WireLogPanel;
class Workbench;
struct WindowActions;

class SessionFiles final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object, except that the workbench's jobs must end before it is
    // destroyed.
    SessionFiles(Workbench &workbench, const WireLogPanel &log, const SessionTabs &tabs,
                 const WindowActions &actions, QWidget *window);

    [[nodiscard]] SessionSaver &saver() { return *m_saver; }

signals:
    void statusMessage(const QString &text);
    // A file was not written.
    void failed(const fg::Trouble &trouble);

private:
    void saveAs(const EntryPtr &entry);
    void exportEntry(const EntryPtr &entry);
    void close(const std::vector<EntryPtr> &entries);

    Workbench &m_workbench;
    const WireLogPanel &m_log;
    SessionSaver *m_saver;
    Exporter *m_exporter;
};

} // namespace fg
