#include "ui/log/wire_log_panel.h"

#include "ui/base/settings_keys.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/reading_order.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_filtering.h"
#include "ui/log/wire_log_painter.h"
#include "ui/log/wire_log_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <utility>

namespace fg {

namespace {

constexpr int usualPause = 1'000; // milliseconds
constexpr int narrowestField = 72; // pixels
constexpr int longestPause = 24 * 3'600 * 1'000;

} // namespace

WireLogPanel::WireLogPanel(const LogActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_model(new WireLogModel(this))
    , m_view(new WireLogView(m_model, this))
    , m_find(new FindBar(this))
    , m_filtering(new LogFiltering(m_model, this))
    , m_hint(new EmptyHint({}, m_view))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_filtering->bar()->stateLine());
    layout->addWidget(m_view, 1);
    layout->addWidget(m_find);
    setFocusProxy(m_view);
    setReadingOrder({layout->itemAt(0)->widget(), m_view, m_find});
    connect(m_find, &FindBar::rowRequested, this, &WireLogPanel::showFound);
    connect(m_find, &FindBar::closed, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_view, &WireLogView::rowPicked, this, [this](std::optional<RowNumber> row) {
        if (row)
            m_place.reset();
        if (!m_isShowingFound)
            m_find->setPickedRow(row);
    });
    // Emitted only when a person scrolls: setValue() and scrollTo() do not trigger an action.
    connect(m_view->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_place.reset(); });
    connect(m_model, &WireLogModel::outlineExtended, this, &WireLogPanel::showPlace);
    connect(m_filtering, &LogFiltering::sieveChanged, this, &WireLogPanel::showOutline);
    connect(m_filtering, &LogFiltering::advanced, this, [this] {
        showHint();
        showPlace();
    });
    connect(m_filtering, &LogFiltering::needlesChanged, this, &WireLogPanel::light);
    connect(m_filtering, &LogFiltering::statusMessage, this, &WireLogPanel::statusMessage);
    connect(m_filtering->bar(), &FilterBar::leftField, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_find, &FindBar::needleChanged, this, &WireLogPanel::light);
    connect(m_view, &WireLogView::filterWished, this, &WireLogPanel::filterFor);
    connect(&m_jumps, &LogJumps::rowFound, this, &WireLogPanel::pickRow);
    connect(&m_jumps, &LogJumps::statusMessage, this, &WireLogPanel::statusMessage);
    connectActions();
    showHint();
}

QWidget *WireLogPanel::makeBar()
{
    auto *bar = new QWidget(this);
    auto *grouping = new QComboBox(bar);
    grouping->setObjectName(QStringLiteral("logGrouping"));
    grouping->setToolTip(m_actions.messages->toolTip());
    grouping->setAccessibleName(grouping->toolTip());
    grouping->addItems({QStringLiteral("Each frame"), QStringLiteral("Messages")});
    connect(grouping, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_actions.messages->setChecked(index == 1); });
    connect(m_actions.messages, &QAction::toggled, grouping,
            [grouping](bool on) { grouping->setCurrentIndex(on ? 1 : 0); });
    m_filter = new QComboBox(bar);
    m_filter->setObjectName(QStringLiteral("logFilter"));
    m_filter->setToolTip(QStringLiteral("Which rows are shown"));
    m_filter->setAccessibleName(m_filter->toolTip());
    m_filter->addItem(QStringLiteral("All rows"), int(RowFilter::Kind::All));
    m_filter->addItem(QStringLiteral("Frames"), int(RowFilter::Kind::Frames));
    m_filter->addItem(QStringLiteral("Data frames"), int(RowFilter::Kind::Data));
    m_filter->addItem(QStringLiteral("Control frames"), int(RowFilter::Kind::Control));
    m_filter->addItem(QStringLiteral("Violations"), int(RowFilter::Kind::Picked));
    m_direction = new QComboBox(bar);
    m_direction->setObjectName(QStringLiteral("logDirection"));
    m_direction->setToolTip(QStringLiteral("Direction of the rows shown"));
    m_direction->setAccessibleName(m_direction->toolTip());
    m_direction->addItems({QStringLiteral("Both ways"), QStringLiteral("Received"), QStringLiteral("Sent")});
    m_pause = new QSpinBox(bar);
    m_pause->setObjectName(QStringLiteral("pauseBox"));
    m_pause->setRange(1, longestPause);
    m_pause->setValue(usualPause);
    m_pause->setSingleStep(100);
    m_pause->setPrefix(QStringLiteral("Pause: "));
    m_pause->setSuffix(QStringLiteral(" ms"));
    m_pause->setToolTip(QStringLiteral("Shortest silence that counts as a pause (F9, Shift+F9)"));
    m_pause->setAccessibleName(m_pause->toolTip());
    // In a narrow window they become narrower instead of reaching beyond its edge.
    for (QWidget *field : {static_cast<QWidget *>(grouping), static_cast<QWidget *>(m_filter),
                           static_cast<QWidget *>(m_direction), static_cast<QWidget *>(m_pause)})
        field->setMinimumWidth(narrowestField);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(4, 3, 4, 3);
    layout->addWidget(grouping);
    layout->addWidget(m_filter);
    layout->addWidget(m_direction);
    layout->addWidget(m_filtering->bar(), 1);
    layout->addWidget(m_pause);
    connect(m_filter, &QComboBox::currentIndexChanged, this, &WireLogPanel::showOutline);
    connect(m_direction, &QComboBox::currentIndexChanged, this, &WireLogPanel::showOutline);
    return bar;
}

