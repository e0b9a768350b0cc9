// The opening handshake of RFC 6455 section 4 for both roles: requests and answers with every field
// in the order and spelling that the user wants, and the checks of what the peer sent. What the
// peer got wrong is a list of violations; whether to go on is the caller's decision.
#pragma once

#include "protocol/handshake/extensions.h"
#include "protocol/handshake/http_head.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// 4.1: 16 octets, sent in base64.
using KeyNonce = std::array<std::byte, 16>;
[[nodiscard]] std::string encodeKey(const KeyNonce &nonce);
// 4.2.2 step 5.4: base64 of the SHA-1 of the key, as it was sent, and a fixed GUID. Empty where the
// system's OpenSSL refuses SHA-1.
[[nodiscard]] std::string acceptFor(std::string_view key);

// A field to send; without a value, the handshake fills in what the field needs: Host,
// Sec-WebSocket-Key (request), Sec-WebSocket-Accept, Sec-WebSocket-Protocol (answer),
// Sec-WebSocket-Extensions (both). A computed field with nothing to say (no subprotocol agreed) is left out.
struct FieldTemplate
{
    std::string name;
    std::optional<std::string> value;

    bool operator==(const FieldTemplate &) const = default;
};

struct RequestSettings
{
    std::string target = "/"; // path and query
    std::string host; // host and, unless it is the scheme's own, port
    std::vector<FieldTemplate> fields; // all of them, in order
    std::string extensions; // the offers, as Sec-WebSocket-Extensions has them; empty: none
};

// User-Agent, Host, Upgrade, Connection, Pragma, Cache-Control, Sec-WebSocket-Key,
// Sec-WebSocket-Version and Sec-WebSocket-Extensions, in this order.
[[nodiscard]] std::vector<FieldTemplate> defaultRequestFields(std::string_view userAgent);

[[nodiscard]] HttpHead makeRequest(const RequestSettings &settings, const KeyNonce &nonce);

struct AnswerSettings
{
    std::vector<FieldTemplate> fields; // all of them, in order
    std::vector<std::string> subprotocols; // that we speak, best first
    std::string extensions; // agreed to, as Sec-WebSocket-Extensions has them; empty: none
};

// Server, Upgrade, Connection, Sec-WebSocket-Accept, Sec-WebSocket-Protocol, Sec-WebSocket-Extensions.
[[nodiscard]] std::vector<FieldTemplate> defaultAnswerFields(std::string_view server);

// The 101 answer to a request. The subprotocol is the first of ours that the client offered.
[[nodiscard]] HttpHead makeAnswer(const AnswerSettings &settings, const HttpHead &request);
// An answer that refuses, with a short plain-text body, ready to send: 400 for a request that broke
// rules, 426 with the versions we speak when it is the version alone.
[[nodiscard]] std::string makeRefusal(const std::vector<Violation> &violations);

// What both ends agreed on, as the head that closes the handshake says it.
struct Agreement
{
    std::string subprotocol; // empty: none
    std::vector<Extension> extensions;

    bool operator==(const Agreement &) const = default;
};

// What one end finds in the other's head. What the reader of that head found already is not in it: the
// caller has that, and puts it first.
struct HandshakeCheck
{
    std::vector<Violation> violations;
    Agreement agreement;
    // A MUST was broken that no connection can be built on.
    bool isFatal = false;
};

// 4.1: what the client checks in the server's answer to its request.
[[nodiscard]] HandshakeCheck checkAnswer(const HttpHead &request, const HttpHead &answer);
// 4.2.1: what the server checks in the client's request. Nothing is agreed on yet.
[[nodiscard]] HandshakeCheck checkRequest(const HttpHead &request);

// Of a response's start line; nullopt where it is none.
[[nodiscard]] std::optional<int> statusOf(const HttpHead &answer);
// Of a request's start line; empty where it is none.
[[nodiscard]] std::string_view methodOf(const HttpHead &request);
[[nodiscard]] std::string_view targetOf(const HttpHead &request);

// How many octets of body follow an answer that is no 101, and when they are complete: by
// Content-Length, by chunks, or with the connection (RFC 9112 6.3). Only the end is found, nothing is
// kept. Where lengths or chunk sizes make no sense, the body lasts until the drop.
class BodyEnd
{
public:
    explicit BodyEnd(const HttpHead &answer);
    // Takes octets that belong to the body and returns how many.
    std::size_t feed(OctetView octets);
    [[nodiscard]] bool isComplete() const;

private:
    enum class Framing : std::uint8_t { Length, Chunked, UntilDrop };
    // Of a chunked body (RFC 9112 7.1): where in it the next octet stands.
    enum class Stage : std::uint8_t {
        SizeStart,
        Size,
        SizeLineRest, // chunk extensions and the line end
        Data,
        DataEnd,
        DataEndAfterReturn,
        TrailerStart,
        TrailerStartAfterReturn,
        Trailer,
        Done,
    };

    std::size_t takeCounted(std::size_t available);
    void takeChunkCharacter(char c);
    void takeSizeCharacter(char c);

    Framing m_framing = Framing::Length;
    Stage m_stage = Stage::SizeStart;
    std::uint64_t m_remaining = 0; // of the body, or of the chunk
};

} // namespace fg
