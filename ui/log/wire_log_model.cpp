#include "ui/log/wire_log_model.h"

#include "protocol/report/export/filter_words.h"
#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/message_texts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

namespace fg {

namespace {

// Adds up to `most` new rows to the outline; true if more rows are left.
bool addNewRows(LogOutline &outline, const Session &session, RowCount most)
{
    const RowCount count = session.rowCount();
    if (outline.takesCount()) {
        outline.setRowCount(count);
        return false;
    }
    std::array<LogRow, 256> rows;
    for (RowCount done; outline.rowCount() < count && done < most; done += RowCount(rows.size())) {
        const RowCount here = session.rows(endOf(outline.rowCount()), rows);
        for (const LogRow &row : std::span(rows).first(here.value()))
            outline.addRow(row);
    }
    return outline.rowCount() < count;
}

} // namespace

WireLogModel::WireLogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_extending.setInterval(0);
    connect(&m_extending, &QTimer::timeout, this, &WireLogModel::extendOutline);
}

void WireLogModel::setSession(std::shared_ptr<const Session> session,
                              std::chrono::system_clock::time_point started, const Veil &veil)
{
    beginResetModel();
    m_session = std::move(session);
    m_started = started;
    m_heldFrom = veil.heldFrom;
    m_findings = {};
    m_isSieving = false;
    RowFilter filter = m_outline->filter();
    filter.from = veil.clearedBefore;
    m_outline = std::make_unique<LogOutline>(m_outline->level(), filter);
    forgetAll();
    readyTints();
    m_lines = 0;
    endResetModel();
    poll();
}

void WireLogModel::setColorRules(const std::vector<ColorRule> &rules)
{
    m_colorRules.clear();
    for (const ColorRule &rule : rules) {
        std::optional<FilterTree> filter = rule.isOn ? filterOf(rule) : std::nullopt;
        if (filter)
            m_colorRules.emplace_back(std::move(*filter), rule.tint);
    }
    readyTints();
    m_shown.clear();
    if (m_lines > 0)
        emit dataChanged(index(0, Number), index(m_lines - 1, Info), {Qt::BackgroundRole});
}

void WireLogModel::readyTints()
{
    m_tints.clear();
    if (!m_session)
        return;
    for (const auto &[filter, tint] : m_colorRules)
        m_tints.emplace_back(RowMatch(m_session, filter, filterWords(m_session, Secrets::Kept)), tint);
}

std::optional<Tint> WireLogModel::tintOf(const LogOutline::Line &line) const
{
    const bool isMessage =
        m_outline->level() == LogLevel::Messages && line.kind != LogOutline::Line::Kind::Part;
    for (auto &[match, tint] : m_tints) {
        if (match.passes(line.row, isMessage ? FilterView::Messages : FilterView::Frames))
            return tint;
    }
    return std::nullopt;
}

void WireLogModel::setOutline(LogLevel level, const RowFilter &filter, const Sifted &sifted)
{
    const bool hasSieve = sifted.sieve != Sieve::None || m_outline->sieve() != Sieve::None;
    if (level == m_outline->level() && filter == m_outline->filter() && !hasSieve)
        return;
    beginResetModel();
    m_outline = std::make_unique<LogOutline>(level, filter, sifted.sieve);
    // There are no lines yet that could change.
    if (sifted.passed.size() > 0)
        (void)m_outline->setPassed(RowNumber(), sifted.passed.rowsFrom(RowNumber()));
    m_tried = sifted.tried;
    m_isSieving = sifted.sieve != Sieve::None && m_isSieving;
    forgetAll();
    m_lines = 0;
    endResetModel();
    showPicked(0);
    poll();
}

void WireLogModel::setTimeStyle(TimeStyle style)
{
    m_timeStyle = style;
    if (m_lines > 0)
        emit dataChanged(index(0, Time), index(m_lines - 1, Time), {Qt::DisplayRole});
    emit headerDataChanged(Qt::Horizontal, Time, Time);
}

// --- new rows ---

void WireLogModel::poll()
{
    if (m_session)
        extendOutline();
}

