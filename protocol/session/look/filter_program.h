// A filter in the form in which it is evaluated: numbers as ranges, texts as needles and automata, cheap
// conditions before those that read octets.
#pragma once

#include "protocol/session/look/filter_tree.h"
#include "protocol/session/look/filter_unit.h"
#include "protocol/session/look/pattern_matcher.h"
#include "protocol/session/look/search_needle.h"

#include <cstdint>
#include <stop_token>
#include <utility>
#include <variant>
#include <vector>

namespace fg {

enum class Truth : std::uint8_t { No, Yes, Unknown };

// What evaluating a filter takes beside the rows of fixed size.
struct FilterNeeds
{
    bool counts = false; // What is counted from the first row on, such as the numbers of messages.
    bool findings = false;
    bool lists = false; // The list of messages, the handshake.
    bool inflatedLength = false; // In a view of messages the lengths are needed of those that are compressed.
    bool closePayloads = false; // The payloads of close frames.
    bool payloads = false;
    bool wire = false;
    bool pongs = false; // The payloads of pings and pongs.
    bool info = false;

    // Whether the octets of all frames have to be read.
    [[nodiscard]] bool readsOctets() const { return payloads || wire || closePayloads || pongs; }
    // Whether a row that is not a message of several frames shows all of it by itself.
    [[nodiscard]] bool readsOnlyItsRow() const
    {
        return !counts && !findings && !lists && !readsOctets() && !info;
    }
    bool operator==(const FilterNeeds &) const = default;
};

// Not to be shared by threads, because the automata of regular expressions learn; copies are independent.
class FilterProgram
{
public:
    // Octets of memory for what all regular expressions of a filter learn. Each has an equal part.
    static constexpr std::size_t mostPatternMemory = 32 * 1024 * 1024;

    explicit FilterProgram(const FilterTree &tree);

    [[nodiscard]] const FilterNeeds &needs() const { return m_needs; }
    // By the unit alone; Unknown if more has to be read, or known.
    [[nodiscard]] Truth decide(const FilterUnit &unit) { return evaluate(0, unit, nullptr); }
    // The same with what the source reads. The result is Unknown only for a unit that is not Whole. After a
    // `stop` request the result is meaningless.
    [[nodiscard]] Truth decide(const FilterUnit &unit, FilterSource &source,
                               const std::stop_token &stop = {});
    // The steps of regular expressions since the last call.
    [[nodiscard]] std::uint64_t takeSteps() { return std::exchange(m_steps, 0); }
    // What is used of mostPatternMemory.
    [[nodiscard]] std::size_t patternMemory();

private:
    struct Joint
    {
        bool isAll = true; // Otherwise any.
        std::vector<std::uint16_t> parts;
    };
    struct Negation
    {
        std::uint16_t part = 0;
    };
    // The number of a field is in one of these ranges.
    struct InRanges
    {
        FilterField field;
        std::vector<FilterRange> ranges;
    };
    struct SeverityIn
    {
        std::vector<FilterRange> ranges;
        bool isNegated;
    };
    // A text of the field is, contains or matches one of these.
    struct TextTest
    {
        FilterFieldRef field;
        FilterOperator op;
        std::vector<OctetBuffer> equals; // Equal, NotEqual
        std::vector<Needle> needles; // Contains
        std::vector<PatternMatcher> patterns; // Matches
    };
    struct JsonTest
    {
        JsonPath path;
        FilterOperator op = FilterOperator::Equal;
        std::vector<JsonOperand> operands; // None: the value only has to be there.
        std::vector<Needle> needles;
        std::vector<PatternMatcher> patterns;
    };
    struct Presence
    {
        FilterFieldRef field;
    };
    struct Search
    {
        Needle needle;
    };
    using Node = std::variant<Joint, Negation, InRanges, SeverityIn, TextTest, JsonTest, Presence, Search>;

    std::uint16_t add(const FilterTree &tree);
    [[nodiscard]] Node nodeOf(const FilterComparison &comparison);
    [[nodiscard]] Node nodeOf(const FilterPresence &presence);
    [[nodiscard]] Joint jointOf(const std::vector<FilterTree> &parts, bool isAll);
    void need(const FilterFieldRef &field);
    [[nodiscard]] Truth evaluate(std::uint16_t number, const FilterUnit &unit, FilterSource *source);
    [[nodiscard]] Truth evaluateJoint(const Joint &joint, const FilterUnit &unit, FilterSource *source);
    [[nodiscard]] Truth test(TextTest &test, const FilterUnit &unit, FilterSource *source);
    [[nodiscard]] bool testOne(TextTest &test, OctetView text);
    [[nodiscard]] bool matchesOne(std::vector<PatternMatcher> &patterns, OctetView text);
    [[nodiscard]] std::vector<PatternMatcher *> matchers();
    [[nodiscard]] Truth test(JsonTest &test, const FilterUnit &unit, FilterSource *source);
    [[nodiscard]] Truth test(const Presence &presence, const FilterUnit &unit, FilterSource *source) const;
    [[nodiscard]] Truth test(const SeverityIn &test, const FilterUnit &unit, FilterSource *source) const;
    [[nodiscard]] Truth test(const Search &search, const FilterUnit &unit, FilterSource *source) const;

    std::vector<Node> m_nodes; // The first one is the whole filter.
    FilterNeeds m_needs;
    std::stop_token m_stop; // During decide().
    std::uint64_t m_steps = 0;
};

} // namespace fg
