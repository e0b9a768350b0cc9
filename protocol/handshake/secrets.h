// What in the head of an opening handshake lets its reader pass for the sender: cookies, passwords and
// tokens in header fields, and in the query of the request's target. For whoever hands a recorded
// connection on to others.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace fg {

// In any case: Authorization, Proxy-Authorization, Cookie, Set-Cookie, and fields whose names speak of
// a token, a secret, a password, a session or an API key. Fields of the opening handshake itself are none.
[[nodiscard]] bool isSecretField(std::string_view name);
// The same for the name of a parameter in a query: "access_token".
[[nodiscard]] bool isSecretParameter(std::string_view name);

// A run of octets in a text.
struct TextRange
{
    std::size_t start = 0;
    std::size_t length = 0;

    bool operator==(const TextRange &) const = default;
};

// Where the secret values stand in a head, whole or cut, as it passed the wire; in order. The lines of a
// folded value are ranges of their own.
[[nodiscard]] std::vector<TextRange> secretsIn(std::string_view head);

} // namespace fg
