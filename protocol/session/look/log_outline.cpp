#include "protocol/session/look/log_outline.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// The number of the first value that is not less than `wanted`.
template <typename List>
std::size_t lowerBound(const List &list, std::size_t first, std::size_t count, RowNumber wanted)
{
    const std::size_t row = wanted.value();
    while (count > 0) {
        const std::size_t half = count / 2;
        const bool isLess = list[first + half] < row;
        first += isLess ? half + 1 : 0;
        count = isLess ? count - half - 1 : half;
    }
    return first;
}

// The filter that accepts frames with this opcode.
RowFilter::Kind filterOf(Opcode opcode)
{
    switch (classOf(opcode)) {
    case OpcodeClass::Start:
    case OpcodeClass::Continuation:
    case OpcodeClass::Reserved:
        return RowFilter::Kind::Data;
    case OpcodeClass::Control:
        return RowFilter::Kind::Control;
    }
    return RowFilter::Kind::All;
}

} // namespace

bool RowFilter::passesButForKind(const LogRow &row, RowNumber number) const
{
    const bool isTraffic = row.kind == RowKind::Frame || row.kind == RowKind::Octets;
    return number >= from && (!direction || (isTraffic && row.direction == *direction));
}

bool RowFilter::passes(const LogRow &row, RowNumber number) const
{
    const bool isFrame = row.kind == RowKind::Frame;
    if (!passesButForKind(row, number))
        return false;
    switch (kind) {
    case Kind::All:
        return true;
    case Kind::Data:
    case Kind::Control:
        return isFrame && filterOf(row.opcode()) == kind;
    case Kind::Picked:
        break;
    }
    return false;
}

LogOutline::LogOutline(LogLevel level, RowFilter filter, Sieve sieve)
    : m_level(level)
    , m_filter(filter)
    , m_sieve(sieve)
{
}

bool LogOutline::takesCount() const { return m_level == LogLevel::Octets && m_filter == RowFilter{}; }

void LogOutline::addRow(const LogRow &row)
{
    if (takesCount()) {
        setRowCount(m_rowCount + RowCount(1));
        return;
    }
    const MessageAssembler::Step step = m_assembler.add(row);
    if (m_filter.passes(row, endOf(m_rowCount)))
        addLine(row, step);
    ++m_rowCount;
}

void LogOutline::setRowCount(RowCount count)
{
    if (m_sieve != Sieve::None && m_rowCount < count) {
        for (const RowNumber row : m_passed.rowsFrom(endOf(m_rowCount))) {
            if (row < endOf(count))
                m_heads.add(row);
        }
    }
    m_rowCount = count;
}

void LogOutline::addLine(const LogRow &row, MessageAssembler::Step step)
{
    if (m_level != LogLevel::Octets && row.kind == RowKind::Octets) {
        if (m_sieve == Sieve::PassedOrHandshake && row.has(RowFlag::Head))
            appendAside(endOf(m_rowCount));
        return;
    }
    if (m_level == LogLevel::Messages && row.kind == RowKind::Frame)
        addFrame(row, step);
    else
        appendHead(endOf(m_rowCount));
}

void LogOutline::addFrame(const LogRow &row, MessageAssembler::Step step)
{
    Stream &stream = m_streams[row.direction];
    const auto number = static_cast<std::uint32_t>(m_rowCount.value());
    switch (step.place) {
    case MessageAssembler::Place::First:
        appendHead(endOf(m_rowCount));
        if (step.endsMessage)
            return;
        stream.folds.push_back({number, static_cast<std::uint32_t>(stream.members.size()), 0});
        break;
    case MessageAssembler::Place::Further:
        if (!stream.folds.empty())
            break;
        appendHead(endOf(m_rowCount));
        return;
    case MessageAssembler::Place::Outside:
        if (row.opcode() == Opcode::Close || !isLastFoldOpen(stream)) {
            appendHead(endOf(m_rowCount));
            return;
        }
        appendAside(endOf(m_rowCount));
        break;
    }
    stream.members.append(number);
    ++stream.folds.back().count;
}

// The filter may leave out the frames of messages, or the first frame of the message that is open; then there
// are no folds.
bool LogOutline::isLastFoldOpen(const Stream &stream) const
{
    const Direction direction = &stream == &m_streams.in ? Direction::In : Direction::Out;
    return m_assembler.isOpen(direction) && !stream.folds.empty();
}

void LogOutline::appendHead(RowNumber row)
{
    if (m_sieve != Sieve::None)
        m_candidates.add(row);
    if (hasPassed(row))
        m_heads.add(row);
}

void LogOutline::appendAside(RowNumber row)
{
    if (m_sieve == Sieve::None)
        return;
    m_asides.add(row);
    if (!hasPassed(row))
        return;
    m_heads.add(row);
    ++m_shownAsides;
}

void LogOutline::pickFrom(RowNumber from, const std::vector<RowNumber> &rows)
{
    m_heads.removeFrom(from);
    m_candidates.removeFrom(from);
    for (const RowNumber row : rows)
        appendHead(row);
}

// --- the sieve ---

