#include "protocol/session/look/filter_value.h"

#include "protocol/handshake/http_head.h"
#include "protocol/session/look/search_needle.h"
#include "protocol/text/characters.h"
#include "protocol/wire/utf8.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace fg {
namespace {

using FaultKind = FilterFault::Kind;
using Type = FilterType;

constexpr std::uint64_t greatestNumber = std::numeric_limits<std::uint64_t>::max();

// 24 of 24k, with what follows the digits.
struct Digits
{
    std::string_view whole;
    std::string_view fraction; // Without the point.
    std::string_view rest;
};

Digits digitsOf(std::string_view text)
{
    const auto digitsAt = [text](std::size_t start) {
        std::size_t end = start;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        return text.substr(start, end - start);
    };
    Digits out{.whole = digitsAt(0), .fraction = {}, .rest = {}};
    std::size_t end = out.whole.size();
    if (end > 0 && end < text.size() && text[end] == '.') {
        out.fraction = digitsAt(end + 1);
        end += out.fraction.empty() ? 0 : 1 + out.fraction.size();
    }
    out.rest = text.substr(end);
    return out;
}

std::variant<std::uint64_t, FaultKind> hexNumber(std::string_view digits)
{
    std::uint64_t number = 0;
    const char *const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number, 16);
    if (error == std::errc::result_out_of_range)
        return FaultKind::TooGreat;
    if (error != std::errc{} || stop != end)
        return FaultKind::BadNumber;
    return number;
}

// The part of `factor` that the decimals stand for. What is less than a nanosecond of a duration does not
// count.
std::variant<std::uint64_t, FaultKind> partOf(std::uint64_t factor, std::string_view decimals, Type type)
{
    constexpr std::size_t mostDecimals = 8; // Their product with the greatest factor fits into 64 bits.
    std::uint64_t part = 0;
    std::uint64_t scale = 1;
    for (const char digit : decimals.substr(0, mostDecimals)) {
        part = part * 10 + static_cast<std::uint64_t>(digit - '0');
        scale *= 10;
    }
    part *= factor;
    const std::string_view rest = decimals.substr(std::min(decimals.size(), mostDecimals));
    const bool isWhole = part % scale == 0 && rest.find_first_not_of('0') == std::string_view::npos;
    return isWhole || type == Type::TimeSpan ? std::variant<std::uint64_t, FaultKind>(part / scale)
                                             : FaultKind::NotWhole;
}

// Whether what follows the digits of a number is the exponent of one.
bool isExponent(std::string_view text)
{
    if (!text.starts_with('e') && !text.starts_with('E'))
        return false;
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-'))
        text.remove_prefix(1);
    return !text.empty() && isDigit(text.front());
}

std::variant<std::uint64_t, FaultKind> measureIn(std::string_view text, Type type, std::string_view apartUnit)
{
    if (text.starts_with("0x") || text.starts_with("0X"))
        return hexNumber(text.substr(2));
    const Digits digits = digitsOf(text);
    if (digits.whole.empty())
        return FaultKind::BadNumber;
    std::uint64_t number = 0;
    const auto [stop, error] =
        std::from_chars(digits.whole.data(), digits.whole.data() + digits.whole.size(), number);
    if (error != std::errc{})
        return FaultKind::TooGreat;
    const std::string_view unitName = digits.rest.empty() ? apartUnit : digits.rest;
    std::uint64_t factor = 1;
    if (const FilterUnitOfMeasure *const unit = unitNamed(type, unitName))
        factor = unit->factor;
    else if (isExponent(unitName))
        return FaultKind::Exponent;
    else if (!unitName.empty())
        return unitsOf(type).empty() ? FaultKind::BadNumber : FaultKind::BadUnit;
    else if (type == Type::TimeSpan && (number > 0 || !digits.fraction.empty()))
        return FaultKind::NoUnit;
    if (number > greatestNumber / factor)
        return FaultKind::TooGreat;
    const auto part = partOf(factor, digits.fraction, type);
    if (const auto *const fault = std::get_if<FaultKind>(&part))
        return *fault;
    const std::uint64_t all = number * factor;
    return all > greatestNumber - std::get<std::uint64_t>(part)
        ? std::variant<std::uint64_t, FaultKind>(FaultKind::TooGreat)
        : all + std::get<std::uint64_t>(part);
}

