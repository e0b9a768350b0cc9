// Opens recorded sessions, spec files, report folders and baselines. It finds out the kind of a file from its
// name and content, and passes it to the object that shows files of this kind.
#pragma once

#include "protocol/report/results/report_import.h"
#include "ui/sessions/opening_words.h"

#include <QObject>

#include <cstdint>
#include <vector>

namespace fg {

class RunViews;
class SessionOpener;
class SpecFiles;
class Workbench;
struct LeftOver;

class FileOpener final : public QObject
{
    Q_OBJECT

public:
    // All arguments must outlive this object, except that the workbench's jobs must end before it is
    // destroyed.
    FileOpener(Workbench &workbench, RunViews &views, SpecFiles &specs, QObject *parent);

    // Opens a file or folder. Returns false if it is of an unknown kind. This and all other errors are
    // reported by failed(), some of them after the return.
    bool open(const QString &path);
    // The most octets of memory that what is read of each file of sessions may take.
    void setFileMemory(std::uint64_t octets);
    // Reopens sessions that were still being recorded when the program was killed.
    void reopen(const std::vector<LeftOver> &leftOvers);

signals:
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    void connectSessions();
    [[nodiscard]] bool openAny(const QString &path);
    // A background thread reads reports, because they may be long.
    void openReport(const QString &path);
    void showReport(const QString &path, const ImportedReport &report);
    [[nodiscard]] bool openText(const QString &path, const std::string &text);
    void reportOutcome(const QString &path, const OpeningResult &result);

    Workbench &m_workbench;
    RunViews &m_views;
    SpecFiles &m_specs;
    SessionOpener *m_sessions;
};

} // namespace fg
