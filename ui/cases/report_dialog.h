// A case as a report for a bug tracker: to look over, copy or save before it goes out. It blocks nothing.
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace fg {

class ReportDialog final : public QDialog
{
    Q_OBJECT

public:
    // Markdown; `fileName` is proposed for the file.
    ReportDialog(const QString &text, const QString &fileName, QWidget *parent);

signals:
    void copied();
    void saved(const QString &file);

private:
    void copy();
    void chooseFile();
    void save(const QString &file);

    QPlainTextEdit *m_text;
    QString m_fileName;
};

} // namespace fg
