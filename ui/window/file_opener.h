// Opens whatever somebody wants opened: recorded sessions, spec files, report folders, baselines. Which it
// is, is found out from what the file holds; whoever shows such things gets it.
#pragma once

#include "protocol/report/results/report_import.h"
#include "ui/window/opening_words.h"

#include <QObject>

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
    // All must outlive it, except that the workbench's jobs must end before it does.
    FileOpener(Workbench &workbench, RunViews &views, SpecFiles &specs, QObject *parent);

    // A file or folder. False: it is of no kind that is known here, which is told; what else is wrong with it
    // is told as well, perhaps later.
    bool open(const QString &path);
    // Sessions that a killed program has left.
    void reopen(const std::vector<LeftOver> &leftOvers);

signals:
    // The first session of a file is shown.
    void sessionBegun();
    void told(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    void connectSessions();
    [[nodiscard]] bool openAny(const QString &path);
    // Reports are read aside: they may be long.
    void openReport(const QString &path);
    void takeReport(const QString &path, const ImportedReport &report);
    [[nodiscard]] bool openText(const QString &path, const std::string &text);
    void tell(const QString &path, const Opened &opened);

    Workbench &m_workbench;
    RunViews &m_views;
    SpecFiles &m_specs;
    SessionOpener *m_sessions;
};

} // namespace fg
