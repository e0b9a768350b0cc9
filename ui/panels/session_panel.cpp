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
    const bool isOther = entry != m_entry;
    m_entry = std::move(entry);
    if (isOther)
        entryChanged();
    progressed();
}

void SessionPanel::progressed()
{
    m_isStale = !m_isInFront;
    if (m_isInFront)
        refresh();
}

void SessionPanel::setInFront(bool on)
{
    m_isInFront = on;
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
