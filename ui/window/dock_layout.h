// How the docks stand around the wire log: which panel has which dock, where each is before somebody moves
// it, and what is remembered from one start to the next.
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

    // As if nobody had moved anything.
    void applyDefault();
    // The default stays where nothing that fits is remembered.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // Each shows and hides a dock.
    [[nodiscard]] QList<QAction *> toggles() const;
    // A panel in a tab in the background is not seen.
    [[nodiscard]] bool isSeen(const QWidget *panel) const;
    // Shows a panel, in front of the tabs beside it.
    void bringForward(const QWidget *panel);
    // Puts `wanted` in front where `seen` can be seen: what somebody has hidden stays hidden.
    void replace(const QWidget *seen, const QWidget *wanted);

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
    QList<QDockWidget *> m_shownDocks; // about the shown session: tabs at the bottom, the send box first
};

} // namespace fg
