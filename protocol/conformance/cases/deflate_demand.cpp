#include "protocol/conformance/cases/deflate_demand.h"

#include "protocol/deflate/negotiation.h"

namespace fg {

namespace {

std::optional<DeflateAnswer> answerWith(const DeflateDemand &demand, const DeflateOffer &offer)
{
    using Settings = DeflateServerSettings;
    Settings settings;
    settings.clientTakeover =
        demand.noContextTakeover ? Settings::Takeover::Refused : Settings::Takeover::AsOffered;
    settings.clientMaxWindowBits = demand.maxWindowBits;
    settings.unlimitedClient = Settings::UnlimitedClient::Decline;
    return answerTo(offer, settings);
}

} // namespace

DeflateOffer clientOffer(const DeflateDemand &demand)
{
    return {.serverNoContextTakeover = demand.noContextTakeover,
            .clientNoContextTakeover = true,
            .serverMaxWindowBits = demand.maxWindowBits,
            .clientMaxWindowBits = DeflateOffer::ClientWindow{}};
}

std::string deflateOffers(const std::vector<DeflateDemand> &demands)
{
    std::vector<DeflateOffer> offers;
    offers.reserve(demands.size());
    for (const DeflateDemand &demand : demands)
        offers.push_back(clientOffer(demand));
    return fieldValueOf(offers);
}

std::string deflateAnswer(const HttpHead &request, const std::vector<DeflateDemand> &demands)
{
    HandshakeCheck ignored;
    const DeflateNegotiation negotiation = checkOffers(request, ignored);
    for (const DeflateDemand &demand : demands) {
        for (const DeflateNegotiation::Offer &offered : negotiation.offers) {
            const auto answer = offered.isLegal ? answerWith(demand, offered.offer) : std::nullopt;
            if (answer)
                return serializeExtensions({extensionOf(*answer)});
        }
    }
    return {};
}

} // namespace fg