bool LogOutline::isCandidate(RowNumber row) const
{
    if (takesCount())
        return row < endOf(m_rowCount);
    return m_candidates.contains(row) || m_asides.contains(row);
}

std::vector<LogOutline::PassChange> LogOutline::setPassed(RowNumber from, const std::vector<RowNumber> &rows)
{
    m_passed.removeFrom(from);
    for (const RowNumber row : rows)
        m_passed.add(row);
    const std::vector<RowNumber> shown = m_heads.rowsFrom(from);
    std::vector<PassChange> changes;
    const auto add = [&changes](PassChange::Kind kind, RowNumber row, bool continues) {
        if (!continues || changes.empty() || changes.back().kind != kind)
            changes.push_back({kind, {}});
        changes.back().rows.push_back(row);
    };
    bool continues = false; // No line that stays is between this row and the one before it.
    auto old = shown.begin();
    for (const RowNumber row : rows) {
        if (!isCandidate(row))
            continue;
        for (; old != shown.end() && *old < row; ++old) {
            add(PassChange::Kind::Vanish, *old, continues);
            continues = true;
        }
        if (old != shown.end() && *old == row) {
            ++old;
            continues = false;
            continue;
        }
        add(PassChange::Kind::Appear, row, continues);
        continues = true;
    }
    for (; old != shown.end(); ++old) {
        add(PassChange::Kind::Vanish, *old, continues);
        continues = true;
    }
    return changes;
}

std::size_t LogOutline::heldBack() const
{
    if (m_sieve == Sieve::None)
        return 0;
    const std::size_t lines = takesCount() ? m_rowCount.value() : m_candidates.size();
    return lines - (m_heads.size() - m_shownAsides);
}

LogOutline::Change LogOutline::wouldChange(const PassChange &change) const
{
    const auto lineFrom = [this](std::size_t head) {
        return head < m_heads.size() ? lineOfHead(head) : size();
    };
    const std::size_t first = lineFrom(headFrom(change.rows.front()));
    if (change.kind == PassChange::Kind::Appear)
        return {first, change.rows.size()};
    return {first, lineFrom(headFrom(change.rows.back()) + 1) - first};
}

void LogOutline::change(const PassChange &change)
{
    for (const RowNumber row : change.rows) {
        const std::size_t asides = m_asides.contains(row) ? 1 : 0;
        if (change.kind == PassChange::Kind::Appear) {
            m_heads.add(row);
            m_shownAsides += asides;
        } else {
            m_heads.remove(row);
            m_shownAsides -= asides;
        }
    }
    renumberUnfolded();
}

void LogOutline::renumberUnfolded()
{
    std::erase_if(m_unfolded,
                  [this](const Unfolded &one) { return !m_heads.contains(RowNumber(one.fold->head)); });
    for (Unfolded &one : m_unfolded)
        one.head = headFrom(RowNumber(one.fold->head));
    placeUnfolded();
}

// --- lines ---

std::size_t LogOutline::size() const
{
    return isPlain() ? m_rowCount.value() : m_heads.size() + m_unfoldedLines;
}

const LogOutline::Unfolded *LogOutline::unfoldedAt(std::size_t position) const
{
    const auto after = std::ranges::upper_bound(m_unfolded, position, {}, &Unfolded::position);
    return after == m_unfolded.begin() ? nullptr : &*std::prev(after);
}

LogOutline::Line LogOutline::line(std::size_t position) const
{
    if (isPlain())
        return {.row = RowNumber(position)};
    const Unfolded *const unfolded = unfoldedAt(position);
    if (unfolded && position > unfolded->position && position <= unfolded->position + unfolded->shown) {
        const std::size_t part = unfolded->fold->first + (position - unfolded->position - 1);
        return {.row = RowNumber(unfolded->stream->members[part]), .kind = Line::Kind::Part};
    }
    const RowNumber row = m_heads.row(headAt(position));
    const Stream *stream = nullptr;
    const Fold *const fold = foldOf(row, &stream);
    if (!fold)
        return {.row = row};
    const bool isOpen = isLastFoldOpen(*stream) && fold == &stream->folds.back();
    // A message with a single frame so far is shown like any other frame.
    if (fold->count < 2)
        return {.row = row, .isOpen = isOpen};
    return {.row = row,
            .kind = Line::Kind::Message,
            .isUnfolded = unfolded && unfolded->position == position,
            .isOpen = isOpen,
            .parts = fold->count};
}

std::size_t LogOutline::headAt(std::size_t position) const
{
    const Unfolded *const unfolded = unfoldedAt(position);
    if (!unfolded)
        return position;
    return unfolded->position == position ? unfolded->head
                                          : unfolded->head + position - unfolded->position - unfolded->shown;
}

std::size_t LogOutline::lineOfHead(std::size_t head) const
{
    const auto after = std::ranges::upper_bound(m_unfolded, head, {}, &Unfolded::head);
    if (after == m_unfolded.begin())
        return head;
    const Unfolded &before = *std::prev(after);
    return before.head == head ? before.position : before.position + before.shown + head - before.head;
}

std::size_t LogOutline::headFrom(RowNumber row) const { return m_heads.countBefore(row); }

