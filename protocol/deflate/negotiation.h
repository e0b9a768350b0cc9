// The negotiation of permessage-deflate, RFC 7692 5 and 7.1: how the server answers the offers, and what is
// wrong with an offer or an answer. Everything follows from the two heads, so that an endpoint and a reader
// of a recorded connection get the same result.
#pragma once

#include "protocol/deflate/parameters.h"
#include "protocol/handshake/opening.h"
#include "protocol/wire/rules.h"

#include <optional>
#include <vector>

namespace fg {

// The parameters of an extension as far as they can be understood, and the rules that it breaks, in order.
template <typename Parameters> struct DeflateReading
{
    Parameters parameters;
    std::vector<RuleId> broken;

    [[nodiscard]] bool isLegal() const { return broken.empty(); }
};

// Reads an extension that is named permessage-deflate according to 7.1.1 and 7.1.2.
[[nodiscard]] DeflateReading<DeflateOffer> readOffer(const Extension &extension);
[[nodiscard]] DeflateReading<DeflateAnswer> readAnswer(const Extension &extension);

// The rules that a legal answer breaks with respect to this offer: requirements of the offer that it does not
// meet, and parameters that the offer does not allow. Empty: the answer accepts the offer.
[[nodiscard]] std::vector<RuleId> misfits(const DeflateOffer &offer, const DeflateAnswer &answer);

// How a server answers. The default accepts every legal offer and requires nothing that the client did not
// offer.
struct DeflateServerSettings
{
    enum class Takeover : std::uint8_t {
        AsOffered, // the answer has the parameter if the offer has it
        Refused, // the answer always has it: there is no context takeover
        Insisted, // the answer never has it; an offer that has it for the server's direction is declined
    };
    enum class UnlimitedClient : std::uint8_t { Accept, Decline };

    Takeover serverTakeover = Takeover::AsOffered; // server_no_context_takeover
    Takeover clientTakeover = Takeover::AsOffered; // client_no_context_takeover
    // The largest window that we use. If set, it is in every answer, or the offer's if that is smaller.
    std::optional<WindowBits> serverMaxWindowBits;
    // An offer that requires a smaller window from us is declined.
    WindowBits smallestServerWindow = minWindowBits;
    // The window that the client is limited to if its offer has client_max_window_bits.
    std::optional<WindowBits> clientMaxWindowBits;
    // How offers without client_max_window_bits are treated if there is such a limit.
    UnlimitedClient unlimitedClient = UnlimitedClient::Accept;
    ValueStyle valueStyle = ValueStyle::Token;

    bool operator==(const DeflateServerSettings &) const = default;
};

// Returns nullopt if the offer is declined.
[[nodiscard]] std::optional<DeflateAnswer> answerTo(const DeflateOffer &offer,
                                                    const DeflateServerSettings &settings);

// The value of Sec-WebSocket-Extensions in the answer to this request: the answer to the first legal offer
// that is not declined; empty if there is none.
[[nodiscard]] std::string extensionsFor(const HttpHead &request, const DeflateServerSettings &settings);

// What both heads say about permessage-deflate.
struct DeflateNegotiation
{
    struct Offer
    {
        std::size_t number = 0; // number of the extension in the request, from 0
        DeflateOffer offer;
        bool isLegal = true;

        bool operator==(const Offer &) const = default;
    };
    std::vector<Offer> offers; // in the client's order
    std::optional<DeflateAnswer> answer;
    std::optional<std::size_t> accepted; // index in `offers` of the first offer that the answer fits
    // What both ends follow. If the answer is illegal, as far as it can be understood.
    std::optional<DeflateAgreement> agreement;

    bool operator==(const DeflateNegotiation &) const = default;
};

// Adds what is wrong with the offers. These faults are not fatal: a server declines such offers (7.1).
DeflateNegotiation checkOffers(const HttpHead &request, HandshakeCheck &check);
// Adds what is wrong with the answer, which is fatal (7.1). checkAnswer() checks that the extension was
// offered at all.
DeflateNegotiation checkDeflateAnswer(const HttpHead &request, const HttpHead &answer, HandshakeCheck &check);

} // namespace fg
