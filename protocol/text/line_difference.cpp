#include "protocol/text/line_difference.h"

#include <algorithm>
#include <unordered_map>

namespace fg {

namespace {

using Kind = LineDifference::Kind;
// Equal lines have equal numbers, so that a comparison costs the same however long they are.
using Numbered = std::vector<std::uint32_t>;

class RunList
{
public:
    // Lines of the text before and of the text after that follow what was added last.
    void add(Kind kind, std::size_t count)
    {
        if (count == 0)
            return;
        if (m_runs.empty() || m_runs.back().kind != kind)
            m_runs.push_back({kind, m_before, m_after, 0});
        m_runs.back().count += count;
        m_before += kind == Kind::Added ? 0 : count;
        m_after += kind == Kind::Removed ? 0 : count;
    }
    // Of changes without an equal line in between, those that remove come first.
    void addChange(std::size_t removed, std::size_t added)
    {
        add(Kind::Removed, removed);
        add(Kind::Added, added);
    }
    [[nodiscard]] std::vector<LineDifference::Run> take() { return std::move(m_runs); }

private:
    std::vector<LineDifference::Run> m_runs;
    std::size_t m_before = 0;
    std::size_t m_after = 0;
};

Numbered numbered(std::span<const std::string_view> lines,
                  std::unordered_map<std::string_view, std::uint32_t> &numbers)
{
    Numbered all;
    all.reserve(lines.size());
    for (const std::string_view line : lines)
        all.push_back(numbers.try_emplace(line, static_cast<std::uint32_t>(numbers.size())).first->second);
    return all;
}

// The steps of the shortest way from both starts to both ends, last step first; empty if there are too many
// changes. Diagonal k holds the pairs of places whose difference is k.
class ShortestWay
{
public:
    ShortestWay(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after)
        : m_before(before)
        , m_after(after)
    {
    }

    // False if there are more than maxChanges.
    [[nodiscard]] bool find()
    {
        const std::size_t most = std::min(m_before.size() + m_after.size(), LineDifference::maxChanges);
        for (std::size_t changes = 0; changes <= most; ++changes) {
            if (reaches(changes))
                return true;
        }
        return false;
    }

    // To be called after find().
    [[nodiscard]] std::vector<Kind> steps() const
    {
        std::vector<Kind> backwards;
        Place before = static_cast<Place>(m_before.size());
        Place after = static_cast<Place>(m_after.size());
        for (std::size_t changes = m_reached.size() - 1; changes > 0; --changes) {
            const Place diagonal = before - after;
            const bool isAdded = comesFromAbove(changes, diagonal);
            const Place from = isAdded ? diagonal + 1 : diagonal - 1;
            const Place start = furthest(changes - 1, from);
            const Place changed = isAdded ? start : start + 1;
            backwards.insert(backwards.end(), static_cast<std::size_t>(before - changed), Kind::Same);
            backwards.push_back(isAdded ? Kind::Added : Kind::Removed);
            before = start;
            after = start - from;
        }
        backwards.insert(backwards.end(), static_cast<std::size_t>(before), Kind::Same);
        std::ranges::reverse(backwards);
        return backwards;
    }

private:
    using Place = std::int64_t;

    // How far in the text before one gets on this diagonal with so many changes; those of a number of changes
    // are every second one from -changes to changes.
    [[nodiscard]] Place furthest(std::size_t changes, Place diagonal) const
    {
        const auto outermost = static_cast<Place>(changes);
        if (diagonal < -outermost || diagonal > outermost)
            return -1;
        return m_reached[changes][static_cast<std::size_t>((diagonal + outermost) / 2)];
    }

    [[nodiscard]] bool comesFromAbove(std::size_t changes, Place diagonal) const
    {
        return diagonal == -static_cast<Place>(changes)
            || (diagonal != static_cast<Place>(changes)
                && furthest(changes - 1, diagonal - 1) < furthest(changes - 1, diagonal + 1));
    }

