// Writes a session or a case as text to a file that a person chooses, aside from the window's thread: a long
// session takes its time.
#pragma once

#include "protocol/report/wording.h"
#include "ui/session_entry.h"

#include <QObject>

class QWidget;

namespace fg {

class Exporter final : public QObject
{
    Q_OBJECT

public:
    explicit Exporter(QWidget *window);
    ~Exporter() override; // waits for what is being written

    // Asks for the file, without stopping anything else.
    void exportText(const EntryPtr &entry);

signals:
    void written(const QString &file);
    void failed(const fg::Trouble &trouble);

private:
    struct Job;
    void write(const Job &job, const QString &file);

    QWidget *m_window;
};

} // namespace fg
