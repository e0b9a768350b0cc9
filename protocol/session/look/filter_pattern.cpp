#include "protocol/session/look/filter_pattern.h"

#include "protocol/text/characters.h"
#include "protocol/text/utf8_writer.h"

#include <QChar>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace fg {
namespace {

using State = FilterPattern::State;

constexpr char32_t lastCharacter = 0x10ffff;

struct Characters
{
    char32_t first = 0;
    char32_t last = 0;
};
using CharacterSet = std::vector<Characters>;

// A part of an expression.
struct Part
{
    enum class Kind : std::uint8_t { Empty, Characters, Sequence, Choice, Repeat, Start, End };

    Kind kind = Kind::Empty;
    CharacterSet characters; // CharacterSet
    std::vector<Part> parts; // Sequence, Choice; Repeat: one
    unsigned least = 0; // Repeat
    std::optional<unsigned> most;
};

// Whether the part is of no character, however often it is repeated. It needs no state.
bool isEmpty(const Part &part)
{
    switch (part.kind) {
    case Part::Kind::Empty:
        return true;
    case Part::Kind::Sequence:
    case Part::Kind::Choice:
        return std::ranges::all_of(part.parts, isEmpty);
    case Part::Kind::Repeat:
        return part.most == 0U || isEmpty(part.parts.front());
    case Part::Kind::Characters:
    case Part::Kind::Start:
    case Part::Kind::End:
        break;
    }
    return false;
}

void normalize(CharacterSet &characters)
{
    std::ranges::sort(characters, {}, &Characters::first);
    CharacterSet merged;
    for (const Characters &range : characters) {
        if (!merged.empty() && range.first <= merged.back().last + 1)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    }
    characters = std::move(merged);
}

CharacterSet negated(CharacterSet characters)
{
    normalize(characters);
    CharacterSet out;
    char32_t next = 0;
    for (const Characters &range : characters) {
        if (range.first > next)
            out.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    if (next <= lastCharacter)
        out.push_back({next, lastCharacter});
    return out;
}

// Adds the other case of each letter. A range of more characters than an alphabet has is taken as it is.
void addCases(CharacterSet &characters)
{
    constexpr char32_t alphabet = 0x500;
    const CharacterSet plain = characters;
    for (const Characters &range : plain) {
        if (range.last - range.first > alphabet)
            continue;
        for (char32_t c = range.first; c <= range.last; ++c) {
            for (const char32_t other : {QChar::toLower(c), QChar::toUpper(c)}) {
                if (other != c)
                    characters.push_back({other, other});
            }
        }
    }
}

CharacterSet classOfLetter(char letter)
{
    switch (letter) {
    case 'd':
        return {{'0', '9'}};
    case 'w':
        return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    case 's':
        return {{'\t', '\r'}, {' ', ' '}};
    case 'D':
    case 'W':
    case 'S':
        return negated(classOfLetter(lowered(letter)));
    default:
        return {};
    }
}

// Reads an expression. Its text is UTF-8.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {
        constexpr std::string_view exact = "(?-i)";
        constexpr std::string_view any = "(?i)";
        if (m_text.starts_with(exact)) {
            m_ignoresCase = false;
            m_next = exact.size();
        } else if (m_text.starts_with(any)) {
            m_next = any.size();
        }
    }

    std::variant<Part, PatternFault> run()
    {
        Part part = readChoice();
        if (!m_fault && !atEnd())
            m_fault = PatternFault::NotOpened;
        if (m_fault)
            return *m_fault;
        return part;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_next == m_text.size() || m_fault; }
    [[nodiscard]] char peek() const { return m_next < m_text.size() ? m_text[m_next] : '\0'; }
    bool accept(std::string_view text)
    {
        if (!m_text.substr(m_next).starts_with(text))
            return false;
        m_next += text.size();
        return true;
    }
    Part fail(PatternFault fault)
    {
        if (!m_fault)
            m_fault = fault;
        return {};
    }

    Part readChoice()
    {
        Part choice{.kind = Part::Kind::Choice};
        do {
            choice.parts.push_back(readSequence());
        } while (!atEnd() && accept("|"));
        return choice.parts.size() == 1 ? std::move(choice.parts.front()) : std::move(choice);
    }

