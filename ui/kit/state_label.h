// A mark and words beside it, in current colours.
#pragma once

#include "ui/base/mark.h"

#include <QWidget>

class QLabel;

namespace fg {

class StateLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit StateLabel(QWidget *parent = nullptr);

    // `extra` follows the mark's word.
    void show(const MarkedWord &mark, const QString &extra = {});
    [[nodiscard]] QString text() const;

private:
    QLabel *m_mark;
    QLabel *m_text;
};

} // namespace fg
