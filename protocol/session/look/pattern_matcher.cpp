#include "protocol/session/look/pattern_matcher.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

using State = FilterPattern::State;

} // namespace

PatternMatcher::PatternMatcher(FilterPattern pattern)
    : m_pattern(std::move(pattern))
    , m_marks(m_pattern.states().size())
{
}

// Adds a state, and those that follow it without an octet, to the set that is being made.
void PatternMatcher::addState(std::uint32_t state, Where where)
{
    m_pending.push_back(state);
    while (!m_pending.empty()) {
        const std::uint32_t number = m_pending.back();
        m_pending.pop_back();
        ++m_steps;
        if (std::exchange(m_marks[number], m_round) == m_round)
            continue;
        const State &next = m_pattern.states()[number];
        switch (next.kind) {
        case State::Kind::Octet:
        case State::Kind::OctetOfSet:
            m_set.push_back(number);
            break;
        case State::Kind::Split:
            m_pending.push_back(next.other);
            m_pending.push_back(next.next);
            break;
        case State::Kind::Start:
            if (where == Where::Start)
                m_pending.push_back(next.next);
            break;
        case State::Kind::End:
            m_set.push_back(number);
            if (where == Where::End)
                m_pending.push_back(next.next);
            break;
        case State::Kind::Match:
            m_matches = true;
            break;
        }
    }
}

void PatternMatcher::makeStart()
{
    ++m_round;
    m_set.clear();
    m_matches = false;
    addState(m_pattern.start(), Where::Start);
}

void PatternMatcher::makeNext(const Set &from, std::uint8_t octet)
{
    ++m_round;
    m_set.clear();
    m_matches = false;
    m_steps += from.size();
    for (const std::uint32_t state : from) {
        const State &here = m_pattern.states()[state];
        if (m_pattern.continues(here, octet))
            addState(here.next, Where::Inside);
    }
    // A match may begin at each octet.
    addState(m_pattern.start(), Where::Inside);
}

bool PatternMatcher::matchesAtEnd(const Set &set)
{
    ++m_round;
    m_set.clear();
    m_matches = false;
    for (const std::uint32_t state : set)
        addState(state, Where::End);
    return m_matches;
}

// The memory of a set of so many states, which is kept twice. A node of the map has some pointers beside it.
std::size_t PatternMatcher::memoryFor(std::size_t states)
{
    constexpr std::size_t ofNode = sizeof(Set) + 6 * sizeof(void *);
    return sizeof(Known) + ofNode + 2 * states * sizeof(Set::value_type);
}

// The number of the set that was made.
std::uint32_t PatternMatcher::known()
{
    std::ranges::sort(m_set);
    if (m_matches)
        m_set = {UINT32_MAX}; // Once there is a match, nothing that follows matters.
    const auto found = m_numbers.find(m_set);
    if (found != m_numbers.end())
        return found->second;
    auto made = std::make_unique<Known>();
    made->set = m_set;
    made->matches = m_matches;
    made->matchesAtEnd = !m_matches && matchesAtEnd(made->set);
    const auto number = static_cast<std::uint32_t>(m_known.size());
    m_numbers.emplace(made->set, number);
    m_memory += memoryFor(made->set.size());
    m_known.push_back(std::move(made));
    return number;
}

void PatternMatcher::forget()
{
    m_known.clear();
    m_numbers.clear();
    m_memory = 0;
    m_read = 0;
}

// Whether further sets might not fit.
bool PatternMatcher::isFull() const
{
    constexpr std::size_t setsAtOnce = 3; // After all are forgotten: the first, the present and the next one.
    return m_memory + setsAtOnce * memoryFor(m_pattern.states().size()) > m_memoryLimit;
}

bool PatternMatcher::isToStop(const std::stop_token &stop)
{
    if (m_steps < m_nextStop)
        return false;
    m_nextStop = m_steps + stepsBetweenStops;
    return stop.stop_requested();
}

// Goes on from a set without learning.
bool PatternMatcher::simulate(Set set, OctetView text, const std::stop_token &stop)
{
    for (const std::byte octet : text) {
        if (isToStop(stop))
            return false;
        ++m_steps;
        makeNext(set, std::to_integer<std::uint8_t>(octet));
        if (m_matches)
            return true;
        std::swap(set, m_set);
    }
    return matchesAtEnd(set);
}

bool PatternMatcher::isIn(OctetView text, const std::stop_token &stop)
{
    // What was learned has paid off if each set was used so often.
    constexpr std::uint64_t worthwhile = 8;
    m_nextStop = m_steps;
    if (m_known.empty()) {
        makeStart();
        if (isFull())
            return m_matches || simulate(m_set, text, stop);
        (void)known();
    }
    std::uint32_t state = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (m_known[state]->matches)
            return true;
        if (isToStop(stop))
            return false;
        const auto octet = std::to_integer<std::uint8_t>(text[at]);
        std::uint32_t next = m_known[state]->next[octet];
        if (next == 0) {
            if (isFull()) {
                Set here = m_known[state]->set;
                if (m_read < worthwhile * m_known.size())
                    return simulate(std::move(here), text.subspan(at), stop);
                forget();
                makeStart();
                (void)known();
                m_set = std::move(here);
                m_matches = false;
                state = known();
            }
            makeNext(m_known[state]->set, octet);
            next = known() + 1;
            m_known[state]->next[octet] = next;
        }
        ++m_read;
        ++m_steps;
        state = next - 1;
    }
    return m_known[state]->matches || m_known[state]->matchesAtEnd;
}

} // namespace fg