    Part readSequence()
    {
        Part sequence{.kind = Part::Kind::Sequence};
        while (!atEnd() && peek() != '|' && peek() != ')') {
            Part part = readOne();
            for (unsigned repeats = 0; !atEnd() && readRepeat(part); ++repeats) {
                if (repeats == FilterPattern::deepest)
                    return fail(PatternFault::TooDeep);
            }
            if (!isEmpty(part))
                sequence.parts.push_back(std::move(part));
        }
        return sequence;
    }

    // Replaces the part by its repetition, if a sign of one follows.
    bool readRepeat(Part &part)
    {
        unsigned least = 0;
        std::optional<unsigned> most;
        if (accept("+")) {
            least = 1;
        } else if (accept("?")) {
            most = 1;
        } else if (!accept("*")) {
            if (peek() != '{' || !readCounts(least, most))
                return false;
        }
        // A match is asked for, not its length, so a repetition that is to be short is the same.
        accept("?");
        if (peek() == '+') {
            fail(PatternFault::NotSupported);
            return false;
        }
        Part repeat{.kind = Part::Kind::Repeat, .least = least, .most = most};
        repeat.parts.push_back(std::move(part));
        part = isEmpty(repeat) ? Part{} : std::move(repeat);
        return true;
    }

    // {3}, {3,} or {3,5}. Anything else in braces is text.
    bool readCounts(unsigned &least, std::optional<unsigned> &most)
    {
        const std::size_t start = m_next++;
        const std::optional<unsigned> first = readCount();
        most = first;
        if (first && accept(","))
            most = peek() == '}' ? std::nullopt : readCount();
        if (!first || !accept("}")) {
            m_next = start;
            return false;
        }
        least = *first;
        if (least > FilterPattern::mostRepeats
            || (most && (*most < least || *most > FilterPattern::mostRepeats)))
            fail(PatternFault::BadRepeat);
        return !m_fault;
    }

    std::optional<unsigned> readCount()
    {
        const std::size_t start = m_next;
        unsigned count = 0;
        for (; isDigit(peek()); ++m_next)
            count =
                std::min(count * 10 + static_cast<unsigned>(peek() - '0'), FilterPattern::mostRepeats + 1);
        return m_next > start ? std::optional(count) : std::nullopt;
    }

    Part readOne()
    {
        switch (peek()) {
        case '(':
            return readGroup();
        case '[':
            return readClass();
        case '*':
        case '+':
        case '?':
            return fail(PatternFault::NothingToRepeat);
        case '^':
            ++m_next;
            return {.kind = Part::Kind::Start};
        case '$':
            ++m_next;
            return {.kind = Part::Kind::End};
        case '.':
            ++m_next;
            return classPart(negated({{'\n', '\n'}}));
        case '\\':
            return readEscape();
        default:
            return characterPart(readCharacter());
        }
    }

    Part readGroup()
    {
        ++m_next;
        if (!accept("?:") && peek() == '?')
            return fail(PatternFault::NotSupported);
        if (++m_depth > FilterPattern::deepest)
            return fail(PatternFault::TooDeep);
        Part part = readChoice();
        --m_depth;
        if (!accept(")"))
            return fail(PatternFault::Unfinished);
        return part;
    }

    static Part classPart(CharacterSet characters)
    {
        normalize(characters);
        return {.kind = Part::Kind::Characters, .characters = std::move(characters)};
    }

    Part characterPart(char32_t character)
    {
        CharacterSet characters{{character, character}};
        if (m_ignoresCase)
            addCases(characters);
        return classPart(std::move(characters));
    }

    Part readEscape()
    {
        ++m_next;
        if (CharacterSet letters = classOfLetter(peek()); !letters.empty()) {
            ++m_next;
            return classPart(std::move(letters));
        }
        const std::optional<char32_t> character = readEscapedCharacter();
        return character ? characterPart(*character) : Part{};
    }

