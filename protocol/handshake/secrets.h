// Finds the parts of an opening handshake's head that would let a reader impersonate the sender: cookies,
// passwords and tokens in header fields and in the query of the request target. For use before a recorded
// connection is given to others.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace fg {

// True for Authorization, Proxy-Authorization, Cookie, Set-Cookie, and fields whose names mention a token, a
// secret, a password, a session or an API key, in any case. Fields of the opening handshake itself are not
// secret.
[[nodiscard]] bool isSecretField(std::string_view name);
// The same for the name of a parameter in a query, for example "access_token".
[[nodiscard]] bool isSecretParameter(std::string_view name);

// A run of octets in a text.
struct TextRange
{
    std::size_t start = 0;
    std::size_t length = 0;

    bool operator==(const TextRange &) const = default;
};

// The positions of the secret values in a head as it was sent, complete or cut off, in order. Each line of a
// folded value is a range of its own.
[[nodiscard]] std::vector<TextRange> secretsIn(std::string_view head);

} // namespace fg
