#include "protocol/text/json_path.h"

#include "protocol/text/characters.h"
#include "protocol/text/json_cursor.h"
#include "protocol/text/json_reader.h"
#include "protocol/text/json_writer.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace fg {
namespace {

// Whether a member's name can follow a dot as it is.
bool isPlainMember(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return isAlphanumeric(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
}

// Reads the string that the text begins with, up to its bracket, and cuts both off.
std::optional<JsonStep> quotedStep(std::string_view &rest)
{
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != '"')
        end += rest[end] == '\\' ? 2 : 1;
    if (end + 1 >= rest.size() || rest[end + 1] != ']')
        return std::nullopt;
    JsonCursor cursor(rest.substr(0, end + 1));
    JsonValue name;
    if (!cursor.readValue(name) || !cursor.finish())
        return std::nullopt;
    rest.remove_prefix(end + 2);
    return std::move(name.text);
}

// Reads the part of a path in brackets, which begins at its bracket, and cuts it off.
std::optional<JsonStep> bracketStep(std::string_view &rest)
{
    rest.remove_prefix(1);
    if (rest.starts_with("*]")) {
        rest.remove_prefix(2);
        return JsonEvery{};
    }
    if (rest.starts_with('"'))
        return quotedStep(rest);
    std::size_t index = 0;
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
    const auto taken = static_cast<std::size_t>(stop - rest.data());
    if (error != std::errc{} || taken == rest.size() || rest[taken] != ']')
        return std::nullopt;
    rest.remove_prefix(taken + 1);
    return index;
}

// Takes the first step off the text.
std::optional<JsonStep> stepIn(std::string_view &text)
{
    if (text.front() == '[')
        return bracketStep(text);
    if (text.front() != '.')
        return std::nullopt;
    const std::string_view name = text.substr(1, text.find_first_of(".[", 1) - 1);
    if (!isPlainMember(name))
        return std::nullopt;
    text.remove_prefix(1 + name.size());
    return std::string(name);
}

} // namespace

std::string jsonPathText(const JsonPath &path)
{
    std::string out;
    for (const JsonStep &step : path) {
        if (const auto *const name = std::get_if<std::string>(&step))
            out += isPlainMember(*name) ? '.' + *name : '[' + readableJsonString(*name) + ']';
        else if (const auto *const index = std::get_if<std::size_t>(&step))
            out += '[' + std::to_string(*index) + ']';
        else
            out += "[*]";
    }
    return out;
}

std::optional<JsonPath> jsonPathIn(std::string_view text)
{
    JsonPath path;
    while (!text.empty()) {
        std::optional<JsonStep> step = path.size() < JsonCursor::defaultDepth ? stepIn(text) : std::nullopt;
        if (!step)
            return std::nullopt;
        path.push_back(*std::move(step));
    }
    return path;
}

std::size_t jsonPathDepth(std::string_view text)
{
    std::size_t depth = 0;
    while (!text.empty() && stepIn(text))
        ++depth;
    return depth;
}

std::string readableJsonString(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += jsonStringPart(std::string_view(&c, 1));
        else
            out += c;
    }
    return out + '"';
}

} // namespace fg