void WireLogModel::extendOutline()
{
    bool hasMore = false;
    if (m_session && m_outline->filter().kind != RowFilter::Kind::Picked)
        hasMore = addNewRows(*m_outline, *m_session, sliceRows);
    renewArriving();
    showNew();
    if (hasMore != m_extending.isActive())
        hasMore ? m_extending.start() : m_extending.stop();
    emit outlineExtended();
}

void WireLogModel::hold()
{
    if (m_session && !m_heldFrom)
        m_heldFrom = endOf(m_session->rowCount());
}

void WireLogModel::release()
{
    if (!m_heldFrom)
        return;
    const RowNumber from = *std::exchange(m_heldFrom, std::nullopt);
    showPicked(static_cast<std::size_t>(std::ranges::lower_bound(m_findings.rows(), from)
                                        - m_findings.rows().begin()));
    poll();
}

std::size_t WireLogModel::waiting() const
{
    if (!m_heldFrom)
        return 0;
    if (m_outline->filter().kind == RowFilter::Kind::Picked)
        return static_cast<std::size_t>(std::ranges::count_if(m_findings.rows(), [this](RowNumber row) {
            return row >= *m_heldFrom && m_outline->hasPassed(row);
        }));
    return m_outline->size() - shownSize();
}

// Those that findings point to are not in the outline while they are held; a message that is held is folded.
std::size_t WireLogModel::headsShown() const
{
    const bool arePicked = m_outline->filter().kind == RowFilter::Kind::Picked;
    return m_outline->heads() - (arePicked ? 0 : waiting());
}

std::size_t WireLogModel::shownSize() const
{
    return m_heldFrom ? m_outline->sizeBefore(*m_heldFrom) : m_outline->size();
}

void WireLogModel::showNew()
{
    while (const auto growth = m_heldFrom ? std::nullopt : m_outline->growth()) {
        const int first = static_cast<int>(growth->position);
        const int count = static_cast<int>(growth->count);
        forgetFrom(first - 1);
        beginInsertRows({}, first, first + count - 1);
        m_outline->grow();
        m_lines += count;
        endInsertRows();
    }
    constexpr std::size_t most = std::numeric_limits<int>::max() - 1;
    const int lines = static_cast<int>(std::min(shownSize(), most));
    if (lines <= m_lines)
        return;
    forgetFrom(m_lines - unsettledLines);
    beginInsertRows({}, m_lines, lines - 1);
    m_lines = lines;
    endInsertRows();
}

void WireLogModel::setFindings(std::vector<Finding> findings)
{
    RowFindings now(std::move(findings));
    if (now == m_findings)
        return;
    const std::vector<RowNumber> before = m_findings.rows();
    m_findings = std::move(now);
    if (!m_tints.empty())
        m_shown.clear(); // a colour rule may ask for findings
    const std::vector<RowNumber> &rows = m_findings.rows();
    if (rows != before)
        showPicked(static_cast<std::size_t>(std::ranges::mismatch(before, rows).in1 - before.begin()));
    if (m_lines > 0)
        emit dataChanged(index(0, Number), index(m_lines - 1, Info));
}

void WireLogModel::showPicked(std::size_t firstMarked)
{
    const RowFilter &filter = m_outline->filter();
    if (filter.kind != RowFilter::Kind::Picked || !m_session)
        return;
    std::vector<RowNumber> picked;
    std::ranges::copy_if(
        std::span(m_findings.rows()).subspan(firstMarked), std::back_inserter(picked), [&](RowNumber row) {
            return (!m_heldFrom || row < *m_heldFrom) && filter.passesButForKind(rowAt(row), row);
        });
    // Only lines from here on change, without a reset, so that a pick in earlier lines stays.
    const RowNumber from = firstMarked == 0 ? RowNumber() : m_findings.rows()[firstMarked - 1] + RowCount(1);
    const int first = static_cast<int>(m_outline->positionFrom(from));
    if (first < m_lines) {
        beginRemoveRows({}, first, m_lines - 1);
        m_outline->pickFrom(from, {});
        m_lines = first;
        forgetFrom(first);
        endRemoveRows();
    }
    const auto passed =
        std::ranges::count_if(picked, [&](RowNumber row) { return m_outline->hasPassed(row); });
    if (passed == 0) {
        m_outline->pickFrom(from, picked);
        return;
    }
    beginInsertRows({}, first, first + static_cast<int>(passed) - 1);
    m_outline->pickFrom(from, picked);
    m_lines = static_cast<int>(m_outline->size());
    endInsertRows();
}

