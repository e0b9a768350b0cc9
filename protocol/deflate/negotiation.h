// The negotiation of permessage-deflate, RFC 7692 5 and 7.1: what the server makes of the offers, and
// what is wrong with an offer or an answer. All of it follows from the two heads, so that it is the same for
// an end of the connection and for whoever looks at a recorded one.
#pragma once

#include "protocol/deflate/parameters.h"
#include "protocol/handshake/opening.h"
#include "protocol/wire/rules.h"

#include <optional>
#include <vector>

namespace fg {

// What an extension says as far as it can be understood, and the rules that it breaks, in order.
template <typename Parameters> struct DeflateReading
{
    Parameters parameters;
    std::vector<RuleId> broken;

    [[nodiscard]] bool isLegal() const { return broken.empty(); }
};

// 7.1.1 and 7.1.2 of an extension that is named permessage-deflate.
[[nodiscard]] DeflateReading<DeflateOffer> readOffer(const Extension &extension);
[[nodiscard]] DeflateReading<DeflateAnswer> readAnswer(const Extension &extension);

// What a legal answer has wrong about this offer: which of the offer's demands it does not meet, which of its
// parameters the offer does not allow. Empty: it accepts the offer.
[[nodiscard]] std::vector<RuleId> misfits(const DeflateOffer &offer, const DeflateAnswer &answer);

// How a server answers. The default accepts every legal offer and asks for nothing that the client has not.
struct DeflateServerSettings
{
    enum class Takeover : std::uint8_t {
        AsOffered, // the parameter is answered when it is offered
        Refused, // it is always answered: there is no context takeover
        Insisted, // it is never answered; for the server's direction, an offer that has it is declined
    };
    enum class UnlimitedClient : std::uint8_t { Accept, Decline };

    Takeover serverTakeover = Takeover::AsOffered; // server_no_context_takeover
    Takeover clientTakeover = Takeover::AsOffered; // client_no_context_takeover
    // Our own largest window. Given, it stands in every answer, or the offer's where that is smaller.
    std::optional<WindowBits> serverMaxWindowBits;
    // An offer that asks us for a smaller window is declined.
    WindowBits smallestServerWindow = minWindowBits;
    // What the client is held to where its offer has client_max_window_bits.
    std::optional<WindowBits> clientMaxWindowBits;
    // What becomes of offers that have not, when there is such a limit.
    UnlimitedClient unlimitedClient = UnlimitedClient::Accept;
    ValueStyle valueStyle = ValueStyle::Token;

    bool operator==(const DeflateServerSettings &) const = default;
};

// nullopt: the offer is declined.
[[nodiscard]] std::optional<DeflateAnswer> answerTo(const DeflateOffer &offer,
                                                    const DeflateServerSettings &settings);

// The value of Sec-WebSocket-Extensions in the answer to this request: the answer to the first legal offer
// that is not declined; empty where there is none.
[[nodiscard]] std::string extensionsFor(const HttpHead &request, const DeflateServerSettings &settings);

// What both heads say about permessage-deflate.
struct DeflateNegotiation
{
    struct Offer
    {
        std::size_t number = 0; // of the extension in the request, from 0
        DeflateOffer offer;
        bool isLegal = true;

        bool operator==(const Offer &) const = default;
    };
    std::vector<Offer> offers; // in the client's order
    std::optional<DeflateAnswer> answer;
    std::optional<std::size_t> accepted; // index in offers: the first that the answer fits to
    // What both ends keep to. Of an illegal answer too, as far as it can be understood.
    std::optional<DeflateAgreement> agreement;

    bool operator==(const DeflateNegotiation &) const = default;
};

// Adds what is wrong with the offers. It is not fatal: a server declines them (7.1).
DeflateNegotiation checkOffers(const HttpHead &request, HandshakeCheck &check);
// Adds what is wrong with the answer, which is fatal (7.1). That the extension was offered at all is checked
// in checkAnswer().
DeflateNegotiation checkDeflateAnswer(const HttpHead &request, const HttpHead &answer, HandshakeCheck &check);

} // namespace fg
