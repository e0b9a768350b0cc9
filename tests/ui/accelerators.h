// The letters that, with Alt, lead to a part of a window.
#pragma once

#include <QChar>
#include <QStringList>

#include <map>

class QWidget;

namespace fg {

// The texts that have each letter.
using Accelerators = std::map<QChar, QStringList>;

// Adds the letter after the & of a text, if there is one.
void note(Accelerators &all, const QString &text);
// Those of every text of a window that is in sight.
[[nodiscard]] Accelerators acceleratorsIn(const QWidget &window);
// The letters that occur more than once, with their texts; empty if there is none.
[[nodiscard]] QString doublesIn(const Accelerators &all);

} // namespace fg
