#include "protocol/session/look/filter_program.h"
#include "protocol/session/look/filter_reading.h"
#include "protocol/text/json_lookup.h"
#include "protocol/text/json_number.h"
#include "protocol/wire/overloaded.h"

#include <algorithm>
#include <optional>

namespace fg {
namespace {

constexpr Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }

bool isIn(const std::vector<FilterRange> &ranges, std::uint64_t value)
{
    for (const FilterRange &range : ranges) {
        if (value >= range.first && value <= range.last)
            return true;
    }
    return false;
}

bool compare(const JsonNumber &a, FilterOperator op, const JsonNumber &b)
{
    switch (op) {
    case FilterOperator::Less:
        return a < b;
    case FilterOperator::LessEqual:
        return a <= b;
    case FilterOperator::Greater:
        return a > b;
    case FilterOperator::GreaterEqual:
        return a >= b;
    case FilterOperator::Equal:
    case FilterOperator::NotEqual:
    case FilterOperator::Contains:
    case FilterOperator::Matches:
        break;
    }
    return a == b;
}

// A text in quotes is equal to a text; a number to a number of the same value; true, false and null to
// themselves.
bool isEqual(const JsonFound &found, const JsonOperand &operand)
{
    const bool isString = found.kind == JsonValue::Kind::String;
    if (operand.kind == JsonOperand::Kind::Quoted || isString)
        return operand.kind == JsonOperand::Kind::Quoted && isString && found.text == operand.text;
    if (operand.number)
        return found.kind == JsonValue::Kind::Number && JsonNumber::of(found.text) == operand.number;
    return found.text == operand.text;
}

std::string_view opcodeWord(Opcode opcode)
{
    for (const FilterWord &word : infoOf(FilterField::Opcode).words) {
        if (valueOf(opcode) >= word.first && valueOf(opcode) <= word.last)
            return word.name;
    }
    return {};
}

} // namespace

Truth FilterProgram::decide(const FilterUnit &unit, FilterSource &source, const std::stop_token &stop)
{
    m_stop = stop;
    return evaluate(0, unit, &source);
}

Truth FilterProgram::evaluate(std::uint16_t number, const FilterUnit &unit, FilterSource *source)
{
    Node &node = m_nodes[number];
    if (const auto *const inRanges = std::get_if<InRanges>(&node)) {
        const Reading reading = readNumber(inRanges->field, unit, source);
        if (reading.state == Reading::State::Unknown)
            return Truth::Unknown;
        return truth(reading.state == Reading::State::Present && isIn(inRanges->ranges, reading.value));
    }
    if (const auto *const joint = std::get_if<Joint>(&node))
        return evaluateJoint(*joint, unit, source);
    if (const auto *const negation = std::get_if<Negation>(&node)) {
        const Truth part = evaluate(negation->part, unit, source);
        return part == Truth::Unknown ? part : truth(part == Truth::No);
    }
    return std::visit(Overloaded{
                          [](Joint &) { return Truth::Unknown; },
                          [](Negation &) { return Truth::Unknown; },
                          [](InRanges &) { return Truth::Unknown; },
                          [&](auto &other) { return test(other, unit, source); },
                      },
                      node);
}

Truth FilterProgram::evaluateJoint(const Joint &joint, const FilterUnit &unit, FilterSource *source)
{
    const Truth deciding = truth(!joint.isAll);
    bool isUnknown = false;
    for (const std::uint16_t part : joint.parts) {
        const Truth here = evaluate(part, unit, source);
        if (here == deciding)
            return here;
        isUnknown = isUnknown || here == Truth::Unknown;
    }
    return isUnknown ? Truth::Unknown : truth(joint.isAll);
}

Truth FilterProgram::test(TextTest &test, const FilterUnit &unit, FilterSource *source)
{
    if (!mayHaveTexts(test.field.info().texts, unit))
        return Truth::No;
    if (!source || unit.stage != UnitStage::Whole)
        return Truth::Unknown;
    bool isThere = false;
    const bool isFound = anyText(test.field, unit, *source, [&](OctetView text) {
        isThere = true;
        return testOne(test, text);
    });
    return truth(test.op == FilterOperator::NotEqual ? isThere && !isFound : isFound);
}

bool FilterProgram::matchesOne(std::vector<PatternMatcher> &patterns, OctetView text)
{
    return std::ranges::any_of(patterns, [&](PatternMatcher &pattern) {
        const std::uint64_t before = pattern.steps();
        const bool isFound = pattern.isIn(text, m_stop);
        m_steps += pattern.steps() - before;
        return isFound;
    });
}

