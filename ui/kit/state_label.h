// A shape and words beside it, in the colours of the moment.
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

    // `extra` stands behind the mark's word in plain colour.
    void show(const MarkedWord &mark, const QString &extra = {});
    [[nodiscard]] QString text() const;

private:
    QLabel *m_mark;
    QLabel *m_text;
};

} // namespace fg
