// The body of an answer as its sender meant it: transfer codings (RFC 9112 7) and content codings (RFC
// 9110 8.4) undone. Whatever is wrong with it, what can be read is kept.
#pragma once

#include "protocol/handshake/body_end.h"
#include "protocol/handshake/http_head.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// What follows the octets of a body that are given.
enum class BodyRest : std::uint8_t {
    Nothing, // the connection has ended
    Coming, // they are what has arrived so far
    NotRead, // there were more than are read
};

struct DecodedBody
{
    std::string content; // at most longestBody octets
    std::vector<HeaderField> trailers; // of a chunked body
    // The codings that were undone, the outermost first: "chunked", "gzip".
    std::vector<std::string> undone;
    // What is wrong with it, or why it ends early: sentences for a person, escaped.
    std::vector<std::string> remarks;
    // False if a coding is not known here: the content is still coded.
    bool isReadable = true;
};

// `octets`: those after the head, at most longestBody. No more than mostCodings are undone, and nothing
// inflates to more than longestBody.
inline constexpr std::size_t mostCodings = 4;
[[nodiscard]] DecodedBody decodeBody(std::string_view octets, const HttpHead &head, BodyRest rest);

} // namespace fg
