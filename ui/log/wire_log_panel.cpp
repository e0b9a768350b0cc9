#include "ui/log/wire_log_panel.h"

#include "ui/base/preferences.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/kit/empty_hint.h"
#include "ui/kit/reading_order.h"
#include "ui/kit/wrapping_layout.h"
#include "ui/log/color_rules_dialog.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_filtering.h"
#include "ui/log/row_note_dialog.h"
#include "ui/log/wire_log_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
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
    , m_filtering(new LogFiltering(m_model, this))
    , m_colorRules(new ColorRules(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeClearedBar());
    layout->addWidget(m_filtering->bar()->stateLine());
    // After what is above it, because the tab key goes through them in the order in which they are made.
    m_view = new WireLogView(m_model, this);
    m_find = new FindBar(this);
    m_hint = new EmptyHint({}, m_view);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_find);
    setFocusProxy(m_view);
    setReadingOrder(
        {layout->itemAt(0)->widget(), m_cleared, m_filtering->bar()->stateLine(), m_view, m_find});
    addAction(m_actions.undoClear);
    const auto color = [this] { m_model->setColorRules(m_colorRules->rules()); };
    connect(m_colorRules, &ColorRules::changed, this, color);
    color();
    connect(m_find, &FindBar::rowRequested, this, &WireLogPanel::showFound);
    connect(m_find, &FindBar::closed, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_view, &WireLogView::rowPicked, this, [this](std::optional<RowNumber> row) {
        if (row)
            m_place.reset();
        m_actions.note->setEnabled(row.has_value());
        if (!m_isShowingFound)
            m_find->setPickedRow(row);
    });
    // Emitted only when a person scrolls: setValue() and scrollTo() do not trigger an action.
    connect(m_view->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_place.reset(); });
    connect(m_model, &WireLogModel::outlineExtended, this, &WireLogPanel::showPlace);
    connect(&m_jumps, &LogJumps::rowFound, this, &WireLogPanel::showSought);
    // Whoever shows findings beside the log also shows their octets; the row is picked in any case.
    connect(this, &WireLogPanel::findingRequested, this, [this](const Finding &finding) {
        m_shownFinding = finding;
        pickRow(finding.row);
    });
    connect(m_view, &WireLogView::faultClicked, this,
            [this](RowNumber row) { emit findingRequested(m_model->findings().of(row).front()); });
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
    connect(&m_jumps, &LogJumps::statusMessage, this, &WireLogPanel::statusMessage);
    connectActions();
    const QHeaderView *const header = m_view->header();
    for (const auto resized : {&QHeaderView::sectionResized, &QHeaderView::sectionMoved})
        connect(header, resized, this, &WireLogPanel::settingsChanged);
    connect(m_pause, &QSpinBox::valueChanged, this, &WireLogPanel::settingsChanged);
    showHint();
}

QWidget *WireLogPanel::makeBar()
{
    auto *bar = new QWidget(this);
    const auto button = [bar](QAction *action) {
        auto *made = new QToolButton(bar);
        made->setObjectName(action->objectName() + QStringLiteral("Button"));
        made->setDefaultAction(action);
        made->setFocusPolicy(Qt::TabFocus);
        return made;
    };
    auto *together = new QWidget(bar);
    auto *levels = new QHBoxLayout(together);
    levels->setContentsMargins(0, 0, 0, 0);
    levels->setSpacing(0);
    for (QAction *level : m_actions.levels)
        levels->addWidget(button(level));
    m_filter = new QComboBox(bar);
    m_filter->setObjectName(QStringLiteral("logFilter"));
    m_filter->setToolTip(QStringLiteral("Which rows are shown"));
    m_filter->setAccessibleName(m_filter->toolTip());
    m_filter->addItem(QStringLiteral("All rows"), int(RowFilter::Kind::All));
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
    // In a window that is narrower still they become narrower instead of reaching beyond its edge.
    for (QWidget *field : {static_cast<QWidget *>(m_filter), static_cast<QWidget *>(m_direction),
                           static_cast<QWidget *>(m_pause)})
        field->setMinimumWidth(narrowestField);
    // In a narrow window, or with a large font, they are in two rows.
    auto *layout = new WrappingLayout(bar);
    layout->setContentsMargins(4, 3, 4, 3);
    layout->addWidget(together);
    layout->addWidget(m_filter);
    layout->addWidget(m_direction);
    layout->addWidget(m_filtering->bar()); // has what is left of its row
    layout->addWidget(m_pause);
    layout->addWidget(button(m_actions.hold));
    layout->addWidget(button(m_actions.clear));
    connect(m_filter, &QComboBox::currentIndexChanged, this, &WireLogPanel::showOutline);
    connect(m_direction, &QComboBox::currentIndexChanged, this, &WireLogPanel::showOutline);
    return bar;
}