std::string shownNumber(const FilterFieldRef &field, std::uint64_t number)
{
    const Type type = field.info().type;
    if (field.field == FilterField::Key) {
        std::string digits = "0x00000000";
        for (std::size_t at = digits.size(); at > 2; number >>= 4)
            digits[--at] = "0123456789abcdef"[number & 0xf];
        return digits;
    }
    const FilterUnitOfMeasure *best = nullptr;
    for (const FilterUnitOfMeasure &unit : unitsOf(type)) {
        // A size of 1000 octets is not shown as 1kB, because 1000 is what people write.
        const bool isUsual = type == Type::TimeSpan || unit.factor % 1'024 == 0;
        if (!unit.isAlias && isUsual && number > 0 && number % unit.factor == 0)
            best = best && best->factor > unit.factor ? best : &unit;
    }
    if (!best)
        return std::to_string(number) + (type == Type::TimeSpan && number > 0 ? "ns" : "");
    return std::to_string(number / best->factor) + std::string(best->name);
}

FilterFault faultAt(FaultKind kind, const FilterFieldRef &field, const FilterToken &token)
{
    return {kind, token.place, token.text, {}, std::string(field.info().name), field.info().type};
}

using Read = std::variant<FilterValue, FilterFault>;

std::optional<FilterValue> wordIn(const FilterFieldRef &field, std::string_view text)
{
    FilterValue value;
    for (const FilterWord &word : field.info().words) {
        if (!equalsIgnoringCase(word.name, text))
            continue;
        value.ranges.push_back({word.first, word.last});
        value.shown = word.name;
    }
    if (value.ranges.empty())
        return std::nullopt;
    // An alias is shown as the word that it is an alias of.
    for (const FilterWord &word : field.info().words) {
        if (!word.isAlias && word.first == value.ranges.front().first
            && word.last == value.ranges.front().last)
            value.shown = word.name;
    }
    return value;
}

Read readWordValue(const FilterFieldRef &field, const FilterToken &token)
{
    if (std::optional<FilterValue> value = wordIn(field, token.text))
        return std::move(*value);
    const auto number = measureIn(token.text, Type::Number, {});
    if (std::holds_alternative<FaultKind>(number) || field.field == FilterField::Kind
        || field.field == FilterField::FindingSeverity)
        return faultAt(FaultKind::BadWord, field, token);
    const std::uint64_t value = std::get<std::uint64_t>(number);
    const std::uint64_t most = field.field == FilterField::Opcode ? 15 : 1;
    if (value > most || field.field == FilterField::Direction)
        return faultAt(FaultKind::BadWord, field, token);
    return filterNumber(field, value);
}

Read readNumberValue(const FilterFieldRef &field, FilterOperator op, const FilterToken &token,
                     std::string_view unit)
{
    const Type type = field.info().type;
    const std::size_t dots = token.text.find("..");
    const auto first = measureIn(std::string_view(token.text).substr(0, dots), type, unit);
    if (const auto *const fault = std::get_if<FaultKind>(&first))
        return faultAt(*fault, field, token);
    if (dots == std::string::npos)
        return filterNumber(field, std::get<std::uint64_t>(first));
    if (op != FilterOperator::Equal && op != FilterOperator::NotEqual)
        return faultAt(FaultKind::NoRange, field, token);
    const auto last = measureIn(std::string_view(token.text).substr(dots + 2), type, unit);
    if (const auto *const fault = std::get_if<FaultKind>(&last))
        return faultAt(*fault, field, token);
    const FilterRange range{std::get<std::uint64_t>(first), std::get<std::uint64_t>(last)};
    if (range.last < range.first)
        return faultAt(FaultKind::Backwards, field, token);
    FilterValue value;
    value.shown = shownNumber(field, range.first) + ".." + shownNumber(field, range.last);
    value.ranges = {range};
    return value;
}

