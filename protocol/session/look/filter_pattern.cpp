#include "protocol/session/look/filter_pattern.h"

#include "protocol/session/look/pattern_reader.h"
#include "protocol/text/utf8_writer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace fg {
namespace {

using State = FilterPattern::State;

// Makes the automaton from its end to its start: each part is made for the state that follows it.
class PatternBuilder
{
public:
    PatternBuilder() { add({.kind = State::Kind::Match}); }

    // Returns the number of the state that the part begins with.
    std::uint32_t build(const PatternPart &part, std::uint32_t next)
    {
        ++m_steps;
        if (isTooLarge())
            return next;
        switch (part.kind) {
        case PatternPart::Kind::Empty:
            return next;
        case PatternPart::Kind::Characters:
            return buildClass(part, next);
        case PatternPart::Kind::Sequence:
            for (std::size_t at = part.parts.size(); at > 0; --at)
                next = build(part.parts[at - 1], next);
            return next;
        case PatternPart::Kind::Choice: {
            std::uint32_t start = build(part.parts.back(), next);
            for (std::size_t at = part.parts.size() - 1; at > 0; --at)
                start = split(build(part.parts[at - 1], next), start);
            return start;
        }
        case PatternPart::Kind::Repeat:
            return buildRepeat(part, next);
        case PatternPart::Kind::Start:
            return add({.kind = State::Kind::Start, .next = next});
        case PatternPart::Kind::End:
            return add({.kind = State::Kind::End, .next = next});
        }
        return next;
    }

    // The steps are counted beside the states, because not every part of an expression adds a state.
    [[nodiscard]] bool isTooLarge() const
    {
        constexpr std::size_t mostSteps = FilterPattern::mostStates * FilterPattern::deepest;
        return m_states.size() > FilterPattern::mostStates || m_steps > mostSteps;
    }
    [[nodiscard]] FilterPattern::Automaton takeAutomaton()
    {
        return {std::move(m_states), std::move(m_sets)};
    }

private:
    std::uint32_t add(State state)
    {
        m_states.push_back(state);
        return static_cast<std::uint32_t>(m_states.size() - 1);
    }
    std::uint32_t split(std::uint32_t one, std::uint32_t other)
    {
        return add({.kind = State::Kind::Split, .next = one, .other = other});
    }

    std::uint32_t buildRepeat(const PatternPart &part, std::uint32_t next)
    {
        const PatternPart &once = part.parts.front();
        std::uint32_t start = next;
        if (!part.most) {
            const std::uint32_t loop = split(next, next);
            m_states[loop].next = build(once, loop);
            start = loop;
        }
        for (unsigned count = part.most.value_or(part.least); count > part.least && !isTooLarge(); --count)
            start = split(build(once, start), next);
        for (unsigned count = 0; count < part.least && !isTooLarge(); ++count)
            start = build(once, start);
        return start;
    }

    std::uint32_t octets(std::uint8_t low, std::uint8_t high, std::uint32_t next)
    {
        return add({.kind = State::Kind::Octet, .low = low, .high = high, .next = next});
    }

    // One state for all octets that are a whole character, or that are asked for as octets.
    std::uint32_t octets(const CharacterSet &ranges, std::uint32_t next)
    {
        const auto low = static_cast<std::uint8_t>(ranges.front().first);
        const auto high = static_cast<std::uint8_t>(ranges.back().last);
        if (ranges.size() == 1)
            return octets(low, high, next);
        FilterPattern::OctetSet set;
        for (const CharacterRange &range : ranges) {
            for (char32_t octet = range.first; octet <= range.last; ++octet)
                set.set(octet);
        }
        const auto known = std::ranges::find(m_sets, set);
        const auto number = static_cast<std::uint32_t>(known - m_sets.begin());
        if (known == m_sets.end())
            m_sets.push_back(set);
        return add(
            {.kind = State::Kind::OctetOfSet, .low = low, .high = high, .next = next, .other = number});
    }

    std::uint32_t buildClass(const PatternPart &part, std::uint32_t next)
    {
        std::optional<std::uint32_t> start;
        CharacterSet single;
        for (const CharacterRange &range : part.characters) {
            if (range.first <= lastOfAscii)
                single.push_back({range.first, std::min(range.last, lastOfAscii)});
            if (range.last > lastOfAscii)
                addRange({std::max(range.first, firstAfterAscii), range.last}, next, start);
        }
        single.insert(single.end(), part.octets.begin(), part.octets.end());
        if (!single.empty()) {
            const std::uint32_t state = octets(single, next);
            start = start ? split(state, *start) : state;
        }
        // A class of no characters matches nothing: no octet is from 1 to 0.
        return start ? *start : octets(1, 0, next);
    }

