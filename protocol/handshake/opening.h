// The opening handshake of RFC 6455 section 4 for both roles: requests and answers with every field in the
// order and spelling that the user wants, and the checks of the peer's head. The peer's faults are returned
// as violations; the caller decides whether to continue.
#pragma once

#include "protocol/handshake/extensions.h"
#include "protocol/handshake/http_head.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// 4.1: 16 octets, sent as base64.
using KeyNonce = std::array<std::byte, 16>;
[[nodiscard]] std::string encodeKey(const KeyNonce &nonce);
// 4.2.2 step 5.4: base64 of the SHA-1 of the key (as it was sent) followed by a fixed GUID. Empty if the
// system's OpenSSL refuses SHA-1.
[[nodiscard]] std::string acceptFor(std::string_view key);

// A field to send. Without a value, the handshake computes it: Host, Sec-WebSocket-Key (request),
// Sec-WebSocket-Accept, Sec-WebSocket-Protocol (answer), Sec-WebSocket-Extensions (both). A computed field
// without a value, such as Sec-WebSocket-Protocol when no subprotocol was agreed on, is left out.
struct FieldTemplate
{
    std::string name;
    std::optional<std::string> value;

    bool operator==(const FieldTemplate &) const = default;
};

struct RequestSettings
{
    std::string target = "/"; // path and query
    std::string host; // host, and port unless it is the scheme's default
    std::vector<FieldTemplate> fields; // all fields, in order
    std::string extensions; // the offers in the syntax of Sec-WebSocket-Extensions; empty: none
};

// User-Agent, Host, Upgrade, Connection, Pragma, Cache-Control, Sec-WebSocket-Key,
// Sec-WebSocket-Version and Sec-WebSocket-Extensions, in this order. `upgrade`: how Upgrade names the
// protocol; a server ignores the case (RFC 6455 4.2.1).
[[nodiscard]] std::vector<FieldTemplate> defaultRequestFields(std::string_view userAgent,
                                                              std::string_view upgrade = "websocket");

// `ours` as the user wants them. Given fields replace all of ours of the same name, in any case, at the place
// of the first; others follow in their order. A name that is given several times is sent as often; one that
// is given once and with an empty value is left out.
[[nodiscard]] std::vector<FieldTemplate> withGivenFields(const std::vector<FieldTemplate> &ours,
                                                         const std::vector<HeaderField> &given);

[[nodiscard]] HttpHead makeRequest(const RequestSettings &settings, const KeyNonce &nonce);

struct AnswerSettings
{
    std::vector<FieldTemplate> fields; // all fields, in order
    std::vector<std::string> subprotocols; // the subprotocols that we speak, best first
    std::string extensions; // the accepted extensions in the syntax of Sec-WebSocket-Extensions; empty: none
};

// Server, Upgrade, Connection, Sec-WebSocket-Accept, Sec-WebSocket-Protocol, Sec-WebSocket-Extensions.
[[nodiscard]] std::vector<FieldTemplate> defaultAnswerFields(std::string_view server);

// The 101 answer to a request. The subprotocol is the first of ours that the client offered.
[[nodiscard]] HttpHead makeAnswer(const AnswerSettings &settings, const HttpHead &request);
// The broken rules that are not tolerated in a request, for whoever has sent it: a line for each, with its
// clause, and with the size of a limit of ours.
[[nodiscard]] std::string brokenRuleLines(const std::vector<Violation> &found);
// An answer that refuses the request because of what was found in it and is not tolerated, with a short
// plain-text body, ready to send: status 426 with the versions that we speak if only the version is wrong,
// otherwise 400.
[[nodiscard]] std::string makeRefusal(const std::vector<Violation> &found);

// What both ends agreed on, according to the answer.
struct Agreement
{
    std::string subprotocol; // empty: none
    std::vector<Extension> extensions;

    bool operator==(const Agreement &) const = default;
};

// The result of checking the peer's head. It does not include what the reader of that head has already found;
// the caller has those violations and puts them first.
struct HandshakeCheck
{
    std::vector<Violation> violations;
    Agreement agreement;
    // A MUST was broken without which no connection is possible.
    bool isFatal = false;
};

// Whether a head that breaks this rule is accepted all the same: it can only be understood in one way, so the
// connection opens and the fault is a finding. A request and an answer differ in a blank before a colon (RFC
// 9112 5.1).
[[nodiscard]] bool isTolerated(RuleId rule, HttpHeadReader::Kind kind);
// The fields of an answer without a body (1xx, 204) that say how long its body is. These are tolerated.
[[nodiscard]] std::vector<Violation> bodyFieldFaults(const HttpHead &answer);

// 4.1: what the client checks in the server's answer to its request. Without a key in the request, as a user
// may want it, there is nothing that Sec-WebSocket-Accept can be compared with; it is not checked then.
[[nodiscard]] HandshakeCheck checkAnswer(const HttpHead &request, const HttpHead &answer);
// 4.2.1: what the server checks in the client's request. The agreement is still empty.
[[nodiscard]] HandshakeCheck checkRequest(const HttpHead &request);

// The status code in a response's start line; nullopt if it is not a valid start line.
[[nodiscard]] std::optional<int> statusOf(const HttpHead &answer);
// The method and target in a request's start line; empty if it is not a valid start line.
[[nodiscard]] std::string_view methodOf(const HttpHead &request);
[[nodiscard]] std::string_view targetOf(const HttpHead &request);
// The request as it is without the server's own address in its target. A server must accept a whole URI as
// the target, and its host then goes before that of the Host field (RFC 9112 3.2.2); what has no Host field,
// or several, stays so. A request with another target is unchanged.
[[nodiscard]] HttpHead inOriginForm(HttpHead request);
// Whether the request is of HTTP/1.0, which knows no Host field.
[[nodiscard]] bool isOfHttp10(const HttpHead &request);

} // namespace fg
