// A case as a report for a bug tracker, to be checked, copied or saved. The dialog does not block the window.
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace fg {

class ReportDialog final : public QDialog
{
    Q_OBJECT

public:
    // `text` is Markdown; `fileName` is the proposed name of the file.
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
