#include "protocol/session/look/filter_program.h"

#include "protocol/text/json_lookup.h"
#include "protocol/wire/close_payload.h"
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

constexpr Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }

// The number of a field in a unit.
struct Reading
{
    enum class State : std::uint8_t { Absent, Present, Unknown };

    State state = State::Absent;
    std::uint64_t value = 0;
};

constexpr Reading present(std::uint64_t value) { return {Reading::State::Present, value}; }
constexpr Reading flag(bool value) { return present(value ? 1 : 0); }
constexpr Reading presentIf(bool isThere, std::uint64_t value)
{
    return isThere ? present(value) : Reading{};
}
constexpr Reading unknown{Reading::State::Unknown, 0};

Reading durationReading(std::optional<Duration> duration)
{
    if (!duration)
        return {};
    return present(static_cast<std::uint64_t>(std::max<Duration::rep>(duration->count(), 0)));
}

bool hasDirection(const LogRow &row)
{
    return row.kind == RowKind::Frame || row.kind == RowKind::Octets || row.kind == RowKind::Dropped;
}

Reading lengthReading(const FilterUnit &unit)
{
    if (unit.row.kind == RowKind::Octets)
        return present(unit.row.length);
    if (!unit.isFrame())
        return {};
    return unit.stage == UnitStage::Whole ? present(unit.length) : unknown;
}

// A number that is known when all frames of a message are.
Reading whenWhole(const FilterUnit &unit, bool isThere, std::uint64_t value)
{
    if (!isThere)
        return {};
    return unit.stage == UnitStage::Whole ? present(value) : unknown;
}

bool isCloseFrame(const FilterUnit &unit) { return unit.isFrame() && unit.row.opcode() == Opcode::Close; }

// RFC 6455 7.1.5.
Reading codeReading(const FilterUnit &unit, FilterSource *source)
{
    constexpr std::uint16_t noCode = 1005;
    constexpr std::uint16_t abnormal = 1006;
    if (unit.row.kind == RowKind::Dropped || unit.row.kind == RowKind::Error)
        return presentIf(!unit.hasPeerClosed, abnormal);
    if (!isCloseFrame(unit))
        return {};
    if (!source)
        return unknown;
    const ClosePayload close = parseClosePayload(source->payload(unit));
    return presentIf(!close.isCutCode, close.code.value_or(noCode));
}

std::uint64_t keyNumber(const MaskingKey &key)
{
    std::uint64_t number = 0;
    for (const auto octet : key)
        number = number << 8 | static_cast<std::uint8_t>(octet);
    return number;
}

bool isHead(const FilterUnit &unit)
{
    return unit.row.kind == RowKind::Octets && unit.row.has(RowFlag::Head);
}

