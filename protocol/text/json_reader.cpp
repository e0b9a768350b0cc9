#include "protocol/text/json_reader.h"

#include "protocol/text/json_cursor.h"

#include <algorithm>

namespace fg {

const JsonMember *JsonValue::find(std::string_view name) const
{
    const auto found = std::find_if(members.rbegin(), members.rend(),
                                    [&](const JsonMember &member) { return member.name == name; });
    return found == members.rend() ? nullptr : &*found;
}

std::string JsonValue::textOf(std::string_view name) const
{
    const JsonMember *const member = find(name);
    return member && member->value.kind == Kind::String ? member->value.text : std::string();
}

std::variant<JsonValue, JsonFault> readJson(std::string_view text, JsonLimits limits)
{
    if (text.size() > limits.octets)
        return JsonFault{JsonFault::Kind::TooLong, {}};
    JsonCursor cursor(text, limits.depth, limits.values);
    // A text that is not UTF-8 is reported as such before any fault of the JSON.
    if (const std::optional<JsonFault> fault = cursor.textFault())
        return *fault;
    JsonValue value;
    if (cursor.readValue(value) && cursor.finish())
        return value;
    return *cursor.fault();
}

std::string_view wordsFor(JsonFault::Kind kind)
{
    switch (kind) {
    case JsonFault::Kind::TooLong:
        return "the file is too long";
    case JsonFault::Kind::NotUtf8:
        return "this is not UTF-8";
    case JsonFault::Kind::Unfinished:
        return "the file ends too early";
    case JsonFault::Kind::NoValue:
        return "expected a value: text in quotes, a number, true, false, null, [ or {";
    case JsonFault::Kind::NoObject:
        return "expected an object";
    case JsonFault::Kind::NoList:
        return "expected a list";
    case JsonFault::Kind::NoName:
        return "expected a key in quotes";
    case JsonFault::Kind::NoColon:
        return "expected a colon after the key";
    case JsonFault::Kind::NoCommaOrBracket:
        return "expected a comma or ]";
    case JsonFault::Kind::NoCommaOrBrace:
        return "expected a comma or }";
    case JsonFault::Kind::BadNumber:
        return "this is not a valid JSON number";
    case JsonFault::Kind::ControlCharacter:
        return "a line break or another control character inside quotes; write it as an escape such as \\n";
    case JsonFault::Kind::BadEscape:
        return "a backslash must be followed by one of \" \\ / b f n r t, or u and four hexadecimal digits";
    case JsonFault::Kind::LoneSurrogate:
        return "a surrogate without its other half";
    case JsonFault::Kind::TooDeep:
        return "too many lists and objects inside each other";
    case JsonFault::Kind::TooMany:
        return "too many values";
    case JsonFault::Kind::TooBig:
        return "this value is too long";
    case JsonFault::Kind::MoreText:
        return "unexpected text after the end of the value";
    }
    return {};
}

} // namespace fg
