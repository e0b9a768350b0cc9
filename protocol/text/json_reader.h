// Reads JSON (RFC 8259), strictly, and remembers the place of every value and every name, so that a message
// about a file can say where the fault is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// Line and column count from 1; a column is one character.
struct JsonPlace
{
    unsigned line = 1;
    unsigned column = 1;
    std::size_t offset = 0; // number of octets before it

    bool operator==(const JsonPlace &other) const { return line == other.line && column == other.column; }
};

struct JsonMember;

struct JsonValue
{
    enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    JsonPlace place; // place of its first character
    bool boolean = false;
    std::string text; // String: its characters in UTF-8, without escapes; Number: as it is written
    std::vector<JsonValue> items; // Array
    std::vector<JsonMember> members; // Object: in the order of the text; a name may occur twice

    // The last member with that name, as most readers do it (RFC 8259 4); nullptr if there is none.
    [[nodiscard]] const JsonMember *find(std::string_view name) const;
    // The text of that member; empty if it does not exist or is not a string.
    [[nodiscard]] std::string textOf(std::string_view name) const;
};

struct JsonMember
{
    std::string name;
    JsonPlace place; // place of the name
    JsonValue value;
};

struct JsonFault
{
    enum class Kind : std::uint8_t {
        TooLong,
        NotUtf8,
        Unfinished, // the text ends inside a value
        NoValue, // no value begins here
        NoObject, // another value is here
        NoList,
        NoName, // an object needs a name in quotes here
        NoColon,
        NoCommaOrBracket,
        NoCommaOrBrace,
        BadNumber, // a leading zero, a plus sign, or a missing digit
        ControlCharacter, // an unescaped control character in a string
        BadEscape,
        LoneSurrogate, // a surrogate, \uD800 to \uDFFF, without its other half
        TooDeep,
        TooMany, // too many values
        TooBig, // a value needs more memory than it may take
        MoreText, // something follows the value
    };
    Kind kind = Kind::NoValue;
    JsonPlace place;

    bool operator==(const JsonFault &) const = default;
};

struct JsonLimits
{
    std::size_t octets = 1024 * 1024; // size of the text
    unsigned depth = 64; // nesting of arrays and objects
    // The whole value and all values inside it; each needs up to 200 octets of memory.
    std::size_t values = 1'000'000;
};

// Reads a text that is one value with only white space around it; a byte order mark before it is skipped (RFC
// 8259 8.1).
[[nodiscard]] std::variant<JsonValue, JsonFault> readJson(std::string_view text, JsonLimits limits = {});

// The fault as the end of a sentence that has named the place, for example "expected a comma or ]".
[[nodiscard]] std::string_view wordsFor(JsonFault::Kind kind);

} // namespace fg
