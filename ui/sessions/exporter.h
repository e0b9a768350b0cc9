// Writes a session or a case to a file in the format that the user chooses. The file is written in the
// background, with memory that does not grow with the session. A stopped or failed export leaves no file.
#pragma once

#include "protocol/report/view/row_selection.h"
#include "protocol/report/wording/troubles.h"
#include "ui/bench/session_entry.h"

#include <QObject>

#include <optional>

class QWidget;

namespace fg {

class BackgroundJobs;
class ExportDialog;

class Exporter final : public QObject
{
    Q_OBJECT

public:
    // `jobs` must outlive this object.
    Exporter(BackgroundJobs &jobs, QWidget *window);

    // Asks for format and file in a dialog that is not modal. `picked` has the rows that are selected in the
    // wire log of the entry.
    void exportEntry(const EntryPtr &entry, std::optional<RowSelection> picked);

signals:
    void statusMessage(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    struct Job;

    void chooseFile(ExportDialog *dialog, const EntryPtr &entry);
    void write(const std::shared_ptr<Job> &job);
    void reportResult(const Job &job);

    BackgroundJobs &m_jobs;
    QWidget *m_window;
};

} // namespace fg