QWidget *WireLogPanel::makeClearedBar()
{
    m_cleared = new QWidget(this);
    m_cleared->setObjectName(QStringLiteral("clearedBar"));
    m_clearedText = new QLabel(m_cleared);
    m_clearedText->setObjectName(QStringLiteral("clearedText"));
    auto *undo = new QToolButton(m_cleared);
    undo->setObjectName(QStringLiteral("undoClearButton"));
    undo->setDefaultAction(m_actions.undoClear);
    undo->setFocusPolicy(Qt::TabFocus);
    auto *layout = new QHBoxLayout(m_cleared);
    layout->setContentsMargins(4, 0, 4, 3);
    layout->addWidget(m_clearedText);
    layout->addWidget(undo);
    layout->addStretch(1);
    m_cleared->hide();
    return m_cleared;
}

void WireLogPanel::connectActions()
{
    using Style = TimeStyle;
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
    on(m_actions.timeUtc, [this] { setTimeStyle(Style::Utc); });
    for (QAction *level : m_actions.levels)
        connect(level, &QAction::triggered, this, [this] {
            m_chosenLevel = this->level();
            showOutline();
            emit settingsChanged();
        });
    connect(m_actions.hold, &QAction::toggled, this, &WireLogPanel::setHeld);
    connect(m_view, &WireLogView::releaseRequested, m_actions.hold,
            [this] { m_actions.hold->setChecked(false); });
    connect(m_actions.colorRules, &QAction::triggered, this, &WireLogPanel::editColorRules);
    on(m_actions.note, [this] {
        if (const std::optional<RowNumber> row = picked())
            askForNote(*row);
    });
    connect(m_view, &WireLogView::rowMenuRequested, this,
            [this](QMenu *menu, const std::optional<RowNumber> &row) {
                QAction *note =
                    menu->addAction(QStringLiteral("&Note…"), this, [this, row] { askForNote(*row); });
                note->setEnabled(row.has_value());
                menu->addAction(m_actions.colorRules);
            });
    connect(m_actions.clear, &QAction::triggered, this, &WireLogPanel::clear);
    connect(m_actions.undoClear, &QAction::triggered, this, &WireLogPanel::undoClear);
    connect(m_actions.columns, &QMenu::aboutToShow, this, [this] {
        m_actions.columns->clear();
        m_view->fillColumnMenu(m_actions.columns);
    });
    connect(m_view, &WireLogView::headerMenuRequested, this, [this](QMenu *menu) {
        menu->addActions(
            {m_actions.timeRelative, m_actions.timeAbsolute, m_actions.timeDelta, m_actions.timeUtc});
    });
}

void WireLogPanel::setSession(std::shared_ptr<const Session> session,
                              std::chrono::system_clock::time_point started)
{
    m_jumps.cancel();
    m_place.reset();
    m_shownFinding.reset();
    m_view->setFollows(true);
    m_filtering->setSession(session);
    std::erase_if(m_veils, [](const auto &veil) { return veil.first.expired(); });
    const auto veil = m_veils.find(session);
    m_model->setSession(session, started, veil == m_veils.end() ? WireLogModel::Veil() : veil->second);
    setLevel(m_chosenLevel);
    {
        const QSignalBlocker blocker(m_actions.hold);
        m_actions.hold->setChecked(m_model->heldFrom().has_value());
    }
    m_actions.hold->setEnabled(session != nullptr);
    m_actions.clear->setEnabled(session != nullptr);
    m_find->setSession(std::move(session));
    showCleared();
    showHint();
}

// --- notes ---