// --- the sieve ---

void WireLogModel::setPassed(RowNumber from, const std::vector<RowNumber> &rows)
{
    if (m_outline->sieve() == Sieve::None)
        return;
    for (LogOutline::PassChange &each : m_outline->setPassed(from, rows)) {
        // Lines of rows that are held come after all that are shown, and change out of sight.
        const auto held = m_heldFrom ? std::ranges::lower_bound(each.rows, *m_heldFrom) : each.rows.end();
        const LogOutline::PassChange waiting{each.kind, {held, each.rows.end()}};
        each.rows.erase(held, each.rows.end());
        if (!each.rows.empty())
            change(each);
        if (!waiting.rows.empty())
            m_outline->change(waiting);
    }
    if (m_heldFrom)
        emit waitingChanged();
}

void WireLogModel::change(const LogOutline::PassChange &change)
{
    const LogOutline::Change lines = m_outline->wouldChange(change);
    const int first = static_cast<int>(lines.position);
    const int last = first + static_cast<int>(lines.count) - 1;
    if (change.kind == LogOutline::PassChange::Kind::Appear) {
        beginInsertRows({}, first, last);
        m_outline->change(change);
        m_lines += static_cast<int>(lines.count);
        forgetFrom(first - unsettledLines);
        endInsertRows();
        return;
    }
    beginRemoveRows({}, first, last);
    m_outline->change(change);
    m_lines -= static_cast<int>(lines.count);
    forgetFrom(first);
    endRemoveRows();
}

bool WireLogModel::isDecided(RowNumber row) const
{
    if (m_outline->sieve() != Sieve::None && endOf(m_tried) <= row)
        return false;
    return m_outline->filter().kind == RowFilter::Kind::Picked || endOf(m_outline->rowCount()) > row;
}

// --- lines and rows ---

int WireLogModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_lines; }

int WireLogModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

std::optional<RowNumber> WireLogModel::rowOf(int line) const
{
    return line >= 0 && line < m_lines ? std::optional(outlineAt(line).row) : std::nullopt;
}

int WireLogModel::lineOfRow(RowNumber row) const
{
    const std::optional<std::size_t> position = m_outline->positionOf(row);
    return position && *position < static_cast<std::size_t>(m_lines) ? static_cast<int>(*position) : -1;
}

int WireLogModel::lineFromRow(RowNumber row) const
{
    const std::size_t position = m_outline->positionFrom(row);
    return position < static_cast<std::size_t>(m_lines) ? static_cast<int>(position) : -1;
}

LogOutline::Line WireLogModel::outlineAt(int line) const
{
    return m_outline->line(static_cast<std::size_t>(line));
}

bool WireLogModel::unfold(int line)
{
    if (line < 0 || line >= m_lines)
        return false;
    const LogOutline::Change change = m_outline->wouldUnfold(static_cast<std::size_t>(line));
    if (change.count == 0)
        return false;
    const int first = static_cast<int>(change.position);
    beginInsertRows({}, first, first + static_cast<int>(change.count) - 1);
    m_outline->unfold(static_cast<std::size_t>(line));
    m_lines += static_cast<int>(change.count);
    forgetFrom(line);
    endInsertRows();
    return true;
}

bool WireLogModel::fold(int line)
{
    if (line < 0 || line >= m_lines)
        return false;
    const LogOutline::Change change = m_outline->wouldFold(static_cast<std::size_t>(line));
    if (change.count == 0)
        return false;
    const int first = static_cast<int>(change.position);
    beginRemoveRows({}, first, first + static_cast<int>(change.count) - 1);
    m_outline->fold(static_cast<std::size_t>(line));
    m_lines -= static_cast<int>(change.count);
    forgetFrom(line);
    endRemoveRows();
    return true;
}

