// Values in the JSON of a payload that a path leads to. The text is read once, with one value at a time in
// memory, and no deeper than JsonCursor::defaultDepth.
#pragma once

#include "protocol/text/json_path.h"
#include "protocol/text/json_reader.h"

#include <functional>
#include <string_view>

namespace fg {

// A value of more octets of memory than this is not compared.
inline constexpr std::size_t longestJsonValue = 1024 * 1024;

// A value as it is compared: an array or an object is its text.
struct JsonFound
{
    JsonValue::Kind kind = JsonValue::Kind::Null;
    std::string text; // String: its characters; otherwise as it is written.
};

struct JsonOutcome
{
    bool isThere = false; // The path leads to a value.
    bool passes = false; // The test was true for it, or for one of them.
};

// Asks `test` about the values that the path leads to. A text that is not JSON has none. Of members with the
// same name the last one counts, as everywhere.
[[nodiscard]] JsonOutcome testJsonValue(std::string_view text, const JsonPath &path,
                                        const std::function<bool(const JsonFound &)> &test);

} // namespace fg
