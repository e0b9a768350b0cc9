// How a session is to be written: in which form, which of its rows, with or without what is secret. The first
// lines of what would be written are shown, made aside from the window's thread.
#pragma once

#include "ui/sessions/export_source.h"

#include <QDialog>

#include <memory>
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
    ~ExportDialog() override; // a preview that is being made is given up

    [[nodiscard]] ExportFormat format() const;
    [[nodiscard]] ExportOptions options() const;

signals:
    void exportWanted();

private:
    void makeFields(RowNumber rows);
    void follow();
    void startPreview();

    struct Preview; // one that is being made

    ExportSource m_source;
    std::optional<RowSelection> m_picked;
    QComboBox *m_format;
    QRadioButton *m_all;
    QRadioButton *m_onlyPicked;
    QCheckBox *m_secrets;
    QLabel *m_hint;
    QPlainTextEdit *m_text;
    std::shared_ptr<Preview> m_preview;
};

} // namespace fg
