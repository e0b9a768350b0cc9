#include "protocol/session/look/filter_reading.h"

#include "protocol/wire/close_payload.h"

#include <algorithm>
#include <optional>

namespace fg {
namespace {

using Field = FilterField;

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

} // namespace

Reading readNumber(Field field, const FilterUnit &unit, FilterSource *source)
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

bool mayHaveTexts(FilterTexts texts, const FilterUnit &unit)
{
    switch (texts) {
    case FilterTexts::None:
        return false;
    case FilterTexts::OfMessage:
        return unit.messageOpcode == Opcode::Text;
    case FilterTexts::Payload:
    case FilterTexts::Json:
        return unit.isFrame() && (unit.wireLength > 0 || unit.stage != UnitStage::Whole);
    case FilterTexts::Wire:
        return unit.isFrame() || unit.row.kind == RowKind::Octets;
    case FilterTexts::CloseReason:
        return isCloseFrame(unit);
    case FilterTexts::HeaderValues:
        return isHead(unit);
    case FilterTexts::RuleNames:
    case FilterTexts::RuleClauses:
    case FilterTexts::Info:
        break;
    }
    return true;
}

bool anyText(const FilterFieldRef &field, const FilterUnit &unit, FilterSource &source,
             const std::function<bool(OctetView)> &visit)
{
    switch (field.info().texts) {
    case FilterTexts::None:
    case FilterTexts::Json:
        break;
    case FilterTexts::OfMessage:
    case FilterTexts::Payload:
        return visit(source.payload(unit));
    case FilterTexts::Wire:
        return visit(source.wire(unit));
    case FilterTexts::CloseReason: {
        const OctetView reason = parseClosePayload(source.payload(unit)).reason;
        return !reason.empty() && visit(reason);
    }
    case FilterTexts::RuleNames:
        return std::ranges::any_of(source.findings(unit),
                                   [&](RuleId rule) { return visit(octetsOf(ruleOf(rule).name)); });
    case FilterTexts::RuleClauses:
        return std::ranges::any_of(source.findings(unit),
                                   [&](RuleId rule) { return visit(octetsOf(ruleOf(rule).clause)); });
    case FilterTexts::HeaderValues:
        return std::ranges::any_of(source.headerValues(unit, field.header),
                                   [&](const std::string &value) { return visit(octetsOf(value)); });
    case FilterTexts::Info:
        return visit(octetsOf(source.info(unit)));
    }
    return false;
}

} // namespace fg