    // What follows a backslash.
    std::optional<char32_t> readEscapedCharacter()
    {
        const char c = peek();
        if (m_next == m_text.size()) {
            fail(PatternFault::Unfinished);
            return std::nullopt;
        }
        if (c == 'x') {
            const auto octet = fromHex(m_text.substr(m_next + 1, 2));
            if (!octet || octet->size() != 1) {
                fail(PatternFault::BadEscape);
                return std::nullopt;
            }
            m_next += 3;
            return std::to_integer<char32_t>(octet->front());
        }
        if (const std::size_t at = std::string_view("tnrfv").find(c); at != std::string_view::npos) {
            ++m_next;
            return static_cast<char32_t>("\t\n\r\f\v"[at]);
        }
        if (isAlphanumeric(c)) {
            fail(std::string_view("bBAzZpPkKGQE123456789").find(c) != std::string_view::npos
                     ? PatternFault::NotSupported
                     : PatternFault::BadEscape);
            return std::nullopt;
        }
        return readCharacter();
    }

    // The text was checked to be UTF-8.
    char32_t readCharacter()
    {
        const auto first = static_cast<unsigned char>(m_text[m_next++]);
        if (first < 0x80)
            return first;
        const unsigned tails = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        char32_t character = first & (0x3fu >> tails);
        for (unsigned i = 0; i < tails && m_next < m_text.size(); ++i)
            character = character << 6 | (static_cast<unsigned char>(m_text[m_next++]) & 0x3fu);
        return character;
    }

    Part readClass()
    {
        ++m_next;
        const bool isNegated = accept("^");
        CharacterSet characters;
        for (bool isFirst = true; isFirst || peek() != ']'; isFirst = false) {
            if (m_next == m_text.size())
                return fail(PatternFault::Unfinished);
            readClassItem(characters);
            if (m_fault)
                return {};
        }
        ++m_next;
        if (m_ignoresCase)
            addCases(characters);
        return classPart(isNegated ? negated(std::move(characters)) : std::move(characters));
    }

    void readClassItem(CharacterSet &characters)
    {
        if (accept("[:")) {
            fail(PatternFault::NotSupported);
            return;
        }
        if (peek() == '\\' && m_next + 1 < m_text.size()) {
            if (const CharacterSet letters = classOfLetter(m_text[m_next + 1]); !letters.empty()) {
                m_next += 2;
                characters.insert(characters.end(), letters.begin(), letters.end());
                return;
            }
        }
        const std::optional<char32_t> first = readClassCharacter();
        if (!first)
            return;
        const bool isRange = peek() == '-' && m_next + 1 < m_text.size() && m_text[m_next + 1] != ']';
        if (!isRange) {
            characters.push_back({*first, *first});
            return;
        }
        ++m_next;
        const std::optional<char32_t> last = m_next < m_text.size() ? readClassCharacter() : std::nullopt;
        if (!last || *last < *first)
            fail(PatternFault::BadRange);
        else
            characters.push_back({*first, *last});
    }

    std::optional<char32_t> readClassCharacter()
    {
        return accept("\\") ? readEscapedCharacter() : std::optional(readCharacter());
    }

    std::string_view m_text;
    std::size_t m_next = 0;
    unsigned m_depth = 0;
    bool m_ignoresCase = true;
    std::optional<PatternFault> m_fault;
};

// Makes the automaton from its end to its start: each part is made for the state that follows it.
class Builder
{
public:
    Builder() { add({.kind = State::Kind::Match}); }

