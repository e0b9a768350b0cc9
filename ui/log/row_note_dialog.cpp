#include "ui/log/row_note_dialog.h"

#include <QInputDialog>

namespace fg {

void askForRowNote(QWidget *parent, RowNumber row, const QString &note,
                   const std::function<void(const QString &)> &then)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setObjectName(QStringLiteral("rowNoteDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("Note on row %1").arg(row.value()));
    dialog->setLabelText(QStringLiteral("It is kept in the recording of the session, and is in exports."));
    dialog->setTextValue(note);
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent,
                     [then](const QString &text) { then(text.trimmed()); });
    dialog->open();
}

} // namespace fg
