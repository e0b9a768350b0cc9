#include "ui/log/wire_log_model.h"

#include "protocol/report/view/session_view.h"
#include "protocol/report/wording/message_texts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>

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
                              std::chrono::system_clock::time_point started)
{
    beginResetModel();
    m_session = std::move(session);
    m_started = started;
    m_marked.clear();
    m_outline = std::make_unique<LogOutline>(m_outline->grouping(), m_outline->filter());
    m_isSieving = false;
    forgetAll();
    m_lines = 0;
    endResetModel();
    poll();
}

void WireLogModel::setOutline(Grouping grouping, const RowFilter &filter, const Sifted &sifted)
{
    const bool hasSieve = sifted.sieve != Sieve::None || m_outline->sieve() != Sieve::None;
    if (grouping == m_outline->grouping() && filter == m_outline->filter() && !hasSieve)
        return;
    beginResetModel();
    m_outline = std::make_unique<LogOutline>(grouping, filter, sifted.sieve);
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

void WireLogModel::showNew()
{
    while (const auto growth = m_outline->growth()) {
        const int first = static_cast<int>(growth->position);
        const int count = static_cast<int>(growth->count);
        forgetFrom(first - 1);
        beginInsertRows({}, first, first + count - 1);
        m_outline->grow();
        m_lines += count;
        endInsertRows();
    }
    constexpr std::size_t most = std::numeric_limits<int>::max() - 1;
    const int lines = static_cast<int>(std::min(m_outline->size(), most));
    if (lines <= m_lines)
        return;
    forgetFrom(m_lines - unsettledLines);
    beginInsertRows({}, m_lines, lines - 1);
    m_lines = lines;
    endInsertRows();
}

void WireLogModel::setMarkedRows(std::vector<RowNumber> rows)
{
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    if (rows == m_marked)
        return;
    const auto firstOther = std::ranges::mismatch(m_marked, rows).in1 - m_marked.begin();
    m_marked = std::move(rows);
    showPicked(static_cast<std::size_t>(firstOther));
    if (m_lines > 0)
        emit dataChanged(index(0, Number), index(m_lines - 1, Number), {Qt::DecorationRole});
}

void WireLogModel::showPicked(std::size_t firstMarked)
{
    const RowFilter &filter = m_outline->filter();
    if (filter.kind != RowFilter::Kind::Picked || !m_session)
        return;
    std::vector<RowNumber> picked;
    std::ranges::copy_if(
        std::span(m_marked).subspan(firstMarked), std::back_inserter(picked),
        [&](RowNumber row) { return !filter.direction || filter.passesDirection(rowAt(row)); });
    // Only lines from here on change, without a reset, so that a pick in earlier lines stays.
    const RowNumber from = firstMarked == 0 ? RowNumber() : m_marked[firstMarked - 1] + RowCount(1);
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
    for (const LogOutline::PassChange &each : m_outline->setPassed(from, rows))
        change(each);
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

bool WireLogModel::isMarked(RowNumber row) const
{
    return std::binary_search(m_marked.begin(), m_marked.end(), row);
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
    if (made.line.kind == LogOutline::Line::Kind::Message) {
        const std::optional<MessageRecord> message = m_session->messageOf(made.line.row);
        made.isArriving =
            mayGrow(made.line) || (!message && m_session->summary().state != SessionState::Closed);
        made.texts = messageTexts(view, made.line.row, message, made.line.parts);
    } else {
        // Read before the texts: octets that arrive in between are then shown at the next poll.
        made.isArriving = mayGrow(made.line) || isArriving(made.row);
        made.texts = rowTexts(view, made.line.row);
    }
    const std::optional<std::size_t> before = m_outline->before(static_cast<std::size_t>(line));
    made.sincePrevious = made.row.time - (before ? rowAt(m_outline->line(*before).row).time : Duration{});
    return m_shown.emplace(line, std::move(made)).first->second;
}

} // namespace fg
