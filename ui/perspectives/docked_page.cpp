#include "ui/perspectives/docked_page.h"

#include "ui/message/message_panel.h"
#include "ui/panels/detail_panel.h"
#include "ui/panels/findings_panel.h"
#include "ui/panels/session_panel.h"
#include "ui/perspectives/shared_panels.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QSettings>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// Raise this when the docks change: layouts saved with another version are ignored.
constexpr int layoutVersion = 4;

// Of the width of the details; the splitter keeps their ratio.
constexpr int fieldsShare = 450;
constexpr int octetsShare = 550;

} // namespace

DockedPage::DockedPage(const SharedPanels &shared, const Keys &keys, QWidget *parent)
    : QWidget(parent)
    , m_shared(shared)
    , m_keys(keys)
    , m_area(new QMainWindow(this))
    , m_bars(new QVBoxLayout)
{
    m_area->setWindowFlags(Qt::Widget); // its constructor makes it a window of its own
    m_area->setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    m_area->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_area->setContextMenuPolicy(Qt::NoContextMenu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_bars->setSpacing(0);
    layout->addLayout(m_bars);
    layout->addWidget(m_area, 1);
}

// --- parts ---

void DockedPage::addBar(QWidget *bar) { m_bars->addWidget(bar); }

QDockWidget *DockedPage::addDock(const QString &name, const QString &title, QWidget *panel)
{
    QDockWidget *const dock = addSharedDock(name, title, panel);
    m_seats.back().layout->addWidget(panel);
    return dock;
}

QDockWidget *DockedPage::addSharedDock(const QString &name, const QString &title, QWidget *panel)
{
    auto *dock = new QDockWidget(title, m_area);
    dock->setObjectName(name);
    auto *seat = new QWidget(dock);
    auto *layout = new QVBoxLayout(seat);
    layout->setContentsMargins(0, 0, 0, 0);
    dock->setWidget(seat);
    m_docks += dock;
    dock->installEventFilter(this); // that their sizes have changed is told only by events
    connect(dock, &QDockWidget::visibilityChanged, this, &DockedPage::layoutChanged);
    connect(dock, &QDockWidget::topLevelChanged, this, &DockedPage::layoutChanged);
    connect(dock, &QDockWidget::dockLocationChanged, this, &DockedPage::layoutChanged);
    m_seats.push_back({dock, layout, panel});
    tell(qobject_cast<SessionPanel *>(panel), dock);
    tell(qobject_cast<MessagePanel *>(panel), dock);
    return dock;
}

void DockedPage::addSharedMiddle(QBoxLayout *layout, QWidget *panel)
{
    m_seats.push_back({nullptr, layout, panel});
}

QList<QDockWidget *> DockedPage::addSessionDocks()
{
    const QList<QDockWidget *> docks = {
        addSharedDock(QStringLiteral("messageDock"), QStringLiteral("Message"), m_shared.message),
        addSharedDock(QStringLiteral("detailDock"), QStringLiteral("Details"), m_shared.detail),
        addSharedDock(QStringLiteral("handshakeDock"), QStringLiteral("Handshake"), m_shared.handshake),
        addSharedDock(QStringLiteral("closingDock"), QStringLiteral("Closing"), m_shared.closing),
        addSharedDock(QStringLiteral("findingsDock"), QStringLiteral("Findings"), m_shared.findings),
        addSharedDock(QStringLiteral("statisticsDock"), QStringLiteral("Statistics"), m_shared.statistics)};
    for (QDockWidget *dock : docks)
        hideTitle(dock);
    return docks;
}

void DockedPage::hideTitle(QDockWidget *dock)
{
    const auto fit = [dock](bool floats) {
        QWidget *const before = dock->titleBarWidget();
        auto *const none = floats ? nullptr : new QWidget(dock);
        if (none) {
            auto *const layout = new QHBoxLayout(none); // which has a size, that of nothing
            layout->setContentsMargins(0, 0, 0, 0);
        }
        dock->setTitleBarWidget(none);
        delete before;
    };
    fit(false);
    connect(dock, &QDockWidget::topLevelChanged, dock, fit);
}

// Says to a panel that wants to know whether its dock is in front. A dock also hides when its page does; its
// panel may then be in the other page already.
template <typename Panel> void DockedPage::tell(Panel *panel, QDockWidget *dock)
{
    if (!panel)
        return;
    connect(dock, &QDockWidget::visibilityChanged, panel, [panel, dock](bool isVisible) {
        if (dock->isAncestorOf(panel))
            panel->setInFront(isVisible);
    });
}

void DockedPage::enter()
{
    for (const Seat &seat : m_seats) {
        if (seat.panel->parentWidget() != seat.layout->parentWidget()) {
            // Another parent would leave the panel hidden; a bar that has nothing to say stays hidden.
            const bool isHidden =
                seat.panel->isHidden() && seat.panel->testAttribute(Qt::WA_WState_ExplicitShowHide);
            seat.layout->addWidget(seat.panel);
            seat.panel->setVisible(!isHidden);
        }
        if (seat.panel == m_shared.detail) {
            m_shared.detail->splitter()->setOrientation(Qt::Horizontal);
            if (m_detailSplit.isEmpty())
                m_shared.detail->splitter()->setSizes({fieldsShare, octetsShare});
            else
                m_shared.detail->splitter()->restoreState(m_detailSplit);
        }
    }
}

void DockedPage::leave()
{
    if (isAncestorOf(m_shared.detail))
        m_detailSplit = m_shared.detail->splitter()->saveState();
}

// --- layout ---

void DockedPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_wasShown, true))
        return;
    if (m_saved.isEmpty() || !m_area->restoreState(m_saved, layoutVersion))
        applyDefault();
}

