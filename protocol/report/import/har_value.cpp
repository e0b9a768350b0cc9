#include "protocol/report/import/har_value.h"

#include "protocol/text/base64.h"
#include "protocol/text/escape.h"
#include "protocol/text/number_text.h"
#include "protocol/text/text_tools.h"

namespace fg {
namespace {

constexpr std::size_t longestQuotedValue = 40;

std::optional<unsigned> wholeNumber(std::string_view digits, unsigned most)
{
    const auto number = numberIn<unsigned>(digits);
    return number && *number <= most ? number : std::nullopt;
}

// Adds the octet at which the cursor stands.
bool readOctet(JsonCursor &json, OctetBuffer &into)
{
    JsonValue value;
    if (json.nextKind() != JsonValue::Kind::Number || !json.readValue(value))
        return false;
    const auto octet = wholeNumber(value.text, 0xFF);
    if (octet)
        into.push_back(static_cast<std::byte>(*octet));
    return octet.has_value();
}

bool readOctetList(JsonCursor &json, OctetBuffer &into)
{
    if (!json.enterArray())
        return false;
    while (json.nextItem()) {
        if (!readOctet(json, into))
            return false;
    }
    return !json.fault();
}

bool readBase64(JsonCursor &json, OctetBuffer &into)
{
    JsonValue value;
    if (json.nextKind() != JsonValue::Kind::String || !json.readValue(value))
        return false;
    std::optional<OctetBuffer> octets = fromLooseBase64(value.text);
    if (octets)
        into = std::move(*octets);
    return octets.has_value();
}

bool readOctetObject(JsonCursor &json, OctetBuffer &into)
{
    if (!json.enterObject())
        return false;
    std::string name;
    bool isGood = true;
    bool hasOctets = false;
    while (isGood && json.nextMember(name)) {
        if (name == "data" || name == "base64") {
            isGood = !hasOctets && (name == "data" ? readOctetList(json, into) : readBase64(json, into));
            hasOctets = true;
        } else if (name == "type") {
            isGood = json.skipValue();
        } else {
            isGood = name == std::to_string(into.size()) && readOctet(json, into);
            hasOctets = true;
        }
    }
    return isGood && hasOctets && !json.fault();
}

} // namespace

bool readHarValue(JsonCursor &json, HarValue &value, std::size_t most)
{
    value = HarValue();
    value.isThere = true;
    value.kind = json.nextKind();
    value.place = json.place();
    JsonCursor ahead = json;
    if (!json.skipValue())
        return false;
    value.raw = json.textFrom(value.place);
    const bool hasText = value.kind != JsonValue::Kind::Array && value.kind != JsonValue::Kind::Object;
    if (!hasText || value.raw.size() > most)
        return true;
    (void)ahead.takeOddity(); // That of a value before.
    JsonValue read;
    if (!ahead.readValue(read)) {
        json = ahead; // It has the fault.
        return false;
    }
    value.text =
        read.kind == JsonValue::Kind::Boolean ? (read.boolean ? "true" : "false") : std::move(read.text);
    value.oddity = ahead.takeOddity();
    return true;
}

std::string wordsFor(const HarValue &value)
{
    if (!value.isThere)
        return "nothing";
    switch (value.kind) {
    case JsonValue::Kind::Null:
        return escaped(value.raw.substr(0, longestQuotedValue)); // "null" or "NaN"
    case JsonValue::Kind::Boolean:
        return value.text;
    case JsonValue::Kind::Number:
        return "the number " + escaped(value.raw.substr(0, longestQuotedValue));
    case JsonValue::Kind::String:
        return value.text.empty() || value.text.size() > longestQuotedValue
            ? (value.raw.size() > 2 ? "a text" : "an empty text")
            : "the text " + inQuotes(value.text);
    case JsonValue::Kind::Array:
        return "a list";
    case JsonValue::Kind::Object:
        return "an object";
    }
    return {};
}

std::optional<unsigned> wholeNumberIn(const HarValue &value, unsigned most)
{
    if (!value.is(JsonValue::Kind::Number) && !value.is(JsonValue::Kind::String))
        return std::nullopt;
    std::string_view digits = value.text;
    if (digits.ends_with(".0"))
        digits.remove_suffix(2);
    return wholeNumber(digits, most);
}

std::optional<OctetBuffer> octetsIn(const HarValue &value)
{
    JsonCursor json(value.raw, JsonForm::Lenient);
    OctetBuffer octets;
    // Each octet is written with two characters at least.
    octets.reserve(value.raw.size() / 2);
    const bool isGood = value.is(JsonValue::Kind::Array)
        ? readOctetList(json, octets)
        : value.is(JsonValue::Kind::Object) && readOctetObject(json, octets);
    return isGood ? std::optional(std::move(octets)) : std::nullopt;
}

} // namespace fg