Reading read(Field field, const FilterUnit &unit, FilterSource *source)
{
    const LogRow &row = unit.row;
    const bool isFrame = unit.isFrame();
    switch (field) {
    case Field::Number:
        return present(unit.number.value());
    case Field::Time:
        return durationReading(row.time);
    case Field::Delta:
        return durationReading(unit.delta);
    case Field::Kind:
        return present(static_cast<std::uint64_t>(row.kind));
    case Field::Direction:
        return presentIf(hasDirection(row), static_cast<std::uint64_t>(row.direction));
    case Field::Opcode:
        return presentIf(isFrame, valueOf(row.opcode()));
    case Field::Fin:
        return whenWhole(unit, isFrame, unit.hasLastFrame ? 1 : 0);
    case Field::Rsv:
        return presentIf(isFrame, row.rsv());
    case Field::Rsv1:
        return presentIf(isFrame, (row.rsv() >> 2) & 1);
    case Field::Rsv2:
        return presentIf(isFrame, (row.rsv() >> 1) & 1);
    case Field::Rsv3:
        return presentIf(isFrame, row.rsv() & 1);
    case Field::Masked:
        return presentIf(isFrame, row.isMasked() ? 1 : 0);
    case Field::Key:
        return presentIf(isFrame && row.isMasked(), keyNumber(row.maskingKey));
    case Field::Length:
        return lengthReading(unit);
    case Field::WireLength:
        return whenWhole(unit, isFrame, unit.wireLength);
    case Field::InflatedLength: {
        if (!unit.isCompressed || (unit.stage == UnitStage::Whole && !unit.hasLastFrame))
            return {};
        if (!source || unit.stage != UnitStage::Whole)
            return unknown;
        const std::optional<std::uint64_t> length = source->inflatedLength(unit);
        return presentIf(length.has_value(), length.value_or(0));
    }
    case Field::Compressed:
        return presentIf(isFrame, unit.isCompressed ? 1 : 0);
    case Field::Frame:
        return flag(isFrame);
    case Field::FrameNumber:
        return presentIf(isFrame, unit.frameNumber);
    case Field::Message:
        return flag(unit.messageOpcode.has_value());
    case Field::MessageNumber:
        return presentIf(unit.messageOpcode.has_value(), unit.messageNumber);
    case Field::MessageFrames:
        return whenWhole(unit, unit.messageOpcode.has_value(), unit.frames);
    case Field::Control:
        return flag(isFrame && isControl(row.opcode()));
    case Field::Code:
        return codeReading(unit, source);
    case Field::Rtt:
        if (!isFrame || row.opcode() != Opcode::Pong)
            return {};
        return source ? durationReading(unit.rtt) : unknown;
    case Field::Head:
        return flag(isHead(unit));
    case Field::Status: {
        if (!isHead(unit))
            return {};
        if (!source)
            return unknown;
        const std::optional<unsigned> status = source->status(unit);
        return presentIf(status.has_value(), status.value_or(0));
    }
    case Field::Text:
    case Field::Payload:
    case Field::Wire:
    case Field::Json:
    case Field::Reason:
    case Field::Finding:
    case Field::FindingClause:
    case Field::FindingSeverity:
    case Field::Header:
    case Field::Info:
    case Field::Count:
        break;
    }
    return {};
}

bool isIn(const std::vector<FilterRange> &ranges, std::uint64_t value)
{
    for (const FilterRange &range : ranges) {
        if (value >= range.first && value <= range.last)
            return true;
    }
    return false;
}

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

// Calls `visit` with each text of the field until it returns true. Returns whether it did.
template <typename Visit>
bool anyText(const FilterFieldRef &field, const FilterUnit &unit, FilterSource &source, Visit visit)
{
    switch (field.field) {
    case Field::Text:
    case Field::Payload:
        return visit(source.payload(unit));
    case Field::Wire:
        return visit(source.wire(unit));
    case Field::Reason: {
        const OctetView reason = parseClosePayload(source.payload(unit)).reason;
        return !reason.empty() && visit(reason);
    }
    case Field::Finding:
        return std::ranges::any_of(source.findings(unit),
                                   [&](RuleId rule) { return visit(octetsOf(ruleOf(rule).name)); });
    case Field::FindingClause:
        return std::ranges::any_of(source.findings(unit),
                                   [&](RuleId rule) { return visit(octetsOf(ruleOf(rule).clause)); });
    case Field::Header:
        return std::ranges::any_of(source.headerValues(unit, field.header),
                                   [&](const std::string &value) { return visit(octetsOf(value)); });
    case Field::Info:
        return visit(octetsOf(source.info(unit)));
    case Field::Json: // Its values are read one by one.
    case Field::Number:
    case Field::Time:
    case Field::Delta:
    case Field::Kind:
    case Field::Direction:
    case Field::Opcode:
    case Field::Fin:
    case Field::Rsv:
    case Field::Rsv1:
    case Field::Rsv2:
    case Field::Rsv3:
    case Field::Masked:
    case Field::Key:
    case Field::Length:
    case Field::WireLength:
    case Field::InflatedLength:
    case Field::Compressed:
    case Field::Frame:
    case Field::FrameNumber:
    case Field::Message:
    case Field::MessageNumber:
    case Field::MessageFrames:
    case Field::Control:
    case Field::Code:
    case Field::FindingSeverity:
    case Field::Rtt:
    case Field::Head:
    case Field::Status:
    case Field::Count:
        break;
    }
    return false;
}

