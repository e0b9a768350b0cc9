// Asks how a session is to be exported: in which format, which of its rows, and with or without secrets. It
// shows the first lines of the file; a background thread writes this preview.
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
    // `picked` has the rows that are selected in the wire log of the session; nullopt if no row is selected.
    ExportDialog(ExportSource source, const QString &title, std::optional<RowSelection> picked,
                 QWidget *parent);

    [[nodiscard]] ExportFormat format() const;
    [[nodiscard]] ExportOptions options() const;

signals:
    void exportRequested();

private:
    void makeFields(RowCount rows);
    void applyFormat();
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
