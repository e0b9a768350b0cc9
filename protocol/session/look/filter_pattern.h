// Regular expressions for filters. The time of a search grows with the length of the text alone, whatever the
// expression, because an automaton reads each octet once: an expression cannot make it go back.
//
// . any character but a line feed · [a-z] [^a-z] · \d \w \s \D \W \S · \t \n \r,
// \xNN for the character of that number, and \ before a sign ·
// ( ) and (?: ) · | · * + ? {n} {n,} {n,m} · ^ and $ for the start and the end of the text. Capital and small
// letters are equal, unless the expression begins with (?-i). Octets that are not UTF-8
// match nothing.
#pragma once

#include "protocol/wire/octets.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

enum class PatternFault : std::uint8_t {
    Unfinished, // It ends after a backslash, or inside brackets or parentheses.
    NotOpened, // A parenthesis closes nothing.
    NothingToRepeat,
    BadRepeat, // {m,n} with m > n, or more than mostRepeats
    BadRange, // [z-a]
    BadEscape,
    NotSupported, // Lookahead, lookbehind, references to groups and other things that need to go back.
    TooLarge, // More than mostStates, or as much to build.
    TooDeep, // More than deepest.
};
// The end of a sentence: "a parenthesis or bracket is not closed".
[[nodiscard]] std::string wordsFor(PatternFault fault);

class FilterPattern
{
public:
    static constexpr std::size_t mostStates = 4'000;
    static constexpr unsigned mostRepeats = 1'000;
    static constexpr unsigned deepest = 50; // Nesting of parentheses, or of repetitions of repetitions.

    [[nodiscard]] static std::variant<FilterPattern, PatternFault> of(std::string_view text);

    // A state of the automaton.
    struct State
    {
        enum class Kind : std::uint8_t {
            Octet, // Continues at `next` after an octet from `low` to `high`.
            Split, // Continues at `next` and at `other`.
            Start, // Continues at `next` at the start of the text.
            End, // Continues at `next` at the end of the text.
            Match,
        };
        Kind kind = Kind::Match;
        std::uint8_t low = 0;
        std::uint8_t high = 0;
        std::uint32_t next = 0;
        std::uint32_t other = 0;
    };
    [[nodiscard]] const std::vector<State> &states() const { return *m_states; }
    [[nodiscard]] std::uint32_t start() const { return m_start; }

private:
    std::shared_ptr<const std::vector<State>> m_states; // Shared by copies.
    std::uint32_t m_start = 0;
};

// Searches texts for a pattern. It keeps what it learned from one text for the next; for one thread at a
// time.
class PatternMatcher
{
public:
    explicit PatternMatcher(FilterPattern pattern);

    // Whether the pattern matches somewhere in the text. After a `stop` request the result is meaningless.
    [[nodiscard]] bool isIn(OctetView text, const std::stop_token &stop = {});

private:
    using Set = std::vector<std::uint32_t>; // Numbers of states, ascending.
    struct Known
    {
        Set set; // Only Octet and End states.
        bool matches = false; // The set holds a Match.
        bool matchesAtEnd = false;
        std::array<std::uint32_t, 256> next{}; // By octet; 0: not known yet, otherwise its number plus 1.
    };
    static constexpr std::size_t mostKnown = 512;

    enum class Where : std::uint8_t { Start, Inside, End };
    void addState(std::uint32_t state, Where where);
    [[nodiscard]] std::uint32_t known();
    [[nodiscard]] std::uint32_t startState();
    [[nodiscard]] std::uint32_t follow(std::uint32_t from, std::uint8_t octet);
    void forget();

    FilterPattern m_pattern;
    std::vector<std::unique_ptr<Known>> m_known;
    std::map<Set, std::uint32_t> m_numbers;
    // The set that is being made.
    Set m_set;
    std::vector<std::uint32_t> m_pending;
    std::vector<std::uint32_t> m_marks; // The round in which a state was added last.
    std::uint32_t m_round = 0;
    bool m_matches = false;
};

} // namespace fg
