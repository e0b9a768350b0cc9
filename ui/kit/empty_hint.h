// A sentence in the middle of an empty list that says what to do next. It is visible as long as the view's
// model has no rows.
#pragma once

#include <QLabel>

class QAbstractItemView;

namespace fg {

class EmptyHint final : public QLabel
{
    Q_OBJECT

public:
    // Becomes a child of the view's viewport. The view must already have its model.
    EmptyHint(const QString &text, QAbstractItemView *view);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void updateVisibility();

    QAbstractItemView *m_view;
};

} // namespace fg
