#include "ui/window/session_files.h"

#include "ui/base/text.h"
#include "ui/bench/workbench.h"
#include "ui/log/picked_rows.h"
#include "ui/sessions/exporter.h"
#include "ui/sessions/session_saver.h"
#include "ui/sessions/session_tabs.h"
#include "ui/window/window_actions.h"

#include <QAction>
#include <QWidget>

namespace fg {

SessionFiles::SessionFiles(Workbench &workbench, const WireLogPanel &log, const SessionTabs &tabs,
                           const WindowActions &actions, QWidget *window)
    : QObject(window)
    , m_workbench(workbench)
    , m_log(log)
    , m_saver(new SessionSaver(workbench.jobs(), window))
    , m_exporter(new Exporter(workbench.jobs(), window))
{
    connect(actions.saveSession, &QAction::triggered, this, [this] { saveAs(m_workbench.shown()); });
    connect(actions.exportSession, &QAction::triggered, this, [this] { exportEntry(m_workbench.shown()); });
    connect(actions.closeSession, &QAction::triggered, this, [this] {
        if (const EntryPtr entry = m_workbench.shownIn(Perspective::Connections))
            close({entry});
    });
    connect(&tabs, &SessionTabs::saveRequested, this, &SessionFiles::saveAs);
    connect(&tabs, &SessionTabs::exportRequested, this, &SessionFiles::exportEntry);
    connect(&tabs, &SessionTabs::closeRequested, this, &SessionFiles::close);
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

void SessionFiles::close(const std::vector<EntryPtr> &entries)
{
    const auto remove = [this, entries] {
        for (const EntryPtr &entry : entries)
            m_workbench.remove(entry);
    };
    const std::vector<EntryPtr> unsaved = SessionSaver::unsavedOf(entries);
    if (unsaved.empty())
        remove();
    else
        m_saver->askAbout(unsaved,
                          entries.size() == 1
                              ? QStringLiteral("Close the session?")
                              : QStringLiteral("Close %1?").arg(quantity(entries.size(), "session")),
                          [remove](const auto &) { remove(); });
}

} // namespace fg
