#include "protocol/session/look/filter_program.h"

#include "protocol/wire/overloaded.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace fg {
namespace {

using Field = FilterField;

constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();

// The numbers that are in none of the ranges.
std::vector<FilterRange> others(std::vector<FilterRange> ranges)
{
    std::ranges::sort(ranges, {}, &FilterRange::first);
    std::vector<FilterRange> out;
    std::uint64_t next = 0;
    for (const FilterRange &range : ranges) {
        if (range.first > next)
            out.push_back({next, range.first - 1});
        if (range.last == greatest)
            return out;
        next = std::max(next, range.last + 1);
    }
    out.push_back({next, greatest});
    return out;
}

std::vector<FilterRange> rangesOf(const FilterComparison &comparison)
{
    std::vector<FilterRange> ranges;
    for (const FilterValue &value : comparison.values)
        ranges.insert(ranges.end(), value.ranges.begin(), value.ranges.end());
    const std::uint64_t number = ranges.front().first;
    switch (comparison.op) {
    case FilterOperator::NotEqual:
        return others(std::move(ranges));
    case FilterOperator::Less:
        return number == 0 ? std::vector<FilterRange>() : std::vector<FilterRange>{{0, number - 1}};
    case FilterOperator::LessEqual:
        return {{0, number}};
    case FilterOperator::Greater:
        return number == greatest ? std::vector<FilterRange>()
                                  : std::vector<FilterRange>{{number + 1, greatest}};
    case FilterOperator::GreaterEqual:
        return {{number, greatest}};
    case FilterOperator::Equal:
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        break;
    }
    return ranges;
}

// The parser has checked that the octets can be searched for.
Needle needleFor(OctetView octets, FilterValue::Spelling spelling)
{
    const bool isText = spelling == FilterValue::Spelling::Text && isUtf8(octets);
    SearchQuery query;
    query.kind = isText ? SearchQuery::Kind::AnyCase : SearchQuery::Kind::Hex;
    query.text = isText ? std::string(charactersOf(octets)) : toHex(octets);
    return std::get<Needle>(Needle::of(query));
}

PatternMatcher matcherFor(std::string_view pattern)
{
    return PatternMatcher(std::get<FilterPattern>(FilterPattern::of(pattern)));
}

// What evaluating a condition costs, to begin with the least.
unsigned costOf(const FilterTree &tree)
{
    const auto most = [](const std::vector<FilterTree> &parts) {
        unsigned cost = 0;
        for (const FilterTree &part : parts)
            cost = std::max(cost, costOf(part));
        return cost;
    };
    const auto costOfField = [](const FilterFieldRef &field) {
        const auto need = static_cast<unsigned>(field.info().need);
        return field.field == Field::Json ? need + 1 : need;
    };
    return std::visit(Overloaded{
                          [](const FilterSearch &) { return static_cast<unsigned>(FilterNeed::Octets); },
                          [&](const FilterPresence &presence) { return costOfField(presence.field); },
                          [&](const FilterComparison &comparison) { return costOfField(comparison.field); },
                          [&](const FilterNot &negated) { return most(negated.part); },
                          [&](const FilterAll &all) { return most(all.parts); },
                          [&](const FilterAny &any) { return most(any.parts); },
                      },
                      tree.node);
}

} // namespace

FilterProgram::FilterProgram(const FilterTree &tree)
{
    (void)add(tree);
    const std::vector<PatternMatcher *> all = matchers();
    for (PatternMatcher *const matcher : all)
        matcher->limitMemory(std::min(PatternMatcher::mostMemory, mostPatternMemory / all.size()));
}

std::vector<PatternMatcher *> FilterProgram::matchers()
{
    std::vector<PatternMatcher *> all;
    const auto addAll = [&all](std::vector<PatternMatcher> &patterns) {
        for (PatternMatcher &pattern : patterns)
            all.push_back(&pattern);
    };
    for (Node &node : m_nodes) {
        if (auto *const text = std::get_if<TextTest>(&node))
            addAll(text->patterns);
        else if (auto *const json = std::get_if<JsonTest>(&node))
            addAll(json->patterns);
    }
    return all;
}

std::size_t FilterProgram::patternMemory()
{
    std::size_t octets = 0;
    for (const PatternMatcher *const matcher : matchers())
        octets += matcher->memory();
    return octets;
}