// Whether the unit can have such a text at all.
bool mayHaveText(Field field, const FilterUnit &unit)
{
    switch (field) {
    case Field::Text:
        return unit.messageOpcode == Opcode::Text;
    case Field::Payload:
    case Field::Json:
        return unit.isFrame() && (unit.wireLength > 0 || unit.stage != UnitStage::Whole);
    case Field::Wire:
        return unit.isFrame() || unit.row.kind == RowKind::Octets;
    case Field::Reason:
        return isCloseFrame(unit);
    case Field::Header:
        return isHead(unit);
    case Field::Finding:
    case Field::FindingClause:
    case Field::FindingSeverity:
    case Field::Info:
    case Field::Number:
    case Field::Time:
    case Field::Delta:
    case Field::Kind:
    case Field::Direction:
    case Field::Opcode:
    case Field::Fin:
    case Field::Rsv:
    case Field::Rsv1:
    case Field::Rsv2:
    case Field::Rsv3:
    case Field::Masked:
    case Field::Key:
    case Field::Length:
    case Field::WireLength:
    case Field::InflatedLength:
    case Field::Compressed:
    case Field::Frame:
    case Field::FrameNumber:
    case Field::Message:
    case Field::MessageNumber:
    case Field::MessageFrames:
    case Field::Control:
    case Field::Code:
    case Field::Rtt:
    case Field::Head:
    case Field::Status:
    case Field::Count:
        break;
    }
    return true;
}

std::string_view opcodeWord(Opcode opcode)
{
    for (const FilterWord &word : infoOf(Field::Opcode).words) {
        if (valueOf(opcode) >= word.first && valueOf(opcode) <= word.last)
            return word.name;
    }
    return {};
}

} // namespace

FilterProgram::FilterProgram(const FilterTree &tree) { (void)add(tree); }

// A node has a lower number than its parts, so that the whole filter is the first one.
std::uint16_t FilterProgram::add(const FilterTree &tree)
{
    const auto number = static_cast<std::uint16_t>(m_nodes.size());
    m_nodes.emplace_back(Negation{});
    Node node =
        std::visit(Overloaded{
                       [&](const FilterSearch &search) -> Node {
                           m_needs.findings = m_needs.payloads = m_needs.wire = m_needs.info = true;
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
    case FilterNeed::Record:
        m_needs.inflatedLength = m_needs.inflatedLength || field.field == Field::Length;
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
    // Whether there is a text or a payload shows in the row.
    if (field.field != Field::Text && field.field != Field::Payload && field.field != Field::Wire)
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

Truth FilterProgram::decide(const FilterUnit &unit, FilterSource &source, const std::stop_token &stop)
{
    m_stop = stop;
    return evaluate(0, unit, &source);
}

Truth FilterProgram::evaluate(std::uint16_t number, const FilterUnit &unit, FilterSource *source)
{
    Node &node = m_nodes[number];
    if (const auto *const inRanges = std::get_if<InRanges>(&node)) {
        const Reading reading = read(inRanges->field, unit, source);
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
    if (!mayHaveText(test.field.field, unit))
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

bool FilterProgram::testOne(TextTest &test, OctetView text)
{
    switch (test.op) {
    case FilterOperator::Contains:
        return std::ranges::any_of(
            test.needles, [&](const Needle &needle) { return needle.find(text) != Needle::nowhere; });
    case FilterOperator::Matches:
        return std::ranges::any_of(test.patterns,
                                   [&](PatternMatcher &pattern) { return pattern.isIn(text, m_stop); });
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
    if (!mayHaveText(Field::Json, unit))
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
            return std::ranges::any_of(test.patterns, [&](PatternMatcher &pattern) {
                return pattern.isIn(octetsOf(found.text), m_stop);
            });
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
    const Field field = presence.field.field;
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
        const Reading reading = read(field, unit, source);
        return reading.state == Reading::State::Unknown ? Truth::Unknown
                                                        : truth(reading.state == Reading::State::Present);
    }
    }
    if (!mayHaveText(field, unit))
        return Truth::No;
    if (field == Field::Text || field == Field::Wire)
        return Truth::Yes;
    if (field == Field::Payload)
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