    // Adds the characters of a range, whose UTF-8 may have different lengths.
    void addRange(CharacterRange range, std::uint32_t next, std::optional<std::uint32_t> &start)
    {
        for (const char32_t last : {U'\x7ff', char32_t(0xd7ff), char32_t(0xdfff), U'\xffff', lastCharacter}) {
            if (range.first > last)
                continue;
            const CharacterRange part{range.first, std::min(range.last, last)};
            // Surrogates have no UTF-8.
            if (part.first < 0xd800 || part.first > 0xdfff)
                addSameLength(part, next, start);
            if (range.last <= last)
                return;
            range.first = last + 1;
        }
    }

    // Adds the characters of a range, whose UTF-8 has one length. The range is divided until the octets after
    // the first one that differs can have any value.
    void addSameLength(CharacterRange range, std::uint32_t next, std::optional<std::uint32_t> &start)
    {
        for (unsigned bits = 6; bits <= 18; bits += 6) {
            const char32_t tail = (char32_t(1) << bits) - 1;
            if ((range.first & ~tail) == (range.last & ~tail))
                break;
            if ((range.first & tail) != 0) {
                addSameLength({range.first, range.first | tail}, next, start);
                return addSameLength({(range.first | tail) + 1, range.last}, next, start);
            }
            if ((range.last & tail) != tail) {
                addSameLength({range.first, (range.last & ~tail) - 1}, next, start);
                return addSameLength({range.last & ~tail, range.last}, next, start);
            }
        }
        std::string low;
        std::string high;
        appendUtf8(low, range.first);
        appendUtf8(high, range.last);
        std::uint32_t state = next;
        for (std::size_t at = low.size(); at > 0; --at)
            state = octets(static_cast<std::uint8_t>(low[at - 1]), static_cast<std::uint8_t>(high[at - 1]),
                           state);
        start = start ? split(state, *start) : state;
    }

    std::vector<State> m_states;
    std::vector<FilterPattern::OctetSet> m_sets;
    std::size_t m_steps = 0;
};

} // namespace

std::string wordsFor(PatternFault fault)
{
    switch (fault) {
    case PatternFault::Unfinished:
        return "a parenthesis, a bracket or something after a backslash is missing at its end";
    case PatternFault::NotOpened:
        return "a closing parenthesis has none to close";
    case PatternFault::NothingToRepeat:
        return "*, + or ? has nothing before it that could be repeated";
    case PatternFault::BadRepeat:
        return "the second number of {m,n} is less than the first";
    case PatternFault::TooManyRepeats:
        return "{n} and {m,n} can repeat something at most " + std::to_string(FilterPattern::mostRepeats)
            + " times";
    case PatternFault::BadRange:
        return "a range in brackets ends before it begins";
    case PatternFault::MixedClass:
        return "brackets hold octets from \\x80 on beside characters that are not ASCII";
    case PatternFault::BadEscape:
        return "a letter or a digit after a backslash has no meaning here";
    case PatternFault::BadOctet:
        return "\\x needs two hexadecimal digits, for example \\x0a";
    case PatternFault::BadCodePoint:
        return "\\u needs the number of a character in braces, in hexadecimal digits, for example \\u{e4}";
    case PatternFault::NotACodePoint:
        return "the number in \\u{...} is not that of a character; they go up to 10ffff, without the "
               "surrogates "
               "d800 to dfff";
    case PatternFault::NotSupported:
        return "references to groups, lookahead and lookbehind, \\b and options other than (?-i) are not "
               "supported";
    case PatternFault::TooLarge:
        return "it needs more than " + std::to_string(FilterPattern::mostStates)
            + " states; use fewer repetitions";
    case PatternFault::TooDeep:
        return "parentheses or repetitions are nested more than " + std::to_string(FilterPattern::deepest)
            + " deep";
    }
    return {};
}

std::variant<FilterPattern, PatternFault> FilterPattern::of(std::string_view text)
{
    const auto read = readPattern(text);
    if (const auto *const fault = std::get_if<PatternFault>(&read))
        return *fault;
    PatternBuilder builder;
    FilterPattern pattern;
    pattern.m_start = builder.build(std::get<PatternPart>(read), 0);
    if (builder.isTooLarge())
        return PatternFault::TooLarge;
    pattern.m_automaton = std::make_shared<const Automaton>(builder.takeAutomaton());
    return pattern;
}

} // namespace fg
