// Finds the secrets in one text. What a text is decides what is looked for. Internal to handshake/.
#pragma once

#include "protocol/handshake/traced_text.h"

namespace fg {

// Where the value of a parameter ends, apart from a space, & and #. In a request target, quotes belong to the
// value.
enum class UrlPlace : std::uint8_t { RequestTarget, AmongText };

// Parameters, users and passwords of URLs, and JSON Web Tokens; in URLs inside URLs, too.
void markUrlSecrets(const TracedText &text, UrlPlace place, TextEnd end, SecretMarks &marks);
// The elements of Sec-WebSocket-Protocol.
void markSubprotocols(const TracedText &list, TextEnd end, SecretMarks &marks);
// Members of JSON, "name: value" and markup with telling names.
void markBodySecrets(const TracedText &body, TextEnd end, SecretMarks &marks);
// "Cookie: a=b" at the beginning of a line or after a quote, up to a quote or the end of the line.
void markFieldsInText(const TracedText &text, SecretMarks &marks);

} // namespace fg