void DockedPage::applyDefault()
{
    for (QDockWidget *dock : m_docks)
        dock->setFloating(false);
    placeDocks();
    for (QDockWidget *dock : m_docks)
        dock->show();
    bringForward(m_shared.detail);
    sizeDocks();
    // Once more when the docks have been laid out: before that, a size that leaves the others too little is
    // lost.
    QTimer::singleShot(0, this, [this] { sizeDocks(); });
}

bool DockedPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        emit layoutChanged();
    return QWidget::eventFilter(watched, event);
}

void DockedPage::restore(const QSettings &settings)
{
    m_saved = settings.value(m_keys.layout).toByteArray();
    m_detailSplit = settings.value(m_keys.detailSplit).toByteArray();
}

void DockedPage::save(QSettings &settings) const
{
    settings.setValue(m_keys.layout, m_wasShown ? m_area->saveState(layoutVersion) : m_saved);
    settings.setValue(m_keys.detailSplit,
                      isAncestorOf(m_shared.detail) ? m_shared.detail->splitter()->saveState()
                                                    : m_detailSplit);
}

QList<QAction *> DockedPage::toggles() const
{
    QList<QAction *> toggles;
    for (const QDockWidget *dock : m_docks)
        toggles += dock->toggleViewAction();
    return toggles;
}

const DockedPage::Seat *DockedPage::seatOf(const QWidget *panel) const
{
    const auto found =
        std::ranges::find_if(m_seats, [panel](const Seat &seat) { return seat.panel == panel; });
    return found == m_seats.end() ? nullptr : &*found;
}

bool DockedPage::has(const QWidget *panel) const { return seatOf(panel) != nullptr; }

bool DockedPage::isInFront(const QWidget *panel) const
{
    const Seat *const seat = seatOf(panel);
    return seat && !(seat->dock ? seat->dock : panel)->visibleRegion().isEmpty();
}

void DockedPage::bringForward(const QWidget *panel)
{
    const Seat *const seat = seatOf(panel);
    if (!seat || !seat->dock)
        return;
    seat->dock->show();
    seat->dock->raise();
}

void DockedPage::setCount(const QWidget *panel, std::size_t count)
{
    const Seat *const seat = seatOf(panel);
    if (!seat || !seat->dock)
        return;
    // The menu that shows and hides the dock keeps the plain title.
    QAction *const toggle = seat->dock->toggleViewAction();
    const QString title = toggle->text();
    seat->dock->setWindowTitle(count > 0 ? QStringLiteral("%1 %2").arg(title).arg(count) : title);
    toggle->setText(title);
}

} // namespace fg
