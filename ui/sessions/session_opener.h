// Opens files with sessions: our session files, our JSON, HTTP Archives. Rows are there at once, the rest
// comes while it is read.
#pragma once

#include "protocol/report/import/session_open.h"
#include "protocol/report/wording/wording.h"
#include "ui/bench/session_entry.h"
#include "ui/bench/session_vault.h"

#include <QObject>

namespace fg {

class BackgroundJobs;

class SessionOpener final : public QObject
{
    Q_OBJECT

public:
    // The jobs must be there while it is used.
    explicit SessionOpener(BackgroundJobs &jobs, QObject *parent = nullptr);

    // Whether it is to be opened here, by its name or by what it begins with.
    [[nodiscard]] static bool knows(const QString &path);
    void open(const QString &path);
    // What a killed program has left.
    void reopen(const LeftOver &leftOver);

signals:
    // A session has begun; rows are added to it until it is settled.
    void found(const fg::EntryPtr &entry);
    void settled(const fg::EntryPtr &entry);
    // The first one of a file, after it was found.
    void begun(const fg::EntryPtr &first);
    void told(const QString &text);
    // What is wrong with a file. What is good of it was found all the same.
    void failed(const fg::Trouble &trouble);

private:
    struct Reading;

    void start(const std::shared_ptr<Reading> &reading);

    void tellFound(Reading &reading, const OpenedSession &session);
    void ended(const Reading &reading);
    [[nodiscard]] static Trouble partOf(const Reading &reading);
    void tellOpened(const Reading &reading);

    BackgroundJobs &m_jobs;
};

} // namespace fg
