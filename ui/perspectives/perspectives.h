// Both perspectives, one of which has the window: switches between them, hands them the shared panels, and
// finds the page that has a panel.
#pragma once

#include "ui/bench/workbench.h"

#include <QStackedWidget>

#include <cstddef>

class QSettings;

namespace fg {

class ConformancePage;
class ConnectionsPage;
class DockedPage;

class Perspectives final : public QStackedWidget
{
    Q_OBJECT

public:
    // The workbench must outlive it; it becomes the parent of the pages.
    Perspectives(Workbench &workbench, ConnectionsPage *connections, ConformancePage *conformance,
                 QWidget *parent = nullptr);

    [[nodiscard]] ConformancePage &conformance() const { return *m_conformance; }
    // Moves the docks of the current perspective to their default places.
    void resetLayout();
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    [[nodiscard]] bool isInFront(const QWidget *panel) const;
    // Shows a panel, in the current perspective if it has it, and makes its tab the current one.
    void bringForward(const QWidget *panel);

    // Shows a number after the title of a panel, in both perspectives; 0: none.
    void setCount(const QWidget *panel, std::size_t count);

    // Small: what a page shows for a while, such as a step or a message, must not widen the window.
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    // Something that save() keeps may have changed.
    void layoutChanged();

private:
    void showCurrent();
    [[nodiscard]] DockedPage &page(Perspective perspective) const;
    [[nodiscard]] DockedPage &current() const { return page(m_workbench.perspective()); }

    Workbench &m_workbench;
    ConnectionsPage *m_connections;
    ConformancePage *m_conformance;
};

} // namespace fg
