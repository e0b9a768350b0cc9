#include "ui/kit/empty_hint.h"

#include <QAbstractItemView>
#include <QEvent>

namespace fg {

EmptyHint::EmptyHint(const QString &text, QAbstractItemView *view)
    : QLabel(text, view->viewport())
    , m_view(view)
{
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setMargin(12);
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::PlaceholderText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    view->viewport()->installEventFilter(this);
    const QAbstractItemModel *model = view->model();
    connect(model, &QAbstractItemModel::rowsInserted, this, &EmptyHint::updateVisibility);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &EmptyHint::updateVisibility);
    connect(model, &QAbstractItemModel::modelReset, this, &EmptyHint::updateVisibility);
    updateVisibility();
}

bool EmptyHint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        updateVisibility();
    return QLabel::eventFilter(watched, event);
}

void EmptyHint::updateVisibility()
{
    setGeometry(m_view->viewport()->rect());
    setVisible(m_view->model()->rowCount() == 0);
}

} // namespace fg
