// The parameters of permessage-deflate, RFC 7692 7.1: what a client offers, what a server answers, and
// what holds for each direction once both have spoken.
#pragma once

#include "protocol/handshake/extensions.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

inline constexpr std::string_view deflateName = "permessage-deflate";

// A window is 2 to this power octets, 7.1.2.
using WindowBits = int;
inline constexpr WindowBits minWindowBits = 8;
inline constexpr WindowBits maxWindowBits = 15;

// Whether a message may refer to those before it, 7.1.1.
enum class ContextTakeover : std::uint8_t { Yes, No };

// A client's offer. Of several, the first is the one that it likes best.
struct DeflateOffer
{
    // client_max_window_bits: the client can keep to a window that the server names.
    struct ClientWindow
    {
        // It will not use a larger one, whatever the server answers (7.1.2.2).
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

// What its sender keeps to.
struct DeflateDirection
{
    WindowBits windowBits = maxWindowBits;
    ContextTakeover takeover = ContextTakeover::Yes;

    bool operator==(const DeflateDirection &) const = default;
};

struct DeflateAgreement
{
    // What binds each sender, and what its receiver may rely on.
    DeflateDirection client;
    DeflateDirection server;
    // What the client has said that it will keep to, which may be less than it has to (7.1.1.2, 7.1.2.2).
    DeflateDirection clientIntent;

    bool operator==(const DeflateAgreement &) const = default;
};

// What an answer to an offer comes to.
[[nodiscard]] DeflateAgreement agreementOf(const DeflateOffer &offer, const DeflateAnswer &answer);

// How a window size is written; both mean the same (RFC 6455 9.1).
enum class ValueStyle : std::uint8_t { Token, Quoted };

// The parameters that are there, in the order client_no_context_takeover, client_max_window_bits,
// server_no_context_takeover, server_max_window_bits. Window sizes are written as they are, legal or not.
[[nodiscard]] Extension extensionOf(const DeflateOffer &offer, ValueStyle style = ValueStyle::Token);
[[nodiscard]] Extension extensionOf(const DeflateAnswer &answer, ValueStyle style = ValueStyle::Token);

// The value of Sec-WebSocket-Extensions for these offers, best first.
[[nodiscard]] std::string fieldValueOf(const std::vector<DeflateOffer> &offers);

} // namespace fg