void WireLogPanel::connectActions()
{
    using Style = WireLogModel::TimeStyle;
    const auto on = [this](QAction *action, auto act) {
        connect(action, &QAction::triggered, this, [this, act] {
            emit showRequested();
            act();
        });
    };
    on(m_actions.filter, [this] { m_filtering->bar()->open(); });
    on(m_actions.findNext, [this] { m_find->isHidden() ? m_find->open() : m_find->goToNext(); });
    on(m_actions.findPrevious, [this] { m_find->isHidden() ? m_find->open() : m_find->goToPrevious(); });
    on(m_actions.nextViolation, [this] { jumpToViolation(Toward::Newer); });
    on(m_actions.previousViolation, [this] { jumpToViolation(Toward::Older); });
    on(m_actions.nextClose, [this] { jump(Toward::Newer, WantedRow::Kind::Close); });
    on(m_actions.previousClose, [this] { jump(Toward::Older, WantedRow::Kind::Close); });
    on(m_actions.nextPause, [this] { jump(Toward::Newer, WantedRow::Kind::Pause); });
    on(m_actions.previousPause, [this] { jump(Toward::Older, WantedRow::Kind::Pause); });
    on(m_actions.newest, [this] { m_view->goToNewest(); });
    on(m_actions.timeRelative, [this] { setTimeStyle(Style::Relative); });
    on(m_actions.timeAbsolute, [this] { setTimeStyle(Style::Absolute); });
    on(m_actions.timeDelta, [this] { setTimeStyle(Style::Delta); });
    connect(m_actions.messages, &QAction::toggled, this, &WireLogPanel::showOutline);
    connect(m_actions.columns, &QMenu::aboutToShow, this, [this] {
        m_actions.columns->clear();
        m_view->fillColumnMenu(m_actions.columns);
    });
    connect(m_view, &WireLogView::headerMenuRequested, this, [this](QMenu *menu) {
        menu->addActions({m_actions.timeRelative, m_actions.timeAbsolute, m_actions.timeDelta});
    });
}

void WireLogPanel::setSession(std::shared_ptr<const Session> session,
                              std::chrono::system_clock::time_point started)
{
    m_jumps.cancel();
    m_place.reset();
    m_view->setFollows(true);
    m_filtering->setSession(session);
    m_model->setSession(session, started);
    m_find->setSession(std::move(session));
    showHint();
}

// --- which rows ---

void WireLogPanel::showOutline()
{
    RowFilter filter{.kind = static_cast<RowFilter::Kind>(m_filter->currentData().toInt()), .direction = {}};
    if (m_direction->currentIndex() > 0)
        filter.direction = m_direction->currentIndex() == 1 ? Direction::In : Direction::Out;
    const bool wasAtEnd = m_view->isAtEnd();
    const std::optional<RowNumber> top = m_model->rowOf(m_view->indexAt({0, 0}).row());
    const bool isOnTheWay = m_place && m_place->kind == Place::Kind::Wanted;
    if (const std::optional<RowNumber> row = picked(); row && !isOnTheWay)
        m_place = {*row, Place::Kind::Picked};
    else if (!m_place && top && !wasAtEnd)
        m_place = {*top, Place::Kind::Top};
    m_view->setFollows(wasAtEnd && !m_place);
    if (m_actions.messages->isChecked())
        m_view->makeRoom(WireLogModel::What, QStringLiteral("message"), WireLogPainter::indent);
    const Grouping grouping = m_actions.messages->isChecked() ? Grouping::Messages : Grouping::Frames;
    m_model->setOutline(grouping, filter, m_filtering->sifted(grouping));
    showHint();
    showPlace();
}

// Once the outline has reached the row of m_place, picks it or scrolls to it.
void WireLogPanel::showPlace()
{
    if (!m_place || !m_model->isDecided(m_place->row))
        return;
    const Place place = *m_place;
    const int line = m_model->lineOfRow(place.row);
    const bool isWanted = place.kind == Place::Kind::Wanted;
    if (isWanted && line < 0 && (m_filtering->giveWayTo(place.row) || resetFilterOrFolding()))
        return; // resetFilterOrFolding() has called this function again, or it will be called again
    m_place.reset();
    if (isWanted && line >= 0 && m_model->rowOf(line) != place.row)
        m_model->unfold(line);
    if (place.kind != Place::Kind::Top && line >= 0)
        m_view->pickRow(place.row);
    else if (const int next = m_model->lineFromRow(place.row); next >= 0)
        m_view->scrollTo(m_model->index(next, 0), QAbstractItemView::PositionAtTop);
}

