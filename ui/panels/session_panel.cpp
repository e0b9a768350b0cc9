#include "ui/panels/session_panel.h"

#include <QEvent>

#include <utility>

namespace fg {

SessionPanel::SessionPanel(QWidget *parent)
    : QWidget(parent)
{
}

void SessionPanel::setEntry(EntryPtr entry)
{
    m_entry = std::move(entry);
    progressed();
}

void SessionPanel::progressed()
{
    m_isStale = !m_isSeen;
    if (m_isSeen)
        refresh();
}

void SessionPanel::setSeen(bool on)
{
    m_isSeen = on;
    if (on && std::exchange(m_isStale, false))
        refresh();
}

void SessionPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        progressed();
}

} // namespace fg
