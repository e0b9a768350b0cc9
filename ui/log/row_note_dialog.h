// Asks for the note on a row of the log.
#pragma once

#include "protocol/session/log/row_number.h"

#include <QString>

#include <functional>

class QWidget;

namespace fg {

// `then` is called with the text once the person has accepted it; empty: without a note.
void askForRowNote(QWidget *parent, RowNumber row, const QString &note,
                   const std::function<void(const QString &)> &then);

} // namespace fg
