#include "ui/perspectives/perspectives.h"

#include "ui/kit/reading_order.h"
#include "ui/perspectives/conformance_page.h"
#include "ui/perspectives/connections_page.h"

#include <QAction>

namespace fg {

namespace {

constexpr QSize smallest(760, 480);

} // namespace

Perspectives::Perspectives(Workbench &workbench, ConnectionsPage *connections, ConformancePage *conformance,
                           QWidget *parent)
    : QStackedWidget(parent)
    , m_workbench(workbench)
    , m_connections(connections)
    , m_conformance(conformance)
{
    addWidget(connections);
    addWidget(conformance);
    for (const DockedPage *page :
         {static_cast<DockedPage *>(connections), static_cast<DockedPage *>(conformance)})
        connect(page, &DockedPage::layoutChanged, this, &Perspectives::layoutChanged);
    connect(&workbench, &Workbench::perspectiveChanged, this, &Perspectives::showCurrent);
    showCurrent();
}

DockedPage &Perspectives::page(Perspective perspective) const
{
    switch (perspective) {
    case Perspective::Connections:
        return *m_connections;
    case Perspective::Conformance:
        break;
    }
    return *m_conformance;
}

void Perspectives::showCurrent()
{
    m_connections->leave();
    m_conformance->leave();
    current().enter();
    setCurrentWidget(&current());
    for (const Perspective perspective : {Perspective::Connections, Perspective::Conformance}) {
        for (QAction *toggle : page(perspective).toggles())
            toggle->setVisible(perspective == m_workbench.perspective());
    }
    setReadingOrder(current().partsInOrder());
}

void Perspectives::resetLayout() { current().applyDefault(); }

void Perspectives::restore(const QSettings &settings)
{
    m_connections->restore(settings);
    m_conformance->restore(settings);
    current().enter();
}

void Perspectives::save(QSettings &settings) const
{
    m_connections->save(settings);
    m_conformance->save(settings);
}

bool Perspectives::isInFront(const QWidget *panel) const { return current().isInFront(panel); }

void Perspectives::bringForward(const QWidget *panel)
{
    if (!current().has(panel))
        m_workbench.setPerspective(m_connections->has(panel) ? Perspective::Connections
                                                             : Perspective::Conformance);
    current().bringForward(panel);
}

void Perspectives::setCount(const QWidget *panel, std::size_t count)
{
    m_connections->setCount(panel, count);
    m_conformance->setCount(panel, count);
}

QSize Perspectives::minimumSizeHint() const { return smallest; }

} // namespace fg
