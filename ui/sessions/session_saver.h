// Saves sessions as session files, and asks before one is lost that nobody else has.
#pragma once

#include "protocol/report/wording/wording.h"
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

    // The jobs must be there while it is used.
    SessionSaver(BackgroundJobs &jobs, QWidget *window);

    // Asks for a file and writes them there, as they are then; `then` once that went well.
    void saveAs(const std::vector<EntryPtr> &entries, Then then = {});
    // Those that nobody has in a file of their own: live ones, and what a killed program has left.
    [[nodiscard]] static std::vector<EntryPtr> unsavedOf(const std::vector<EntryPtr> &entries);
    // Called once they were saved, or with those that were given up; never where the person wants to stay.
    using Settled = std::function<void(const std::vector<EntryPtr> &givenUp)>;
    // `question`: "Close the window?"
    void askAbout(const std::vector<EntryPtr> &unsaved, const QString &question, Settled settled);

signals:
    void saved(const fg::EntryPtr &entry);
    void told(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    struct Job;

    void save(const std::vector<EntryPtr> &entries, const QString &file, const Then &then);
    void ended(const Job &job);

    BackgroundJobs &m_jobs;
    QWidget *m_window;
    bool m_isAsking = false;
};

} // namespace fg
