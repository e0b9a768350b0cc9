#include "protocol/report/import/import_fault.h"

#include "protocol/report/wording/row_texts.h"
#include "protocol/text/base64.h"
#include "protocol/text/escape.h"
#include "protocol/text/number_text.h"
#include "protocol/text/text_tools.h"

namespace fg {
namespace {

constexpr std::size_t longestQuote = 40;
// Reading a value, and adding what it holds to a session, takes this many times its memory.
constexpr std::uint64_t copiesOfValue = 8;

// `limit`: for what is kept of the file.
std::string valueTakesTooMuch(std::uint64_t limit)
{
    static_assert(copiesOfValue == 8, "the sentence names it");
    return "one value takes more than its share, an eighth of what is left of the memory for the sessions of "
           "one file, "
        + sizeText(limit);
}

} // namespace

ImportFault faultOf(const JsonFault &fault, const ImportLimits &limits)
{
    if (fault.kind == JsonFault::Kind::TooBig && limits.memory) {
        // The last value before the end of the memory has next to no share, and is not to blame.
        const bool isUsedUp = limits.memory->left() < limits.memory->limit() / copiesOfValue;
        ImportFault found = memoryFault(fault.place, *limits.memory);
        if (!isUsedUp)
            found.problem = valueTakesTooMuch(limits.memory->limit());
        return found;
    }
    return {fault.place, std::string(wordsFor(fault.kind))};
}

ImportFault memoryFault(JsonPlace place, MemoryBudget &memory)
{
    memory.exhaust();
    return {place, memoryUsedUp(memory.limit(), SentencePlace::Inside), ImportError::Cause::MemoryUsedUp};
}

std::optional<ImportFault> memoryFault(JsonPlace place, const ImportLimits &limits)
{
    if (!limits.memory || !limits.memory->isExhausted())
        return std::nullopt;
    return memoryFault(place, *limits.memory);
}

std::size_t valueMemory(const ImportLimits &limits)
{
    return limits.memory ? static_cast<std::size_t>(limits.memory->left() / copiesOfValue) : SIZE_MAX;
}

void countFacts(const SessionFacts &facts, const ImportLimits &limits)
{
    // Here, in what the caller is told of the session, and in what the caller makes of that.
    constexpr std::uint64_t copies = 4;
    if (limits.memory)
        limits.memory->keep(copies * (sizeof(facts) + facts.title.size() + facts.url.size()));
}

ImportError errorOf(const ImportFault &fault)
{
    return {.file = {},
            .offset = fault.place.offset,
            .line = fault.place.line,
            .column = fault.place.column,
            .problem = fault.problem,
            .cause = fault.cause};
}

std::string ImportError::sentence() const
{
    std::string place;
    if (line > 0)
        place = "line " + std::to_string(line) + ", column " + std::to_string(column);
    if (offset)
        place += (place.empty() ? "octet " : " (octet ") + std::to_string(*offset) + (line > 0 ? ")" : "");
    std::string out = escaped(file);
    if (!place.empty())
        out += (out.empty() ? "" : ", ") + place;
    if (!out.empty())
        out += ": ";
    out += problem;
    return out.ends_with('.') ? out : out + '.';
}

JsonFields::JsonFields(const JsonValue &object, std::optional<ImportFault> &fault)
    : m_object(object)
    , m_fault(fault)
{
    if (object.kind != JsonValue::Kind::Object && !m_fault)
        m_fault = ImportFault{object.place, "expected an object"};
}

const JsonValue *JsonFields::find(std::string_view name) const
{
    const JsonMember *const member = m_object.find(name);
    return member ? &member->value : nullptr;
}

bool JsonFields::has(std::string_view name) const
{
    const JsonValue *const value = find(name);
    return value && value->kind != JsonValue::Kind::Null;
}

void JsonFields::reportFaultAt(JsonPlace place, std::string_view name, std::string_view expected)
{
    if (m_fault)
        return;
    m_fault = ImportFault{place, inQuotes(name) + ": expected " + std::string(expected)};
    m_fault->key = name;
    m_fault->expected = expected;
}

void JsonFields::reportFault(std::string_view name, std::string_view expected)
{
    const JsonValue *const value = find(name);
    reportFaultAt(value ? value->place : m_object.place, name, expected);
}

void JsonFields::reportUnknownName(const JsonValue &value, std::string_view name, std::string_view first,
                                   std::string_view last)
{
    reportFaultAt(value.place, name,
                  "a name such as " + inQuotes(first) + " or " + inQuotes(last) + ", not "
                      + inQuotes(value.text.substr(0, longestQuote)));
}

const JsonValue *JsonFields::find(std::string_view name, JsonValue::Kind kind, std::string_view expected)
{
    const JsonValue *const value = find(name);
    if (value && value->kind == kind)
        return value;
    reportFault(name, expected);
    return nullptr;
}

std::uint64_t JsonFields::number(std::string_view name, std::uint64_t most)
{
    const std::string expected = "a whole number from 0 to " + std::to_string(most);
    const JsonValue *const value = find(name, JsonValue::Kind::Number, expected);
    const auto number = value ? numberIn<std::uint64_t>(value->text) : std::nullopt;
    if (value && (!number || *number > most))
        reportFaultAt(value->place, name, expected);
    return number.value_or(0);
}

std::optional<std::uint64_t> JsonFields::optionalNumber(std::string_view name)
{
    return has(name) ? std::optional(number(name)) : std::nullopt;
}

std::int64_t JsonFields::signedNumber(std::string_view name)
{
    constexpr std::string_view expected = "a whole number";
    const JsonValue *const value = find(name, JsonValue::Kind::Number, expected);
    const auto number = value ? numberIn<std::int64_t>(value->text) : std::nullopt;
    if (value && !number)
        reportFaultAt(value->place, name, expected);
    return number.value_or(0);
}

double JsonFields::realNumber(std::string_view name)
{
    const JsonValue *const value = find(name, JsonValue::Kind::Number, "a number");
    return value ? numberIn<double>(value->text).value_or(0) : 0;
}

bool JsonFields::boolean(std::string_view name)
{
    const JsonValue *const value = find(name, JsonValue::Kind::Boolean, "true or false");
    return value && value->boolean;
}

std::string JsonFields::text(std::string_view name)
{
    const JsonValue *const value = find(name);
    constexpr std::string_view expected = "a text, or an object with octets as \"base64\"";
    if (value && value->kind == JsonValue::Kind::Object) {
        std::optional<ImportFault> inside;
        const OctetBuffer octets = JsonFields(*value, inside).base64("base64");
        if (inside)
            reportFault(name, expected);
        return std::string(charactersOf(octets));
    }
    const JsonValue *const string = find(name, JsonValue::Kind::String, expected);
    return string ? string->text : std::string();
}

OctetBuffer JsonFields::base64(std::string_view name)
{
    constexpr std::string_view expected = "octets in base64";
    const JsonValue *const value = find(name, JsonValue::Kind::String, expected);
    std::optional<OctetBuffer> octets = value ? fromBase64(value->text) : std::nullopt;
    if (value && !octets)
        reportFaultAt(value->place, name, expected);
    return std::move(octets).value_or(OctetBuffer());
}

const JsonValue *JsonFields::object(std::string_view name)
{
    return has(name) ? find(name, JsonValue::Kind::Object, "an object") : nullptr;
}

const JsonValue *JsonFields::array(std::string_view name)
{
    return has(name) ? find(name, JsonValue::Kind::Array, "a list") : nullptr;
}

} // namespace fg