// 0x0a0d or 0a:0d; nullopt if the word is neither meant to be the one nor the other.
std::optional<std::optional<OctetBuffer>> octetsIn(std::string_view word)
{
    if (word.starts_with("0x") || word.starts_with("0X"))
        return fromHex(word.substr(2));
    const bool hasColons = word.size() > 2 && word[2] == ':';
    if (!hasColons)
        return std::nullopt;
    std::string digits;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool isColon = word[at] == ':';
        if (isColon != (at % 3 == 2))
            return std::optional<OctetBuffer>();
        if (!isColon)
            digits += word[at];
    }
    return fromHex(digits);
}

FilterValue octetsValue(OctetView octets, FilterValue::Spelling spelling)
{
    FilterValue value;
    value.octets.assign(octets.begin(), octets.end());
    value.spelling = spelling;
    value.shown =
        spelling == FilterValue::Spelling::Hex ? "0x" + toHex(octets) : quotedForFilter(charactersOf(octets));
    return value;
}

Read readOctetsValue(const FilterFieldRef &field, FilterOperator op, const FilterToken &token)
{
    std::optional<std::optional<OctetBuffer>> octets;
    const bool mayBeOctets = field.info().type == Type::Octets && op != FilterOperator::Matches;
    if (mayBeOctets && token.kind == FilterToken::Kind::Word)
        octets = octetsIn(token.text);
    if (octets && (!*octets || (*octets)->empty()))
        return faultAt(FaultKind::BadOctets, field, token);
    return octets ? octetsValue(**octets, FilterValue::Spelling::Hex)
                  : octetsValue(octetsOf(token.text), FilterValue::Spelling::Text);
}

Read readJsonValue(const FilterFieldRef &field, FilterOperator op, const FilterToken &token)
{
    JsonOperand operand{.kind = JsonOperand::Kind::Quoted, .text = token.text, .number = std::nullopt};
    if (token.kind == FilterToken::Kind::Word) {
        operand.kind = JsonOperand::Kind::Bare;
        operand.number = JsonNumber::of(token.text);
    }
    const bool isOrder = !takesSet(op);
    if (isOrder && !operand.number)
        return faultAt(FaultKind::NotOrdered, field, token);
    return filterJson(std::move(operand));
}

} // namespace

FilterValue filterNumber(const FilterFieldRef &field, std::uint64_t number)
{
    FilterValue value;
    value.ranges = {{number, number}};
    value.shown = shownNumber(field, number);
    for (const FilterWord &word : field.info().words) {
        if (!word.isAlias && word.first == number && word.last == number)
            value.shown = word.name;
    }
    return value;
}

FilterValue filterOctets(const FilterFieldRef &field, OctetView octets)
{
    const bool asText = field.info().type == Type::Text || isUtf8(octets);
    return octetsValue(octets, asText ? FilterValue::Spelling::Text : FilterValue::Spelling::Hex);
}

FilterValue filterJson(JsonOperand operand)
{
    FilterValue value;
    const bool isBare = operand.kind == JsonOperand::Kind::Bare
        && (operand.number || operand.text == "true" || operand.text == "false" || operand.text == "null");
    value.shown = isBare ? operand.text : quotedForFilter(operand.text);
    operand.kind = isBare ? JsonOperand::Kind::Bare : JsonOperand::Kind::Quoted;
    value.json = std::move(operand);
    return value;
}

std::variant<FilterValue, FilterFault> readFilterValue(const FilterFieldRef &field, FilterOperator op,
                                                       const FilterToken &token, std::string_view unit)
{
    const bool isSearched = op == FilterOperator::Contains || op == FilterOperator::Matches;
    if (isSearched && token.text.empty())
        return faultAt(FaultKind::EmptyText, field, token);
    if (token.text.size() > Needle::longestQuery)
        return faultAt(op == FilterOperator::Matches ? FaultKind::LongPattern : FaultKind::LongText, field,
                       token);
    switch (field.info().type) {
    case Type::Flag:
    case Type::Word:
        return readWordValue(field, token);
    case Type::Number:
    case Type::Size:
    case Type::TimeSpan:
        return readNumberValue(field, op, token, unit);
    case Type::Text:
    case Type::Octets:
        return readOctetsValue(field, op, token);
    case Type::Json:
        return readJsonValue(field, op, token);
    }
    return faultAt(FaultKind::NoValue, field, token);
}

} // namespace fg
