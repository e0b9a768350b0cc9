// How a session is to be written: in which form, which of its rows, with or without what is secret. The first
// lines of what would be written are shown, made aside from the window's thread.
#pragma once

#include "ui/base/background_jobs.h"
#include "ui/sessions/export_source.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QRadioButton;

namespace fg {

class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    // `picked`: rows that are picked in the wire log of the session; nullopt: none are.
    ExportDialog(ExportSource source, const QString &title, std::optional<RowSelection> picked,
                 QWidget *parent);

    [[nodiscard]] ExportFormat format() const;
    [[nodiscard]] ExportOptions options() const;

signals:
    void exportWanted();

private:
    void makeFields(RowNumber rows);
    void follow();
    void startPreview();

    ExportSource m_source;
    std::optional<RowSelection> m_picked;
    QComboBox *m_format;
    QRadioButton *m_all;
    QRadioButton *m_onlyPicked;
    QCheckBox *m_secrets;
    QLabel *m_hint;
    QPlainTextEdit *m_text;
    BackgroundJobs m_previews{BackgroundJobs::Order::Together, BackgroundJobs::AtEnd::Abandon};
};

} // namespace fg
