// Searches texts for a regular expression. An automaton reads each octet of a text once: no expression can
// make it go back. While the combinations of states that it has met fit into its memory, it learns them, and
// an octet takes one step once its combination is known. An expression that has too many combinations, such
// as [ab]*a[ab]{900}c, is followed state by state: an octet then takes at most mostStepsForState steps for
// each of the states, of which FilterPattern::mostStates is the bound. So a search takes time in proportion
// to the length of the text, and memory up to a limit.
#pragma once

#include "protocol/session/look/filter_pattern.h"
#include "protocol/wire/octets.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <vector>

namespace fg {

// It keeps what it learned from one text for the next; for one thread at a time.
class PatternMatcher
{
public:
    // Octets of memory for what it learns, unless it is told to use less.
    static constexpr std::size_t mostMemory = 4 * 1024 * 1024;
    // A search looks at `stop` after so many steps.
    static constexpr std::uint64_t stepsBetweenStops = 64 * 1024;
    // At one octet each state is read once and leads to one other, and each that is reached to two at most.
    static constexpr std::uint64_t mostStepsForState = 4;

    explicit PatternMatcher(FilterPattern pattern);

    // Before the first search.
    void limitMemory(std::size_t octets) { m_memoryLimit = octets; }
    // What is used of it.
    [[nodiscard]] std::size_t memory() const { return m_memory; }

    // Whether the pattern matches somewhere in the text. After a `stop` request the result is meaningless.
    [[nodiscard]] bool isIn(OctetView text, const std::stop_token &stop = {});
    // The effort of all searches so far: octets that were read, and states that were visited.
    [[nodiscard]] std::uint64_t steps() const { return m_steps; }

private:
    using Set = std::vector<std::uint32_t>; // Numbers of states.
    struct Known
    {
        Set set; // Only states of octets and End; ascending.
        bool matches = false; // The set holds a Match.
        bool matchesAtEnd = false;
        std::array<std::uint32_t, 256> next{}; // By octet; 0: not known yet, otherwise its number plus 1.
    };

    enum class Where : std::uint8_t { Start, Inside, End };
    void addState(std::uint32_t state, Where where);
    // Makes the set that follows another one after an octet.
    void makeNext(const Set &from, std::uint8_t octet);
    void makeStart();
    [[nodiscard]] bool matchesAtEnd(const Set &set);
    [[nodiscard]] std::uint32_t known();
    [[nodiscard]] static std::size_t memoryFor(std::size_t states);
    void forget();
    [[nodiscard]] bool isFull() const;
    [[nodiscard]] bool isToStop(const std::stop_token &stop);
    [[nodiscard]] bool simulate(Set set, OctetView text, const std::stop_token &stop);

    FilterPattern m_pattern;
    std::size_t m_memoryLimit = mostMemory;
    std::vector<std::unique_ptr<Known>> m_known; // The first one is that of the start.
    std::map<Set, std::uint32_t> m_numbers;
    std::size_t m_memory = 0; // Octets that these two take.
    std::uint64_t m_read = 0; // Octets that were read by them since they were empty.
    // The set that is being made.
    Set m_set;
    Set m_pending;
    std::vector<std::uint64_t> m_marks; // The round in which a state was added last.
    std::uint64_t m_round = 0;
    bool m_matches = false;
    std::uint64_t m_steps = 0;
    std::uint64_t m_nextStop = 0; // At so many steps `stop` is looked at.
};

} // namespace fg