bool WireLogPanel::resetFilterOrFolding()
{
    if (m_filter->currentIndex() == 0 && m_direction->currentIndex() == 0) {
        const bool wasFolding = m_actions.messages->isChecked();
        m_actions.messages->setChecked(false);
        return wasFolding;
    }
    {
        const QSignalBlocker filter(m_filter);
        const QSignalBlocker direction(m_direction);
        m_filter->setCurrentIndex(0);
        m_direction->setCurrentIndex(0);
    }
    showOutline();
    return true;
}

void WireLogPanel::showHint()
{
    const bool isFiltered = m_model->outline().sieve() != Sieve::None;
    m_hint->setText(isFiltered && m_filtering->isBusy()
                        ? QStringLiteral("No row that passes the filter so far.")
                        : isFiltered ? QStringLiteral("No row passes the filter above.")
                        : m_model->session() && !m_model->outline().isPlain()
                        ? QStringLiteral("No row of this log matches the choice above.")
                        : QStringLiteral("Connect to an address to talk to it, or pick a case that has run.\n"
                                         "The built-in echo peer is always available."));
}

void WireLogPanel::pickRow(RowNumber row)
{
    m_place = {row, Place::Kind::Wanted};
    showPlace();
}

void WireLogPanel::setTimeStyle(WireLogModel::TimeStyle style)
{
    m_model->setTimeStyle(style);
    if (style == WireLogModel::TimeStyle::Absolute)
        m_view->makeRoom(WireLogModel::Time, QStringLiteral("00:00:00.000000"));
    QAction *const actions[] = {m_actions.timeRelative, m_actions.timeAbsolute, m_actions.timeDelta};
    actions[static_cast<std::size_t>(style)]->setChecked(true);
}

// --- from row to row ---

WireLogPanel::Whereabouts WireLogPanel::whereabouts() const
{
    Whereabouts where{.picked = picked(), .top = {}, .filter = m_filtering->bar()->kept()};
    if (!m_view->isAtEnd())
        where.top = m_model->rowOf(m_view->indexAt({0, 0}).row());
    return where;
}

void WireLogPanel::returnTo(const Whereabouts &where)
{
    m_filtering->bar()->restore(where.filter);
    if (where.picked)
        m_place = {*where.picked, Place::Kind::Picked};
    else if (where.top)
        m_place = {*where.top, Place::Kind::Top};
    else
        return;
    m_view->setFollows(false);
    showPlace();
}

void WireLogPanel::find()
{
    emit showRequested();
    m_find->open();
}

void WireLogPanel::filterFor(const FilterWish &wish)
{
    emit showRequested();
    m_filtering->bar()->grant(wish);
}

void WireLogPanel::light()
{
    std::vector<Needle> needles = m_filtering->needles();
    if (m_find->needle())
        needles.push_back(*m_find->needle());
    m_lit = needles.empty() ? nullptr : std::make_shared<const std::vector<Needle>>(std::move(needles));
    m_view->setLit(m_lit);
    emit litChanged(m_lit);
}

std::optional<RowNumber> WireLogPanel::picked() const { return m_view->pickedRow(); }

void WireLogPanel::jump(Toward toward, WantedRow::Kind kind)
{
    if (m_model->session())
        m_jumps.goTo(m_model->session(), picked(), toward,
                     {.kind = kind, .pause = std::chrono::milliseconds(m_pause->value())});
}

void WireLogPanel::jumpToViolation(Toward toward)
{
    m_jumps.goToMarked(m_model->markedRows(), picked(), toward);
}

void WireLogPanel::showFound(RowNumber row)
{
    const bool wasShowing = std::exchange(m_isShowingFound, true);
    pickRow(row);
    m_isShowingFound = wasShowing;
}

// --- settings ---

void WireLogPanel::restore(const QSettings &settings)
{
    m_view->header()->restoreState(settings.value(settings_keys::wireLogColumns).toByteArray());
    const int style = settings.value(settings_keys::wireLogTime, 0).toInt();
    if (style >= 0 && style <= int(WireLogModel::TimeStyle::Delta))
        setTimeStyle(static_cast<WireLogModel::TimeStyle>(style));
    m_actions.messages->setChecked(settings.value(settings_keys::wireLogMessages, false).toBool());
    m_pause->setValue(settings.value(settings_keys::wireLogPause, usualPause).toInt());
}

void WireLogPanel::save(QSettings &settings) const
{
    settings.setValue(settings_keys::wireLogColumns, m_view->header()->saveState());
    settings.setValue(settings_keys::wireLogTime, int(m_model->timeStyle()));
    settings.setValue(settings_keys::wireLogMessages, m_actions.messages->isChecked());
    settings.setValue(settings_keys::wireLogPause, m_pause->value());
}

} // namespace fg
