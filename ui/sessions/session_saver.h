// Saves sessions as session files, and asks before an unsaved session is lost.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/bench/session_entry.h"

#include <QObject>

#include <functional>
#include <vector>

class QWidget;

namespace fg {

class BackgroundJobs;

class SessionSaver final : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void()>;

    // `jobs` must outlive this object.
    SessionSaver(BackgroundJobs &jobs, QWidget *window);

    // Asks for a file and writes the sessions to it as they are at that time. `then` is called once this has
    // succeeded.
    void saveAs(const std::vector<EntryPtr> &entries, Then then = {});
    // The sessions that the user has not saved to a file: live sessions, and recovered recordings.
    [[nodiscard]] static std::vector<EntryPtr> unsavedOf(const std::vector<EntryPtr> &entries);
    // Called once the sessions were saved, or with the sessions that the user discards; never called if the
    // user cancels.
    using Decided = std::function<void(const std::vector<EntryPtr> &discarded)>;
    // `question` is for example "Close the window?".
    void askAbout(const std::vector<EntryPtr> &unsaved, const QString &question, Decided decided);

signals:
    void saved(const fg::EntryPtr &entry);
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    struct Job;

    void save(const std::vector<EntryPtr> &entries, const QString &file, const Then &then);
    void finish(const Job &job);

    BackgroundJobs &m_jobs;
    QWidget *m_window;
    bool m_isAsking = false;
};

} // namespace fg
