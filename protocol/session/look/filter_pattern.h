// Regular expressions for filters, as automata. See pattern_matcher.h for the search and what it takes at
// most.
//
// . any character but a line feed · [a-z] [^a-z] · \d \w \s \D \W \S · \t \n \r,
// \u{NNNN} for the character of that number, \xNN for the octet, and \ before a sign ·
// ( ) and (?: ) · | · * + ? {n} {n,} {n,m} · ^ and $ for the start and the end of the text. Capital and small
// letters are equal, unless the expression begins with (?-i).
//
// An expression works on octets, and a character is its UTF-8. Octets that are not UTF-8 are matched only by
// \x80 to \xff, also in brackets; brackets with such octets stand for one octet, whatever it is a part of.
#pragma once

#include "protocol/wire/octets.h"

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

enum class PatternFault : std::uint8_t {
    Unfinished, // It ends after a backslash, or inside brackets or parentheses.
    NotOpened, // A parenthesis closes nothing.
    NothingToRepeat,
    BadRepeat, // {m,n} with m > n
    TooManyRepeats, // more than mostRepeats
    BadRange, // [z-a]
    MixedClass, // Brackets with octets from 0x80 on and characters that are not ASCII.
    BadEscape,
    BadOctet, // \x without two hexadecimal digits
    BadCodePoint, // \u without a number in braces
    NotACodePoint, // \u{110000}, or a surrogate
    NotSupported, // Lookahead, lookbehind, references to groups and other things that need to go back.
    TooLarge, // More than mostStates, or as much to build.
    TooDeep, // More than deepest.
};
// The end of a sentence: "a parenthesis or bracket is not closed".
[[nodiscard]] std::string wordsFor(PatternFault fault);

class FilterPattern
{
public:
    static constexpr std::size_t mostStates = 2'000;
    static constexpr unsigned mostRepeats = 1'000;
    static constexpr unsigned deepest = 50; // Nesting of parentheses, or of repetitions of repetitions.

    [[nodiscard]] static std::variant<FilterPattern, PatternFault> of(std::string_view text);

    // A state of the automaton.
    struct State
    {
        enum class Kind : std::uint8_t {
            Octet, // Continues at `next` after an octet from `low` to `high`.
            OctetOfSet, // The same if the octet is also in the set of the number `other`.
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
    using OctetSet = std::bitset<256>;
    struct Automaton
    {
        std::vector<State> states;
        std::vector<OctetSet> sets;
    };
    [[nodiscard]] const std::vector<State> &states() const { return m_automaton->states; }
    [[nodiscard]] std::uint32_t start() const { return m_start; }
    // Whether the state continues after this octet.
    [[nodiscard]] bool continues(const State &state, std::uint8_t octet) const
    {
        if (octet < state.low || octet > state.high)
            return false;
        return state.kind == State::Kind::Octet
            || (state.kind == State::Kind::OctetOfSet && m_automaton->sets[state.other][octet]);
    }

private:
    std::shared_ptr<const Automaton> m_automaton; // Shared by copies.
    std::uint32_t m_start = 0;
};

} // namespace fg
