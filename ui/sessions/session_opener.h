// Opens files with sessions: our session files, our JSON and HTTP Archives. The first rows are shown at once;
// the others are added while the file is read.
#pragma once

#include "protocol/report/import/session_open.h"
#include "protocol/report/wording/troubles.h"
#include "ui/bench/session_entry.h"
#include "ui/bench/session_vault.h"

#include <QObject>

#include <cstdint>

namespace fg {

class BackgroundJobs;

class SessionOpener final : public QObject
{
    Q_OBJECT

public:
    // `jobs` must outlive this object.
    explicit SessionOpener(BackgroundJobs &jobs, QObject *parent = nullptr);

    // Whether this class can open the file, judged by its name or by its first octets.
    [[nodiscard]] static bool canOpen(const QString &path);
    void open(const QString &path);
    // The most octets of memory that what is read of each file may take; it applies to files opened from here
    // on.
    void setFileMemory(std::uint64_t octets) { m_fileMemory = octets; }
    // Opens a session that was still being recorded when the program was killed.
    void reopen(const LeftOver &leftOver);

signals:
    // A session begins in the file; rows are added to it until finished() is emitted for it.
    void found(const fg::EntryPtr &entry);
    void finished(const fg::EntryPtr &entry);
    // Emitted after found() for the first session of a file.
    void foundFirst(const fg::EntryPtr &first);
    void statusMessage(const QString &text);
    // A file is damaged or could not be read. Its intact part was still reported by found().
    void failed(const fg::Trouble &trouble);

private:
    struct Reading;

    void start(const std::shared_ptr<Reading> &reading);

    void addEntry(Reading &reading, const OpenedSession &session);
    void finish(const Reading &reading);
    [[nodiscard]] static Trouble troubleOfPart(const Reading &reading);
    void reportOutcome(const Reading &reading);

    BackgroundJobs &m_jobs;
    std::uint64_t m_fileMemory = MemoryBudget::defaultLimit;
};

} // namespace fg