const LogOutline::Fold *LogOutline::foldOf(RowNumber head, const Stream **found) const
{
    for (const Stream *const stream : m_streams.both()) {
        const auto fold = std::ranges::lower_bound(stream->folds, head.value(), {}, &Fold::head);
        if (fold == stream->folds.end() || fold->head != head.value())
            continue;
        if (found)
            *found = stream;
        return &*fold;
    }
    return nullptr;
}

const LogOutline::Fold *LogOutline::foldWith(RowNumber row, const Stream **found, std::size_t *part) const
{
    for (const Stream *const stream : m_streams.both()) {
        const auto after = std::ranges::upper_bound(stream->folds, row.value(), {}, &Fold::head);
        if (after == stream->folds.begin())
            continue;
        const Fold &fold = *std::prev(after);
        const std::size_t member = lowerBound(stream->members, fold.first, fold.count, row);
        if (member == fold.first + fold.count || stream->members[member] != row.value())
            continue;
        *found = stream;
        *part = member - fold.first;
        return &fold;
    }
    return nullptr;
}

std::optional<std::size_t> LogOutline::positionOf(RowNumber row) const
{
    if (isPlain())
        return row < endOf(m_rowCount) ? std::optional(row.value()) : std::nullopt;
    if (m_heads.contains(row))
        return lineOfHead(headFrom(row));
    const Stream *stream = nullptr;
    std::size_t part = 0;
    const Fold *const fold = foldWith(row, &stream, &part);
    if (!fold || !m_heads.contains(RowNumber(fold->head)))
        return std::nullopt;
    const std::size_t line = lineOfHead(headFrom(RowNumber(fold->head)));
    const Unfolded *const unfolded = unfoldedAt(line);
    const bool isShown = unfolded && unfolded->fold == fold && part < unfolded->shown;
    return isShown ? line + 1 + part : line;
}

std::size_t LogOutline::positionFrom(RowNumber row) const
{
    if (const auto position = positionOf(row))
        return *position;
    if (isPlain())
        return m_rowCount.value();
    const std::size_t head = headFrom(row);
    return head < m_heads.size() ? lineOfHead(head) : size();
}

std::size_t LogOutline::sizeBefore(RowNumber row) const
{
    return isPlain() ? std::min(row.value(), m_rowCount.value()) : lineOfHead(headFrom(row));
}

std::optional<std::size_t> LogOutline::before(std::size_t position) const
{
    if (position == 0)
        return std::nullopt;
    if (isPlain() || line(position).kind == Line::Kind::Part)
        return position - 1;
    return lineOfHead(headAt(position) - 1);
}

std::vector<RowNumber> LogOutline::partsOf(std::size_t position) const
{
    std::vector<RowNumber> rows;
    if (line(position).kind != Line::Kind::Message)
        return rows;
    const Stream *stream = nullptr;
    const Fold *const fold = foldOf(m_heads.row(headAt(position)), &stream);
    for (std::size_t part = fold->first; part < std::size_t(fold->first) + fold->count; ++part)
        rows.emplace_back(stream->members[part]);
    return rows;
}

LogOutline::Change LogOutline::wouldUnfold(std::size_t position) const
{
    const Line at = line(position);
    if (at.kind != Line::Kind::Message || at.isUnfolded)
        return {};
    return {position + 1, at.parts};
}

void LogOutline::unfold(std::size_t position)
{
    const Change change = wouldUnfold(position);
    if (change.count == 0)
        return;
    const std::size_t head = headAt(position);
    const Stream *stream = nullptr;
    const Fold *const fold = foldOf(m_heads.row(head), &stream);
    const auto after = std::ranges::upper_bound(m_unfolded, head, {}, &Unfolded::head);
    m_unfolded.insert(after, {head, position, change.count, fold, stream});
    placeUnfolded();
}

LogOutline::Change LogOutline::wouldFold(std::size_t position) const
{
    const Unfolded *const unfolded = isPlain() ? nullptr : unfoldedAt(position);
    if (!unfolded || unfolded->position != position)
        return {};
    return {position + 1, unfolded->shown};
}

void LogOutline::fold(std::size_t position)
{
    std::erase_if(m_unfolded, [position](const Unfolded &one) { return one.position == position; });
    placeUnfolded();
}

std::optional<LogOutline::Change> LogOutline::growth() const
{
    for (const Unfolded &one : m_unfolded) {
        if (one.fold->count > one.shown)
            return Change{one.position + 1 + one.shown, one.fold->count - one.shown};
    }
    return std::nullopt;
}

void LogOutline::grow()
{
    const auto one =
        std::ranges::find_if(m_unfolded, [](const Unfolded &each) { return each.fold->count > each.shown; });
    if (one == m_unfolded.end())
        return;
    one->shown = one->fold->count;
    placeUnfolded();
}

void LogOutline::placeUnfolded()
{
    m_unfoldedLines = 0;
    for (Unfolded &one : m_unfolded) {
        one.position = one.head + m_unfoldedLines;
        m_unfoldedLines += one.shown;
    }
}

} // namespace fg
