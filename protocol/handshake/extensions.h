// The grammar of Sec-WebSocket-Extensions, RFC 6455 9.1: a list of extensions with parameters, whose values
// are tokens or quoted strings (which must contain a token once unquoted).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct ExtensionParameter
{
    std::string name;
    std::optional<std::string> value; // unquoted
    bool wasQuoted = false;

    bool operator==(const ExtensionParameter &) const = default;
};

struct Extension
{
    std::string name;
    std::vector<ExtensionParameter> parameters; // in their order, including repeated ones

    bool operator==(const Extension &) const = default;
};

struct ExtensionSyntaxError
{
    std::size_t offset; // position in the text of the first character that fits no rule
    bool operator==(const ExtensionSyntaxError &) const = default;
};

[[nodiscard]] std::variant<std::vector<Extension>, ExtensionSyntaxError>
parseExtensions(std::string_view text);

[[nodiscard]] std::string serializeExtensions(const std::vector<Extension> &extensions);

// Whether the text is a token of RFC 9110 5.6.2.
[[nodiscard]] bool isToken(std::string_view text);

} // namespace fg
