#include "ui/window/session_files.h"

#include "ui/bench/workbench.h"
#include "ui/log/picked_rows.h"
#include "ui/sessions/exporter.h"
#include "ui/sessions/session_saver.h"
#include "ui/sessions/sessions_panel.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QWidget>

namespace fg {

SessionFiles::SessionFiles(Workbench &workbench, const WireLogPanel &log, const SessionsPanel &list,
                           const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_log(log)
    , m_saver(new SessionSaver(workbench.jobs(), window))
    , m_exporter(new Exporter(workbench.jobs(), window))
{
    connect(actions.saveSession, &QAction::triggered, this, [this] { saveAs(m_workbench.shown()); });
    connect(actions.exportSession, &QAction::triggered, this, [this] { exportEntry(m_workbench.shown()); });
    connect(&list, &SessionsPanel::saveRequested, this, &SessionFiles::saveAs);
    connect(&list, &SessionsPanel::exportRequested, this, &SessionFiles::exportEntry);
    connect(&list, &SessionsPanel::removeRequested, this, &SessionFiles::remove);
    connect(m_saver, &SessionSaver::saved, &workbench, &Workbench::updateEntry);
    connect(m_saver, &SessionSaver::statusMessage, this, &SessionFiles::statusMessage);
    connect(m_saver, &SessionSaver::failed, this, &SessionFiles::failed);
    connect(m_exporter, &Exporter::statusMessage, this, &SessionFiles::statusMessage);
    connect(m_exporter, &Exporter::failed, this, &SessionFiles::failed);
}

void SessionFiles::saveAs(const EntryPtr &entry) { m_saver->saveAs({entry}); }

void SessionFiles::exportEntry(const EntryPtr &entry)
{
    const bool isShown = entry == m_workbench.shown();
    m_exporter->exportEntry(entry, isShown ? pickedRows(m_log) : std::nullopt);
}

void SessionFiles::remove(const EntryPtr &entry)
{
    const std::vector<EntryPtr> unsaved = SessionSaver::unsavedOf({entry});
    if (unsaved.empty())
        m_workbench.remove(entry);
    else
        m_saver->askAbout(unsaved, QStringLiteral("Remove the session from the list?"),
                          [this, entry](const auto &) { m_workbench.remove(entry); });
}

} // namespace fg
