// A perspective: a page with panels in docks, whose layout is its own. Some panels are shared between the
// pages; a page takes them when it is entered.
#pragma once

#include <QLatin1String>
#include <QList>
#include <QWidget>

#include <cstddef>
#include <vector>

class QAction;
class QBoxLayout;
class QDockWidget;
class QMainWindow;
class QSettings;
class QSplitter;

namespace fg {

struct SharedPanels;

class DockedPage : public QWidget
{
    Q_OBJECT

public:
    // Takes the shared panels into its docks. To be called before the page is shown.
    void enter();
    // Remembers how the shared panels are divided here. To be called before another page takes them.
    void leave();
    // Moves all docks to their default places, and leaves the size of the window alone.
    void applyDefault();
    // To be called before the page is shown. A layout of another version is ignored.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    // One action for each dock, which shows and hides it.
    [[nodiscard]] QList<QAction *> toggles() const;
    // Whether the page has the panel, at least while it is current.
    [[nodiscard]] bool has(const QWidget *panel) const;
    // False for a panel in a tab that is not the current one.
    [[nodiscard]] bool isInFront(const QWidget *panel) const;
    // Shows a panel and makes its tab the current one.
    void bringForward(const QWidget *panel);
    // Shows a number after the title of a panel's dock and tab; 0: none. Does nothing if the page does not
    // have the panel in a dock.
    void setCount(const QWidget *panel, std::size_t count);

    // The parts of the page in the order in which they are read: rows from the top, in a row from the left.
    // The tab key goes through them in this order.
    [[nodiscard]] virtual QList<QWidget *> partsInOrder() const = 0;

signals:
    // Something that save() keeps may have changed.
    void layoutChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    // The docks get their places when the page has its size for the first time.
    void showEvent(QShowEvent *event) override;

    struct Keys
    {
        QLatin1String layout;
        QLatin1String detailSplit;
    };

    DockedPage(const SharedPanels &shared, const Keys &keys, QWidget *parent);

    // The default: where the docks are, and how large.
    virtual void placeDocks() = 0;
    virtual void sizeDocks() = 0;

    [[nodiscard]] QMainWindow &area() const { return *m_area; }
    // Bars above the docks, across the whole page.
    void addBar(QWidget *bar);
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *panel);
    // The dock takes the panel when the page is entered.
    QDockWidget *addSharedDock(const QString &name, const QString &title, QWidget *panel);
    // The same for a part in the middle, which is no dock.
    void addSharedMiddle(QBoxLayout *layout, QWidget *panel);
    // Leaves out the title of a dock whose tab or content says the same; a floating dock has it.
    static void hideTitle(QDockWidget *dock);
    // The docks about the shown session, as tabs of each other: those of the shared panels except the log.
    // The message is the first.
    [[nodiscard]] QList<QDockWidget *> addSessionDocks();
    [[nodiscard]] const SharedPanels &shared() const { return m_shared; }
    [[nodiscard]] const QList<QDockWidget *> &docks() const { return m_docks; }

private:
    // A place for a panel: the dock, and in it the widget that holds the panel while the page is current. For
    // a part in the middle there is no dock.
    struct Seat
    {
        QDockWidget *dock;
        QBoxLayout *layout;
        QWidget *panel;
    };

    [[nodiscard]] const Seat *seatOf(const QWidget *panel) const;
    template <typename Panel> void tell(Panel *panel, QDockWidget *dock);

    const SharedPanels &m_shared;
    Keys m_keys;
    QMainWindow *m_area;
    QBoxLayout *m_bars;
    QList<QDockWidget *> m_docks;
    std::vector<Seat> m_seats;
    bool m_wasShown = false;
    QByteArray m_saved; // the layout of the settings, until the page is shown
    QByteArray m_detailSplit; // of this page, while another has the details
};

} // namespace fg
