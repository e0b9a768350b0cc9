// Reads JSON (RFC 8259), strictly, and remembers where every value and every name stands, so that a complaint
// about a file can say where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// Line and column count from 1; a column is a character.
struct JsonPlace
{
    unsigned line = 1;
    unsigned column = 1;
    std::size_t offset = 0; // octets before it

    bool operator==(const JsonPlace &other) const { return line == other.line && column == other.column; }
};

struct JsonMember;

struct JsonValue
{
    enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Null;
    JsonPlace place; // of its first character
    bool boolean = false;
    std::string text; // String: what it stands for, in UTF-8; Number: as it is written
    std::vector<JsonValue> items; // Array
    std::vector<JsonMember> members; // Object: as in the text; a name may be there twice

    // The last member with that name, as most readers have it (RFC 8259 4); null: none.
    [[nodiscard]] const JsonMember *find(std::string_view name) const;
    // The text of that member; empty where it is not there or not a string.
    [[nodiscard]] std::string textOf(std::string_view name) const;
};

struct JsonMember
{
    std::string name;
    JsonPlace place; // of the name
    JsonValue value;
};

struct JsonFault
{
    enum class Kind : std::uint8_t {
        TooLong,
        NotUtf8,
        Unfinished, // the text ends inside a value
        NoValue, // no value begins here
        NoName, // an object needs a name in quotes here
        NoColon,
        NoCommaOrBracket,
        NoCommaOrBrace,
        BadNumber, // a leading zero, a plus sign, no digit where one must be
        ControlCharacter, // in a string, not escaped
        BadEscape,
        LoneSurrogate, // \uD800 to \uDFFF that make no pair
        TooDeep,
        TooMany, // values in one
        MoreText, // something follows the value
    };
    Kind kind = Kind::NoValue;
    JsonPlace place;

    bool operator==(const JsonFault &) const = default;
};

struct JsonLimits
{
    std::size_t octets = 1024 * 1024; // of the text
    unsigned depth = 64; // arrays and objects inside each other
    std::size_t values = 1'000'000; // the whole, and all inside it; each takes up to 200 octets of memory
};

// One value with nothing but white space round it; a byte order mark before it is let pass (RFC 8259 8.1).
[[nodiscard]] std::variant<JsonValue, JsonFault> readJson(std::string_view text, JsonLimits limits = {});

// The fault as the rest of a sentence that has said where: "expected a comma or ]".
[[nodiscard]] std::string_view wordsFor(JsonFault::Kind kind);

} // namespace fg
