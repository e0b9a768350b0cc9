// Files that are opened or dropped, and what is saved about runs: recorded sessions, spec files, report
// folders, baselines. Which it is, is found out from what the file holds.
#pragma once

#include "protocol/report/results/report_import.h"
#include "protocol/report/wording/wording.h"

#include <QObject>
#include <QString>

#include <string>

class QWidget;

namespace fg {

class RecentFiles;
class RunViews;
class ServeDialog;
class SessionOpener;
class Workbench;
struct WindowActions;

class FileDesk final : public QObject
{
    Q_OBJECT

public:
    // Workbench, views and opener must outlive it.
    // It carries out the actions that are about files, and takes what is dropped on the window.
    FileDesk(Workbench &workbench, RunViews &views, SessionOpener &sessions, const WindowActions &actions,
             QWidget *window);

    // What is wrong with it is told.
    void open(const QString &path);
    void chooseFile();
    void chooseFolder();
    // The checked agents with the checked cases.
    void chooseSpecToSave();
    void saveSpec(const QString &file);

    // The window of server mode; made when it is first wanted.
    [[nodiscard]] ServeDialog *serveDialog();
    void showServing();

signals:
    void told(const QString &text);
    void failed(const fg::Trouble &trouble);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    // True: it was of these kinds, or tried to be; what is wrong with it has been told.
    bool openAny(const QString &path);
    // Reports are read aside: they may be long.
    void openReport(const QString &path);
    void takeReport(const QString &path, const ImportedReport &report);
    bool openText(const QString &path, const std::string &text);
    void takeClientSpec(const QString &path, const std::string &text);
    void takeServerSpec(const QString &path, const std::string &text);
    void tellNotes(const QString &path, const std::vector<std::string> &notes);
    void fail(const QString &path, const std::string &why, const std::string &advice = {});

    Workbench &m_workbench;
    RunViews &m_views;
    SessionOpener &m_sessions;
    RecentFiles *m_recent;
    QWidget *m_window;
    ServeDialog *m_serveDialog = nullptr;
    std::string m_clientSpec; // as it was read last, so that saving keeps what it says
};

} // namespace fg
