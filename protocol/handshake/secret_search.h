// Finds the secrets in one text. What a text is decides what is looked for. Internal to handshake/.
#pragma once

#include "protocol/handshake/traced_text.h"

namespace fg {

// Where a URL is, which decides where the value of a parameter ends, apart from & and #.
enum class UrlPlace : std::uint8_t {
    RequestTarget, // Or another text that is a URL as a whole: at its end. Quotes and spaces belong to it.
    AmongText, // At a space, a quote or an angle bracket.
    Challenge, // The same; but only what follows a question mark or an ampersand is a parameter of a URL.
};

// Parameters, users and passwords of URLs, and JSON Web Tokens; in URLs inside URLs, too.
void markUrlSecrets(const TracedText &text, UrlPlace place, TextEnd end, SecretMarks &marks);
// "Bearer abc" and "Basic abc". At the beginning of a field any word is a credential; among text only one
// that is not a common word, as in "Basic authentication".
enum class Leading : std::uint8_t { Scheme, Word };
void markCredentials(const TracedText &text, Leading leading, TextEnd textEnd, SecretMarks &marks);
// The elements of Sec-WebSocket-Protocol. `isAnnounced`: the last element before them names a secret; on
// return, whether their last one does. Several fields of this name are one list (RFC 9110 5.3).
void markSubprotocols(const TracedText &list, TextEnd end, bool &isAnnounced, SecretMarks &marks);
// Members of JSON, "name: value" and markup with telling names.
void markBodySecrets(const TracedText &body, TextEnd end, SecretMarks &marks);
// Members of JSON only.
void markMembers(const TracedText &text, SecretMarks &marks);
// "Cookie: a=b", up to a closing quote or the end of the line. In a sentence of ours any secret field after a
// quote or at the beginning of a line; in the body of a peer only the fields that hold nothing but
// credentials, anywhere in a line.
enum class FieldPlace : std::uint8_t { Sentence, Body };
void markFieldsInText(const TracedText &text, FieldPlace place, SecretMarks &marks);

} // namespace fg