    // Returns the number of the state that the part begins with.
    std::uint32_t build(const Part &part, std::uint32_t next)
    {
        ++m_steps;
        if (isTooLarge())
            return next;
        switch (part.kind) {
        case Part::Kind::Empty:
            return next;
        case Part::Kind::Characters:
            return buildClass(part.characters, next);
        case Part::Kind::Sequence:
            for (std::size_t at = part.parts.size(); at > 0; --at)
                next = build(part.parts[at - 1], next);
            return next;
        case Part::Kind::Choice: {
            std::uint32_t start = build(part.parts.back(), next);
            for (std::size_t at = part.parts.size() - 1; at > 0; --at)
                start = split(build(part.parts[at - 1], next), start);
            return start;
        }
        case Part::Kind::Repeat:
            return buildRepeat(part, next);
        case Part::Kind::Start:
            return add({.kind = State::Kind::Start, .next = next});
        case Part::Kind::End:
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
    [[nodiscard]] std::vector<State> takeStates() { return std::move(m_states); }

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

    std::uint32_t buildRepeat(const Part &part, std::uint32_t next)
    {
        const Part &once = part.parts.front();
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

    std::uint32_t buildClass(const CharacterSet &characters, std::uint32_t next)
    {
        std::optional<std::uint32_t> start;
        for (const Characters &range : characters)
            addRange(range, next, start);
        // A class of no characters matches nothing: no octet is from 1 to 0.
        return start ? *start : octets(1, 0, next);
    }

    // Adds the characters of a range, whose UTF-8 may have different lengths.
    void addRange(Characters range, std::uint32_t next, std::optional<std::uint32_t> &start)
    {
        for (const char32_t last :
             {U'\x7f', U'\x7ff', char32_t(0xd7ff), char32_t(0xdfff), U'\xffff', lastCharacter}) {
            if (range.first > last)
                continue;
            const Characters part{range.first, std::min(range.last, last)};
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
    void addSameLength(Characters range, std::uint32_t next, std::optional<std::uint32_t> &start)
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
        return "{m,n} has to ascend, to at most " + std::to_string(FilterPattern::mostRepeats);
    case PatternFault::BadRange:
        return "a range in brackets ends before it begins";
    case PatternFault::BadEscape:
        return "a letter or a digit after a backslash has no meaning here";
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
    const auto read = Reader(text).run();
    if (const auto *const fault = std::get_if<PatternFault>(&read))
        return *fault;
    Builder builder;
    FilterPattern pattern;
    pattern.m_start = builder.build(std::get<Part>(read), 0);
    if (builder.isTooLarge())
        return PatternFault::TooLarge;
    pattern.m_states = std::make_shared<const std::vector<State>>(builder.takeStates());
    return pattern;
}

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
        if (std::exchange(m_marks[number], m_round) == m_round)
            continue;
        const State &next = m_pattern.states()[number];
        switch (next.kind) {
        case State::Kind::Octet:
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

// The number of the set that was made, which begins the next.
std::uint32_t PatternMatcher::known()
{
    std::ranges::sort(m_set);
    const bool matches = m_matches;
    if (matches)
        m_set = {UINT32_MAX}; // Once there is a match, nothing that follows matters.
    const auto found = m_numbers.find(m_set);
    if (found != m_numbers.end())
        return found->second;
    auto made = std::make_unique<Known>();
    made->set = m_set;
    made->matches = matches;
    if (!matches) {
        ++m_round;
        m_set.clear();
        for (const std::uint32_t state : made->set)
            addState(state, Where::End);
        made->matchesAtEnd = std::exchange(m_matches, false);
    }
    const auto number = static_cast<std::uint32_t>(m_known.size());
    m_numbers.emplace(made->set, number);
    m_known.push_back(std::move(made));
    return number;
}

void PatternMatcher::forget()
{
    m_known.clear();
    m_numbers.clear();
}

std::uint32_t PatternMatcher::startState()
{
    if (m_known.empty()) {
        ++m_round;
        m_set.clear();
        m_matches = false;
        addState(m_pattern.start(), Where::Start);
        (void)known();
    }
    return 0;
}

std::uint32_t PatternMatcher::follow(std::uint32_t from, std::uint8_t octet)
{
    ++m_round;
    m_set.clear();
    m_matches = false;
    for (const std::uint32_t state : m_known[from]->set) {
        const State &here = m_pattern.states()[state];
        if (here.kind == State::Kind::Octet && octet >= here.low && octet <= here.high)
            addState(here.next, Where::Inside);
    }
    // A match may begin at each octet.
    addState(m_pattern.start(), Where::Inside);
    return known();
}

bool PatternMatcher::isIn(OctetView text, const std::stop_token &stop)
{
    constexpr std::size_t octetsBetweenStops = 64 * 1024;
    std::uint32_t state = startState();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (m_known[state]->matches)
            return true;
        if (at % octetsBetweenStops == 0 && stop.stop_requested())
            return false;
        const auto octet = std::to_integer<std::uint8_t>(text[at]);
        std::uint32_t next = m_known[state]->next[octet];
        if (next == 0) {
            if (m_known.size() >= mostKnown) {
                const Set here = m_known[state]->set;
                forget();
                (void)startState();
                m_set = here;
                m_matches = false;
                state = known();
            }
            next = follow(state, octet) + 1;
            m_known[state]->next[octet] = next;
        }
        state = next - 1;
    }
    return m_known[state]->matches || m_known[state]->matchesAtEnd;
}

} // namespace fg