    [[nodiscard]] bool reaches(std::size_t changes)
    {
        m_reached.emplace_back();
        m_reached.back().reserve(changes + 1);
        const auto outermost = static_cast<Place>(changes);
        for (Place diagonal = -outermost; diagonal <= outermost; diagonal += 2) {
            Place before = 0;
            if (changes > 0) {
                before = comesFromAbove(changes, diagonal) ? furthest(changes - 1, diagonal + 1)
                                                           : furthest(changes - 1, diagonal - 1) + 1;
            }
            Place after = before - diagonal;
            while (isWithin(before, after)
                   && m_before[static_cast<std::size_t>(before)]
                       == m_after[static_cast<std::size_t>(after)]) {
                ++before;
                ++after;
            }
            m_reached.back().push_back(static_cast<std::int32_t>(before));
            if (before >= static_cast<Place>(m_before.size()) && after >= static_cast<Place>(m_after.size()))
                return true;
        }
        return false;
    }

    [[nodiscard]] bool isWithin(Place before, Place after) const
    {
        return before >= 0 && after >= 0 && before < static_cast<Place>(m_before.size())
            && after < static_cast<Place>(m_after.size());
    }

    std::span<const std::uint32_t> m_before;
    std::span<const std::uint32_t> m_after;
    std::vector<std::vector<std::int32_t>> m_reached; // by the number of changes
};

void addSteps(RunList &runs, const std::vector<Kind> &steps)
{
    std::size_t removed = 0;
    std::size_t added = 0;
    for (const Kind step : steps) {
        if (step == Kind::Same) {
            runs.addChange(removed, added);
            removed = added = 0;
            runs.add(Kind::Same, 1);
        } else {
            ++(step == Kind::Removed ? removed : added);
        }
    }
    runs.addChange(removed, added);
}

bool isInsideCharacter(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

template <typename Sequence> CommonEnds endsOf(const Sequence &before, const Sequence &after)
{
    const std::size_t shorter = std::min(before.size(), after.size());
    CommonEnds ends;
    while (ends.start < shorter && before[ends.start] == after[ends.start])
        ++ends.start;
    while (ends.end < shorter - ends.start
           && before[before.size() - 1 - ends.end] == after[after.size() - 1 - ends.end])
        ++ends.end;
    return ends;
}

} // namespace

std::size_t LineDifference::countOf(Kind kind) const
{
    std::size_t count = 0;
    for (const Run &run : runs)
        count += run.kind == kind ? run.count : 0;
    return count;
}

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

LineDifference differenceOf(std::span<const std::string_view> before, std::span<const std::string_view> after)
{
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const Numbered allBefore = numbered(before, numbers);
    const Numbered allAfter = numbered(after, numbers);
    const CommonEnds ends = endsOf(allBefore, allAfter);
    const std::span middleBefore =
        std::span(allBefore).subspan(ends.start, allBefore.size() - ends.start - ends.end);
    const std::span middleAfter =
        std::span(allAfter).subspan(ends.start, allAfter.size() - ends.start - ends.end);
    LineDifference difference;
    RunList runs;
    runs.add(Kind::Same, ends.start);
    ShortestWay way(middleBefore, middleAfter);
    if (way.find()) {
        addSteps(runs, way.steps());
    } else {
        difference.isRough = true;
        runs.addChange(middleBefore.size(), middleAfter.size());
    }
    runs.add(Kind::Same, ends.end);
    difference.runs = runs.take();
    return difference;
}

CommonEnds commonEnds(std::string_view before, std::string_view after, EndsAt at)
{
    CommonEnds ends = endsOf(before, after);
    if (at == EndsAt::Octets)
        return ends;
    while (ends.start > 0 && (isInsideCharacter(before, ends.start) || isInsideCharacter(after, ends.start)))
        --ends.start;
    while (ends.end > 0
           && (isInsideCharacter(before, before.size() - ends.end)
               || isInsideCharacter(after, after.size() - ends.end)))
        --ends.end;
    return ends;
}

} // namespace fg
