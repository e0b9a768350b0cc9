// The way to a value inside a JSON value, and how it is written: .user.items[3]["odd name"]. Whoever shows
// a path, and whoever reads one, does it here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

// One step down: a member, an item, or every item.
struct JsonEvery
{
    bool operator==(const JsonEvery &) const = default;
};
using JsonStep = std::variant<std::string, std::size_t, JsonEvery>;
using JsonPath = std::vector<JsonStep>;

// The text of a path; empty for the whole value. A member is .name, or ["name"] with the escapes of JSON if
// the name has other characters than letters, digits, _ and -; an item is [3], every item [*].
[[nodiscard]] std::string jsonPathText(const JsonPath &path);
// The path that a text is; nullopt if it is none, or has more steps than a JSON text is read deep
// (JsonCursor::defaultDepth).
[[nodiscard]] std::optional<JsonPath> jsonPathIn(std::string_view text);
// How many steps a text has that begins as a path: the number of those before its end or its first fault.
[[nodiscard]] std::size_t jsonPathDepth(std::string_view text);

// A JSON string with its quotes, in which only what has to be is escaped.
[[nodiscard]] std::string readableJsonString(std::string_view text);

} // namespace fg
