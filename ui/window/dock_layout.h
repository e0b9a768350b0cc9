// The docks around the wire log: which panel is in which dock, where each dock is by default, and how the
// layout is saved and restored.
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QDockWidget;
class QMainWindow;
class QSettings;
class QString;
class QWidget;

namespace fg {

class SessionPanel;
struct WindowPanels;

class DockLayout final : public QObject
{
    Q_OBJECT

public:
    // Puts each panel into a dock of the window, which owns both from then on.
    DockLayout(const WindowPanels &panels, QMainWindow *window);

    // Moves all docks to their default places.
    void applyDefault();
    // Keeps the current layout if the settings have none of this version.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // One action for each dock, which shows and hides it.
    [[nodiscard]] QList<QAction *> toggles() const;
    // False for a panel in a tab that is not the current one.
    [[nodiscard]] bool isInFront(const QWidget *panel) const;
    // Shows a panel and makes its tab the current one.
    void bringForward(const QWidget *panel);
    // Brings `next` to the front if `shown` is visible, so that a dock that the user has hidden stays
    // hidden.
    void replace(const QWidget *shown, const QWidget *next);

private:
    QDockWidget *makeDock(const QString &name, const QString &title, QWidget *panel);
    QDockWidget *makeShownDock(const QString &name, const QString &title, SessionPanel *panel);
    [[nodiscard]] QDockWidget *dockOf(const QWidget *panel) const;

    QMainWindow *m_window;
    QList<QDockWidget *> m_docks;
    QDockWidget *m_agents;
    QDockWidget *m_sessions;
    QDockWidget *m_cases;
    QDockWidget *m_detail;
    QDockWidget *m_message; // A tab among those about the shown session.
    QList<QDockWidget *> m_shownDocks; // Tabs at the bottom about the shown session; the send box is first.
};

} // namespace fg
