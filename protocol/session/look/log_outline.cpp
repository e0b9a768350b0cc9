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

} // namespace

bool RowFilter::passesDirection(const LogRow &row) const
{
    const bool isTraffic = row.kind == RowKind::Frame || row.kind == RowKind::Octets;
    return !direction || (isTraffic && row.direction == *direction);
}

bool RowFilter::passes(const LogRow &row) const
{
    const bool isFrame = row.kind == RowKind::Frame;
    if (!passesDirection(row))
        return false;
    switch (kind) {
    case Kind::All:
        return true;
    case Kind::Frames:
        return isFrame;
    case Kind::Data:
        return isFrame && !isControl(row.opcode());
    case Kind::Control:
        return isFrame && isControl(row.opcode());
    case Kind::Picked:
        break;
    }
    return false;
}

LogOutline::LogOutline(Grouping grouping, RowFilter filter)
    : m_grouping(grouping)
    , m_filter(filter)
{
}

bool LogOutline::isPlain() const { return m_grouping == Grouping::Frames && m_filter == RowFilter{}; }

void LogOutline::see(const LogRow &row)
{
    if (!isPlain() && m_filter.passes(row)) {
        if (m_grouping == Grouping::Frames)
            appendHead(endOf(m_seen));
        else if (row.kind == RowKind::Frame)
            seeFrame(row);
        else if (row.kind != RowKind::Octets)
            appendHead(endOf(m_seen));
    }
    ++m_seen;
}

void LogOutline::seeFrame(const LogRow &row)
{
    Stream &stream = m_streams[row.direction];
    const Opcode opcode = row.opcode();
    if (opcode == Opcode::Text || opcode == Opcode::Binary || opcode == Opcode::Close)
        stream.isOpen = false;
    const bool begins = (opcode == Opcode::Text || opcode == Opcode::Binary) && !row.fin();
    if (begins)
        stream.folds.push_back({static_cast<std::uint32_t>(m_seen.value()),
                                static_cast<std::uint32_t>(stream.members.size()), 0});
    if (begins || !stream.isOpen)
        appendHead(endOf(m_seen));
    stream.isOpen = stream.isOpen || begins;
    if (!stream.isOpen)
        return;
    stream.members.append(static_cast<std::uint32_t>(m_seen.value()));
    ++stream.folds.back().count;
    if (opcode == Opcode::Continuation && row.fin())
        stream.isOpen = false;
}

void LogOutline::appendHead(RowNumber row) { m_heads.append(static_cast<std::uint32_t>(row.value())); }

void LogOutline::pickFrom(std::size_t position, const std::vector<RowNumber> &rows)
{
    if (position < m_heads.size()) {
        ChunkedList<std::uint32_t> kept;
        for (std::size_t head = 0; head < position; ++head)
            kept.append(m_heads[head]);
        m_heads = std::move(kept);
    }
    for (const RowNumber row : rows)
        appendHead(row);
}

std::size_t LogOutline::size() const { return isPlain() ? m_seen.value() : m_heads.size() + m_unfoldedLines; }

const LogOutline::Unfolded *LogOutline::unfoldedAt(std::size_t position) const
{
    const auto behind = std::ranges::upper_bound(m_unfolded, position, {}, &Unfolded::position);
    return behind == m_unfolded.begin() ? nullptr : &*std::prev(behind);
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
    const RowNumber row(m_heads[headAt(position)]);
    const Stream *stream = nullptr;
    const Fold *const fold = foldOf(row, &stream);
    if (!fold)
        return {.row = row};
    const bool isOpen = stream->isOpen && fold == &stream->folds.back();
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
    const auto behind = std::ranges::upper_bound(m_unfolded, head, {}, &Unfolded::head);
    if (behind == m_unfolded.begin())
        return head;
    const Unfolded &before = *std::prev(behind);
    return before.head == head ? before.position : before.position + before.shown + head - before.head;
}

std::size_t LogOutline::headFrom(RowNumber row) const { return lowerBound(m_heads, 0, m_heads.size(), row); }

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
        const auto behind = std::ranges::upper_bound(stream->folds, row.value(), {}, &Fold::head);
        if (behind == stream->folds.begin())
            continue;
        const Fold &fold = *std::prev(behind);
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
        return row < endOf(m_seen) ? std::optional(row.value()) : std::nullopt;
    const std::size_t head = headFrom(row);
    if (head < m_heads.size() && m_heads[head] == row.value())
        return lineOfHead(head);
    const Stream *stream = nullptr;
    std::size_t part = 0;
    const Fold *const fold = foldWith(row, &stream, &part);
    if (!fold)
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
        return m_seen.value();
    const std::size_t head = headFrom(row);
    return head < m_heads.size() ? lineOfHead(head) : size();
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
    const Fold *const fold = foldOf(RowNumber(m_heads[headAt(position)]), &stream);
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
    const Fold *const fold = foldOf(RowNumber(m_heads[head]), &stream);
    const auto behind = std::ranges::upper_bound(m_unfolded, head, {}, &Unfolded::head);
    m_unfolded.insert(behind, {head, position, change.count, fold, stream});
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
