// Whole HTTP/1.1 answers (RFC 9112) of our servers, other than to an opening handshake that is accepted. The
// connection is closed after each.
#pragma once

#include "protocol/handshake/http_head.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

enum class HttpStatus : int {
    Ok = 200,
    BadRequest = 400,
    Forbidden = 403,
    NotFound = 404,
    MethodNotAllowed = 405,
    ServiceUnavailable = 503,
};

struct HttpAnswer
{
    HttpStatus status = HttpStatus::Ok;
    std::string contentType = "text/plain; charset=utf-8";
    std::vector<HeaderField> fields; // In addition to the fields about connection, content and caching.
    std::string body;
    // Of a body that is not in memory; `body` is empty then, and its octets are to be sent after the answer.
    std::optional<std::uint64_t> lengthOfRest = std::nullopt;
};

// An answer with a status and a sentence for a person.
[[nodiscard]] HttpAnswer plainAnswer(HttpStatus status, std::string_view sentence);

enum class HttpBody : std::uint8_t { Included, LeftOut }; // Left out in the answer to HEAD.
[[nodiscard]] std::string serialized(const HttpAnswer &answer, HttpBody body = HttpBody::Included);

} // namespace fg
