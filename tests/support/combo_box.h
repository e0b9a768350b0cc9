// Picks an item of a combo box as a person does, for tests of the window.
#pragma once

#include <QComboBox>
#include <QtTest>

namespace fg {

// Picks the item with this text, with the keyboard.
inline void choose(QComboBox *box, const QString &item)
{
    QTest::keyClick(box, Qt::Key_Home);
    for (int step = 1; step < box->count() && box->currentText() != item; ++step)
        QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(box->currentText(), item);
}

} // namespace fg