// A node has a lower number than its parts, so that the whole filter is the first one.
std::uint16_t FilterProgram::add(const FilterTree &tree)
{
    const auto number = static_cast<std::uint16_t>(m_nodes.size());
    m_nodes.emplace_back(Negation{});
    Node node =
        std::visit(Overloaded{
                       [&](const FilterSearch &search) -> Node {
                           m_needs.findings = m_needs.payloads = m_needs.wire = m_needs.info = true;
                           m_needs.counts = true;
                           return Search{needleFor(octetsOf(search.text), FilterValue::Spelling::Text)};
                       },
                       [&](const FilterPresence &presence) -> Node { return nodeOf(presence); },
                       [&](const FilterComparison &comparison) -> Node { return nodeOf(comparison); },
                       [&](const FilterNot &negated) -> Node { return Negation{add(negated.part.front())}; },
                       [&](const FilterAll &all) -> Node { return jointOf(all.parts, true); },
                       [&](const FilterAny &any) -> Node { return jointOf(any.parts, false); },
                   },
                   tree.node);
    m_nodes[number] = std::move(node);
    return number;
}

FilterProgram::Joint FilterProgram::jointOf(const std::vector<FilterTree> &parts, bool isAll)
{
    std::vector<const FilterTree *> ordered;
    for (const FilterTree &part : parts)
        ordered.push_back(&part);
    std::ranges::stable_sort(ordered, {}, [](const FilterTree *part) { return costOf(*part); });
    Joint joint{.isAll = isAll, .parts = {}};
    for (const FilterTree *const part : ordered)
        joint.parts.push_back(add(*part));
    return joint;
}

void FilterProgram::need(const FilterFieldRef &field)
{
    switch (field.info().need) {
    case FilterNeed::Row:
        m_needs.inflatedLength = m_needs.inflatedLength || field.field == Field::Length;
        return;
    case FilterNeed::Counts:
        m_needs.counts = true;
        return;
    case FilterNeed::Findings:
        m_needs.findings = true;
        return;
    case FilterNeed::Lists:
        m_needs.lists = true;
        m_needs.inflatedLength = m_needs.inflatedLength || field.field == Field::InflatedLength;
        return;
    case FilterNeed::Octets:
        break;
    }
    if (field.field == Field::Code || field.field == Field::Reason)
        m_needs.closePayloads = true;
    else if (field.field == Field::Rtt)
        m_needs.pongs = true;
    else if (field.field == Field::Wire)
        m_needs.wire = true;
    else if (field.field == Field::Info)
        m_needs.info = m_needs.findings = true;
    else
        m_needs.payloads = true;
}

FilterProgram::Node FilterProgram::nodeOf(const FilterPresence &presence)
{
    const FilterFieldRef &field = presence.field;
    if (field.info().type == FilterType::Flag) {
        need(field);
        return InRanges{field.field, {{1, 1}}};
    }
    // Whether there is a payload shows in the row; whether it is a text, in that of the message's first
    // frame.
    if (field.field == Field::Text)
        m_needs.counts = true;
    else if (field.field != Field::Payload && field.field != Field::Wire)
        need(field);
    if (field.field == Field::Json)
        return JsonTest{.path = field.path, .operands = {}, .needles = {}, .patterns = {}};
    return Presence{field};
}

FilterProgram::Node FilterProgram::nodeOf(const FilterComparison &comparison)
{
    const FilterFieldRef &field = comparison.field;
    const FilterOperator op = comparison.op;
    need(field);
    switch (field.info().type) {
    case FilterType::Flag:
    case FilterType::Word:
    case FilterType::Number:
    case FilterType::Size:
    case FilterType::TimeSpan:
        if (field.field == Field::FindingSeverity)
            return SeverityIn{rangesOf(comparison), op == FilterOperator::NotEqual};
        return InRanges{field.field, rangesOf(comparison)};
    case FilterType::Text:
    case FilterType::Octets: {
        TextTest test{.field = field, .op = op, .equals = {}, .needles = {}, .patterns = {}};
        for (const FilterValue &value : comparison.values) {
            if (op == FilterOperator::Contains)
                test.needles.push_back(needleFor(value.octets, value.spelling));
            else if (op == FilterOperator::Matches)
                test.patterns.push_back(matcherFor(charactersOf(value.octets)));
            else
                test.equals.push_back(value.octets);
        }
        return test;
    }
    case FilterType::Json:
        break;
    }
    JsonTest test{.path = field.path, .op = op, .operands = {}, .needles = {}, .patterns = {}};
    for (const FilterValue &value : comparison.values) {
        test.operands.push_back(value.json);
        if (op == FilterOperator::Contains)
            test.needles.push_back(needleFor(octetsOf(value.json.text), FilterValue::Spelling::Text));
        else if (op == FilterOperator::Matches)
            test.patterns.push_back(matcherFor(value.json.text));
    }
    return test;
}

} // namespace fg
