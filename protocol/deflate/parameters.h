// The parameters of permessage-deflate, RFC 7692 7.1: what a client offers, what a server answers, and what
// results for each direction.
#pragma once

#include "protocol/handshake/extensions.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

inline constexpr std::string_view deflateName = "permessage-deflate";

// The window has 2 to this power octets, 7.1.2.
using WindowBits = int;
inline constexpr WindowBits minWindowBits = 8;
inline constexpr WindowBits maxWindowBits = 15;

// Whether a message may refer to earlier messages, 7.1.1.
enum class ContextTakeover : std::uint8_t { Yes, No };

// A client's offer. If there are several, the client prefers the first.
struct DeflateOffer
{
    // client_max_window_bits: the client can limit its window to a size that the server names.
    struct ClientWindow
    {
        // The client will not use a larger window, whatever the server answers (7.1.2.2).
        std::optional<WindowBits> hint;
        bool operator==(const ClientWindow &) const = default;
    };

    bool serverNoContextTakeover = false;
    bool clientNoContextTakeover = false;
    std::optional<WindowBits> serverMaxWindowBits;
    std::optional<ClientWindow> clientMaxWindowBits;

    bool operator==(const DeflateOffer &) const = default;
};

// A server's answer to one offer.
struct DeflateAnswer
{
    bool serverNoContextTakeover = false;
    bool clientNoContextTakeover = false;
    std::optional<WindowBits> serverMaxWindowBits;
    std::optional<WindowBits> clientMaxWindowBits;

    bool operator==(const DeflateAnswer &) const = default;
};

// What the sender of this direction follows.
struct DeflateDirection
{
    WindowBits windowBits = maxWindowBits;
    ContextTakeover takeover = ContextTakeover::Yes;

    bool operator==(const DeflateDirection &) const = default;
};

struct DeflateAgreement
{
    // What each sender must follow, and its receiver may rely on.
    DeflateDirection client;
    DeflateDirection server;
    // What the client has announced for itself, which may be less than it is allowed (7.1.1.2, 7.1.2.2).
    DeflateDirection clientIntent;

    bool operator==(const DeflateAgreement &) const = default;
};

// The agreement that results from an answer to an offer.
[[nodiscard]] DeflateAgreement agreementOf(const DeflateOffer &offer, const DeflateAnswer &answer);

// How a window size is written; both forms mean the same (RFC 6455 9.1).
enum class ValueStyle : std::uint8_t { Token, Quoted };

// The parameters that are set, in the order client_no_context_takeover, client_max_window_bits,
// server_no_context_takeover, server_max_window_bits. Window sizes are written as they are, legal or not.
[[nodiscard]] Extension extensionOf(const DeflateOffer &offer, ValueStyle style = ValueStyle::Token);
[[nodiscard]] Extension extensionOf(const DeflateAnswer &answer, ValueStyle style = ValueStyle::Token);

// The value of Sec-WebSocket-Extensions for these offers, best first.
[[nodiscard]] std::string fieldValueOf(const std::vector<DeflateOffer> &offers);

} // namespace fg
