#include "tests/ui/accelerators.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QMainWindow>
#include <QMenuBar>
#include <QTabBar>

namespace fg {

namespace {

// The letter after the &; a null character if there is none.
QChar acceleratorOf(QString text)
{
    text.remove(QStringLiteral("&&"));
    const qsizetype at = text.indexOf(QLatin1Char('&'));
    return at < 0 ? QChar() : text.mid(at + 1, 1).toUpper().at(0);
}

} // namespace

void note(Accelerators &all, const QString &text)
{
    if (const QChar letter = acceleratorOf(text); !letter.isNull())
        all[letter] += text;
}

Accelerators acceleratorsIn(const QWidget &window)
{
    Accelerators all;
    if (const auto *const main = qobject_cast<const QMainWindow *>(&window)) {
        for (const QAction *menu : main->menuBar()->actions())
            note(all, menu->text());
    }
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != &window)
            continue;
        if (const auto *const button = qobject_cast<const QAbstractButton *>(widget))
            note(all, button->text());
        else if (const auto *const label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            note(all, label->text());
        const auto *const bar = qobject_cast<const QTabBar *>(widget);
        for (int tab = 0; bar && tab < bar->count(); ++tab)
            note(all, bar->tabText(tab));
    }
    return all;
}

QString doublesIn(const Accelerators &all)
{
    QString doubles;
    for (const auto &[letter, texts] : all) {
        if (texts.size() > 1)
            doubles += QStringLiteral("%1: %2; ").arg(letter).arg(texts.join(QStringLiteral(", ")));
    }
    return doubles;
}

} // namespace fg
