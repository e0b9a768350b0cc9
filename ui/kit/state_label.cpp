#include "ui/kit/state_label.h"

#include <QHBoxLayout>
#include <QLabel>

namespace fg {

StateLabel::StateLabel(QWidget *parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_text(new QLabel(this))
{
    m_text->setTextFormat(Qt::PlainText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_mark);
    layout->addWidget(m_text, 1);
}

void StateLabel::show(const MarkedWord &mark, const QString &extra)
{
    const int side = fontMetrics().ascent();
    m_mark->setPixmap(mark.icon().pixmap(QSize(side, side), devicePixelRatioF()));
    m_text->setText(extra.isEmpty() ? mark.word : mark.word + QStringLiteral(", ") + extra);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, mark.color);
    m_text->setPalette(colors);
    setAccessibleName(m_text->text());
}

QString StateLabel::text() const { return m_text->text(); }

} // namespace fg
