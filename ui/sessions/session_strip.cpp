#include "ui/sessions/session_strip.h"

#include "ui/bench/workbench.h"
#include "ui/sessions/session_finder.h"
#include "ui/sessions/session_tabs.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace fg {

SessionStrip::SessionStrip(Workbench &workbench, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_tabs(new SessionTabs(workbench, this))
    , m_list(new QToolButton(this))
{
    auto *add = new QToolButton(this);
    add->setObjectName(QStringLiteral("newSessionButton"));
    add->setText(QStringLiteral("+"));
    add->setToolTip(QStringLiteral("A new session: type its address, then press Enter"));
    add->setAccessibleName(QStringLiteral("New session"));
    connect(add, &QToolButton::clicked, this, &SessionStrip::newRequested);
    m_list->setObjectName(QStringLiteral("sessionListButton"));
    m_list->setArrowType(Qt::DownArrow);
    m_list->setToolTip(QStringLiteral("All sessions in a list, with a search"));
    m_list->setAccessibleName(QStringLiteral("List of sessions"));
    connect(m_list, &QToolButton::clicked, this, &SessionStrip::showList);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(4);
    layout->addWidget(m_tabs, 1);
    for (QToolButton *button : {add, m_list}) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoRaise(true);
        layout->addWidget(button);
    }
    setTabOrder(add, m_list);
}

void SessionStrip::showList()
{
    auto *finder = new SessionFinder(m_workbench, this);
    const QPoint corner = m_list->mapToGlobal(QPoint(m_list->width(), m_list->height()));
    finder->move(corner - QPoint(finder->width(), 0));
    finder->show();
}

} // namespace fg