// --- what is on screen ---

void WireLogModel::forgetFrom(int line)
{
    std::erase_if(m_shown, [line](const auto &shown) { return shown.first >= line; });
    m_window.clear();
}

void WireLogModel::forgetAll()
{
    m_noted.clear();
    m_notedRevision = 0;
    m_shown.clear();
    m_window.clear();
}

bool WireLogModel::isArriving(const LogRow &row) const
{
    if (row.kind != RowKind::Frame || row.has(RowFlag::Incomplete)
        || m_session->summary().state == SessionState::Closed)
        return false;
    const StreamOffset taken = m_session->streamSize(row.direction);
    const StreamOffset payload = row.offset + row.header().size();
    return taken < payload || taken - payload < row.length;
}

// The outline may still be behind a log that has ended.
bool WireLogModel::mayGrow(const LogOutline::Line &line) const
{
    return line.isOpen
        && (m_session->summary().state != SessionState::Closed
            || m_outline->rowCount() < m_session->rowCount());
}

void WireLogModel::renewArriving()
{
    std::vector<int> renewed;
    for (const auto &[line, shown] : m_shown) {
        if (shown.isArriving)
            renewed.push_back(line);
    }
    if (renewed.empty())
        return;
    m_window.clear();
    for (const int line : renewed) {
        m_shown.erase(line);
        emit dataChanged(index(line, What), index(line, Info));
    }
}

const LogRow &WireLogModel::rowAt(RowNumber row) const
{
    const auto isInWindow = [&] {
        return row >= m_windowFirst && row - m_windowFirst < RowCount(m_window.size());
    };
    if (!isInWindow()) {
        m_windowFirst = row - std::min(rowsBefore(row), RowCount(windowRows.value() / 2));
        m_window.resize(windowRows.value());
        m_window.resize(m_session->rows(m_windowFirst, m_window).value());
    }
    // A finding can name a row that rowCount() does not include yet.
    if (!isInWindow()) {
        m_windowFirst = row;
        m_window = {m_session->row(row)};
    }
    return m_window[(row - m_windowFirst).value()];
}

const WireLogModel::Shown &WireLogModel::shown(int line) const
{
    if (const auto found = m_shown.find(line); found != m_shown.end())
        return found->second;
    if (m_shown.size() >= maxShown)
        m_shown.clear();
    // The window shows the user's own secrets.
    const SessionView view(*m_session, Secrets::Kept);
    Shown made;
    made.line = outlineAt(line);
    made.row = rowAt(made.line.row);
    made.end = made.line.row + RowCount(1);
    const bool isMessage = made.line.kind == LogOutline::Line::Kind::Message
        || (m_outline->level() == LogLevel::Messages && made.line.kind == LogOutline::Line::Kind::Row
            && beginsMessage(made.row));
    if (isMessage) {
        const std::optional<MessageRecord> message = m_session->messageOf(made.line.row);
        made.isArriving =
            mayGrow(made.line) || (!message && m_session->summary().state != SessionState::Closed);
        made.texts = messageTexts(view, made.line.row, message, std::max<std::size_t>(made.line.parts, 1));
        if (message && made.line.kind == LogOutline::Line::Kind::Message && !made.line.isUnfolded)
            made.end = message->lastRow + RowCount(1);
    } else {
        // Read before the texts: octets that arrive in between are then shown at the next poll.
        made.isArriving = mayGrow(made.line) || isArriving(made.row);
        made.texts = lineTexts(view, made.line.row);
    }
    if (made.row.kind == RowKind::Failing) {
        made.texts.what = "failed";
        made.texts.info = failureWords(view, made.row);
    }
    made.tint = tintOf(made.line);
    const std::optional<std::size_t> before = m_outline->before(static_cast<std::size_t>(line));
    made.sincePrevious = made.row.time - (before ? rowAt(m_outline->line(*before).row).time : Duration{});
    return m_shown.emplace(line, std::move(made)).first->second;
}

} // namespace fg
