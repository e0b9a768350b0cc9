// One value of an HTTP Archive, as it stands there. Nothing is expected of it yet: what it is used for
// decides whether it fits, because one value that does not must not end the reading. Internal to report/.
#pragma once

#include "protocol/text/json_cursor.h"
#include "protocol/wire/octets.h"

#include <optional>
#include <string>
#include <string_view>

namespace fg {

struct HarValue
{
    bool isThere = false;
    JsonValue::Kind kind = JsonValue::Kind::Null;
    JsonPlace place;
    // String: its characters; number, true, false: as it is written. Empty for a longer one than was asked
    // for.
    std::string text;
    std::string_view raw; // As it is written. Borrowed from the archive.
    std::optional<JsonFault> oddity; // See JsonForm::Lenient.

    [[nodiscard]] bool is(JsonValue::Kind wanted) const { return isThere && kind == wanted; }
    [[nodiscard]] bool isNull() const { return kind == JsonValue::Kind::Null; } // Null, or not there.
    // Not empty, and a string.
    [[nodiscard]] bool hasText() const { return is(JsonValue::Kind::String) && !text.empty(); }
};

// The most octets of a value that nobody shows, such as the name of a type.
inline constexpr std::size_t longestHarWord = 4096;

// Reads the value at which the cursor stands; false if the text is cut or damaged there. A string or number
// that is written with more than `most` octets has no text. What a string takes counts as the cursor's
// memory.
[[nodiscard]] bool readHarValue(JsonCursor &json, HarValue &value, std::size_t most = longestHarWord);

// "nothing", "a text", "the text "abc"", "the number 300", "a list".
[[nodiscard]] std::string wordsFor(const HarValue &value);

// The whole number from 0 to `most` that the value is; nullopt if it is anything else. The text of a number
// is one, too.
[[nodiscard]] std::optional<unsigned> wholeNumberIn(const HarValue &value, unsigned most);

// The octets that a list of numbers or a buffer of JavaScript is: [1, 2], {"type": "Buffer", "data": [1, 2]},
// {"0": 1, "1": 2}, and {"base64": "AQI="}. Nullopt if the value is anything else.
[[nodiscard]] std::optional<OctetBuffer> octetsIn(const HarValue &value);

} // namespace fg