bool FilterProgram::testOne(TextTest &test, OctetView text)
{
    switch (test.op) {
    case FilterOperator::Contains:
        return std::ranges::any_of(
            test.needles, [&](const Needle &needle) { return needle.find(text) != Needle::nowhere; });
    case FilterOperator::Matches:
        return matchesOne(test.patterns, text);
    case FilterOperator::Equal:
    case FilterOperator::NotEqual:
        return std::ranges::any_of(test.equals,
                                   [&](const OctetBuffer &equal) { return std::ranges::equal(equal, text); });
    case FilterOperator::Less:
    case FilterOperator::LessEqual:
    case FilterOperator::Greater:
    case FilterOperator::GreaterEqual:
        break;
    }
    return false;
}

Truth FilterProgram::test(JsonTest &test, const FilterUnit &unit, FilterSource *source)
{
    if (!mayHaveTexts(FilterTexts::Json, unit))
        return Truth::No;
    if (!source || unit.stage != UnitStage::Whole)
        return Truth::Unknown;
    const std::string_view text = charactersOf(source->payload(unit));
    const JsonOutcome outcome = testJsonValue(text, test.path, [&](const JsonFound &found) {
        if (test.op == FilterOperator::Contains)
            return std::ranges::any_of(test.needles, [&](const Needle &needle) {
                return needle.find(octetsOf(found.text)) != Needle::nowhere;
            });
        if (test.op == FilterOperator::Matches)
            return matchesOne(test.patterns, octetsOf(found.text));
        if (takesSet(test.op))
            return test.operands.empty()
                || std::ranges::any_of(test.operands,
                                       [&](const JsonOperand &operand) { return isEqual(found, operand); });
        const auto number = found.kind == JsonValue::Kind::Number ? JsonNumber::of(found.text) : std::nullopt;
        return number && compare(*number, test.op, test.operands.front().number.value_or(JsonNumber()));
    });
    return truth(test.op == FilterOperator::NotEqual ? outcome.isThere && !outcome.passes : outcome.passes);
}

Truth FilterProgram::test(const Presence &presence, const FilterUnit &unit, FilterSource *source) const
{
    const FilterField field = presence.field.field;
    switch (presence.field.info().type) {
    case FilterType::Text:
    case FilterType::Octets:
    case FilterType::Json:
        break;
    case FilterType::Word: // Only of findings.
        return source ? truth(!source->findings(unit).empty()) : Truth::Unknown;
    case FilterType::Flag:
    case FilterType::Number:
    case FilterType::Size:
    case FilterType::TimeSpan: {
        const Reading reading = readNumber(field, unit, source);
        return reading.state == Reading::State::Unknown ? Truth::Unknown
                                                        : truth(reading.state == Reading::State::Present);
    }
    }
    if (!mayHaveTexts(presence.field.info().texts, unit))
        return Truth::No;
    if (field == FilterField::Text || field == FilterField::Wire)
        return Truth::Yes;
    if (field == FilterField::Payload)
        return unit.stage == UnitStage::Whole || unit.wireLength > 0 ? truth(unit.wireLength > 0)
                                                                     : Truth::Unknown;
    if (!source || unit.stage != UnitStage::Whole)
        return Truth::Unknown;
    return truth(anyText(presence.field, unit, *source, [](OctetView) { return true; }));
}

Truth FilterProgram::test(const SeverityIn &test, const FilterUnit &unit, FilterSource *source) const
{
    if (!source || unit.stage != UnitStage::Whole)
        return Truth::Unknown;
    const std::vector<RuleId> &rules = source->findings(unit);
    const auto isOne = [&](RuleId rule) {
        return isIn(test.ranges, static_cast<std::uint64_t>(ruleOf(rule).severity));
    };
    // The ranges of != are those of the others: all findings have to be of them.
    return truth(!rules.empty()
                 && (test.isNegated ? std::ranges::all_of(rules, isOne) : std::ranges::any_of(rules, isOne)));
}

Truth FilterProgram::test(const Search &search, const FilterUnit &unit, FilterSource *source) const
{
    const auto isIn = [&](std::string_view text) {
        return search.needle.find(octetsOf(text)) != Needle::nowhere;
    };
    if (unit.isFrame() && isIn(opcodeWord(unit.row.opcode())))
        return Truth::Yes;
    // The same octets are in the rows of frames.
    if (unit.row.kind == RowKind::Octets && !isHead(unit))
        return Truth::No;
    if (!source || unit.stage != UnitStage::Whole)
        return Truth::Unknown;
    const std::vector<RuleId> &rules = source->findings(unit);
    const bool isInRule = std::ranges::any_of(
        rules, [&](RuleId rule) { return isIn(ruleOf(rule).name) || isIn(ruleOf(rule).clause); });
    if (isInRule)
        return Truth::Yes;
    if (isHead(unit) && search.needle.find(source->wire(unit)) != Needle::nowhere)
        return Truth::Yes;
    if (unit.isFrame() && search.needle.find(source->payload(unit)) != Needle::nowhere)
        return Truth::Yes;
    // What Info says of a frame beside its payload are the sentences of its rules.
    return truth((!unit.isFrame() || !rules.empty()) && isIn(source->info(unit)));
}

} // namespace fg
