// Writes a session or a case to a file in the form that a person chooses. Writing goes on in the background,
// with memory that does not grow with the session; what is stopped or fails leaves no file behind.
#pragma once

#include "protocol/report/view/row_selection.h"
#include "protocol/report/wording/wording.h"
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
    // The jobs must be there while it is used.
    Exporter(BackgroundJobs &jobs, QWidget *window);

    // Asks for form and file, without stopping anything else. `picked`: rows picked in its wire log.
    void exportEntry(const EntryPtr &entry, std::optional<RowSelection> picked);

signals:
    void told(const QString &text);
    void failed(const fg::Trouble &trouble);

private:
    struct Job;

    void chooseFile(ExportDialog *dialog, const EntryPtr &entry);
    void write(const std::shared_ptr<Job> &job);
    void ended(const Job &job);

    BackgroundJobs &m_jobs;
    QWidget *m_window;
};

} // namespace fg