void WireLogPanel::askForNote(RowNumber row)
{
    const std::shared_ptr<const Session> session = m_model->session();
    if (!session)
        return;
    askForRowNote(this, row, toQString(session->notes().of(row)), [this, session, row](const QString &note) {
        if (!session->notes().set(row, note.toStdString())) {
            emit statusMessage(
                QStringLiteral("The note was not kept: a session can have %1 and %2 MiB of them.")
                    .arg(quantity(RowNotes::most, "note"))
                    .arg(RowNotes::mostOctets >> 20));
            return;
        }
        m_view->viewport()->update();
        emit noteChanged(row);
    });
}

// --- colours ---

void WireLogPanel::editColorRules()
{
    auto *dialog = new ColorRulesDialog(*m_colorRules, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

// --- rows out of sight ---

// Called when the action is toggled, by a person or by what needs a row that waits.
void WireLogPanel::setHeld(bool on)
{
    if (on)
        m_model->hold();
    else
        m_model->release();
    if (m_model->session())
        m_veils[m_model->session()].heldFrom = m_model->heldFrom();
}

void WireLogPanel::clear()
{
    const std::shared_ptr<const Session> &session = m_model->session();
    if (!session)
        return;
    emit showRequested();
    m_place.reset();
    m_view->clearSelection();
    m_view->setCurrentIndex({});
    m_veils[session].clearedBefore = m_model->heldFrom().value_or(endOf(session->rowCount()));
    m_view->setFollows(true);
    m_model->setOutline(level(), filter(), m_filtering->sifted(level()));
    showCleared();
    showHint();
}

void WireLogPanel::undoClear()
{
    if (!m_model->session())
        return;
    m_veils[m_model->session()].clearedBefore = {};
    showOutline();
    showCleared();
}

void WireLogPanel::showCleared()
{
    const std::size_t hidden = filter().from.value();
    m_cleared->setVisible(hidden > 0);
    m_actions.undoClear->setEnabled(hidden > 0);
    m_clearedText->setText(
        QStringLiteral("%1 %2 hidden by Clear; the recording keeps them.")
            .arg(quantity(hidden, "row"), hidden == 1 ? QStringLiteral("is") : QStringLiteral("are")));
}

// --- which rows ---

LogLevel WireLogPanel::level() const
{
    const auto checked = std::ranges::find_if(m_actions.levels, &QAction::isChecked);
    return static_cast<LogLevel>(checked - m_actions.levels.begin());
}

RowFilter WireLogPanel::filter() const
{
    RowFilter filter{
        .kind = static_cast<RowFilter::Kind>(m_filter->currentData().toInt()), .direction = {}, .from = {}};
    if (m_direction->currentIndex() > 0)
        filter.direction = m_direction->currentIndex() == 1 ? Direction::In : Direction::Out;
    if (const auto veil = m_veils.find(m_model->session()); veil != m_veils.end())
        filter.from = veil->second.clearedBefore;
    return filter;
}

void WireLogPanel::showOutline()
{
    const bool wasAtEnd = m_view->isAtEnd();
    const std::optional<RowNumber> top = m_model->rowOf(m_view->indexAt({0, 0}).row());
    const bool isOnTheWay = m_place && m_place->kind == Place::Kind::Wanted;
    if (const std::optional<RowNumber> row = picked(); row && !isOnTheWay)
        m_place = {*row, Place::Kind::Picked};
    else if (!m_place && top && !wasAtEnd)
        m_place = {*top, Place::Kind::Top};
    m_view->setFollows(wasAtEnd && !m_place);
    m_model->setOutline(level(), filter(), m_filtering->sifted(level()));
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
    if (isWanted && line < 0 && (m_filtering->giveWayTo(place.row) || resetWhatHides(place.row)))
        return; // either has called this function again, or it will be called again
    m_place.reset();
    if (isWanted && line >= 0 && m_model->rowOf(line) != place.row)
        m_model->unfold(line);
    if (place.kind != Place::Kind::Top && line >= 0)
        m_view->pickRow(place.row);
    else if (const int next = m_model->lineFromRow(place.row); next >= 0)
        m_view->scrollTo(m_model->index(next, 0), QAbstractItemView::PositionAtTop);
}

bool WireLogPanel::resetWhatHides(RowNumber row)
{
    if (m_model->heldFrom() && row >= *m_model->heldFrom()) {
        m_actions.hold->setChecked(false);
        return true;
    }
    if (row < filter().from) {
        undoClear();
        return true;
    }
    if (m_filter->currentIndex() == 0 && m_direction->currentIndex() == 0) {
        if (level() == LogLevel::Octets)
            return false;
        const LogRow wanted = m_model->session()->row(row);
        setLevel(wanted.kind == RowKind::Octets || level() == LogLevel::Frames ? LogLevel::Octets
                                                                               : LogLevel::Frames);
        return true;
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
    RowFilter chosen = filter();
    const bool isCleared = std::exchange(chosen.from, RowNumber()) > RowNumber();
    const bool isFiltered = m_model->outline().sieve() != Sieve::None;
    if (isFiltered && m_filtering->isBusy())
        m_hint->setText(QStringLiteral("No row that passes the filter so far."));
    else if (isFiltered)
        m_hint->setText(QStringLiteral("No row passes the filter above."));
    else if (chosen != RowFilter() && m_model->session())
        m_hint->setText(QStringLiteral("No row of this log matches the choice above."));
    else if (isCleared)
        m_hint->setText(QStringLiteral("The rows so far are hidden. New ones are shown here."));
    else
        m_hint->setText(QStringLiteral("Connect to an address to talk to it, or pick a case that has run.\n"
                                       "The built-in echo peer is always available."));
}

void WireLogPanel::setLevel(LogLevel level)
{
    m_actions.levels[static_cast<std::size_t>(level)]->setChecked(true);
    showOutline();
}

void WireLogPanel::pickRow(RowNumber row)
{
    m_place = {row, Place::Kind::Wanted};
    showPlace();
}

void WireLogPanel::setTimeStyle(TimeStyle style)
{
    const bool isAnother = style != m_model->timeStyle();
    m_model->setTimeStyle(style);
    // The room that it had follows the font, of which the view may not know yet.
    if (isAnother)
        m_view->makeRoom(WireLogModel::Time, widestTimeText(style));
    QAction *const actions[] = {m_actions.timeRelative, m_actions.timeAbsolute, m_actions.timeDelta,
                                m_actions.timeUtc};
    actions[static_cast<std::size_t>(style)]->setChecked(true);
    if (isAnother)
        emit timeStyleChanged(style);
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
    if (!m_model->session())
        return;
    m_soughtToward = toward;
    m_sought = {.kind = kind, .pause = std::chrono::milliseconds(m_pause->value())};
    m_jumps.goTo(m_model->session(), picked(), toward, *m_sought);
}

// A pause ends with a read or a write, which has no line at most levels: then the first line after it is
// shown.
void WireLogPanel::showSought(RowNumber row)
{
    const bool endsPause = m_sought && m_sought->kind == WantedRow::Kind::Pause;
    const int line = endsPause && m_model->lineOfRow(row) < 0 ? m_model->lineFromRow(row) : -1;
    const std::optional<RowNumber> shown = m_model->rowOf(line);
    if (shown && shown == picked() && m_soughtToward == Toward::Older)
        m_jumps.goTo(m_model->session(), row, m_soughtToward, *m_sought);
    else
        pickRow(shown.value_or(row));
}

void WireLogPanel::jumpToViolation(Toward toward)
{
    m_sought.reset();
    m_jumps.cancel();
    if (const Finding *const next = m_model->findings().next(picked(), m_shownFinding, toward))
        emit findingRequested(*next);
    else
        m_jumps.reportNone(toward, QStringLiteral("violation"));
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
    const int stored = settings.value(settings_keys::wireLogLevel, int(LogLevel::Messages)).toInt();
    if (stored >= 0 && stored <= int(LogLevel::Octets))
        setLevel(m_chosenLevel = static_cast<LogLevel>(stored));
    m_pause->setValue(numberIn(settings, settings_keys::wireLogPause, 1, longestPause, usualPause));
}

void WireLogPanel::save(QSettings &settings) const
{
    settings.setValue(settings_keys::wireLogColumns, m_view->header()->saveState());
    settings.setValue(settings_keys::wireLogLevel, int(m_chosenLevel));
    settings.setValue(settings_keys::wireLogPause, m_pause->value());
}

} // namespace fg
