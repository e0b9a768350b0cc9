#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/cases/deflate_demand.h"

#include <gtest/gtest.h>

namespace fg::test::deflate_demand_test {
namespace {

HttpHead offering(std::string_view value)
{
    HttpHead request;
    request.startLine = "GET / HTTP/1.1";
    request.fields.push_back({"Sec-WebSocket-Extensions", std::string(value)});
    return request;
}

std::string answered(std::string_view caseId, std::string_view offers)
{
    return deflateAnswer(offering(offers), findCase(caseId)->deflate);
}

constexpr auto browserOffer = "permessage-deflate; client_max_window_bits";
constexpr auto fullOffer = "permessage-deflate; client_no_context_takeover; client_max_window_bits";

TEST(DeflateDemand, AsAClientAsksTheServerForItAndKeepsToItselfWhatTheServerMayWant)
{
    EXPECT_EQ(deflateOffers({DeflateDemand{}}), fullOffer);
    EXPECT_EQ(deflateOffers(findCase("13.5.1")->deflate),
              std::string(fullOffer) + "; server_no_context_takeover; server_max_window_bits=9");
}

TEST(DeflateDemand, SeveralAreOfferedInTheirOrder)
{
    EXPECT_EQ(deflateOffers(findCase("13.7.1")->deflate),
              std::string(fullOffer) + "; server_no_context_takeover; server_max_window_bits=9, " + fullOffer
                  + "; server_no_context_takeover, " + fullOffer);
}

TEST(DeflateDemand, AsAServerHoldsTheClientToIt)
{
    EXPECT_EQ(answered("13.2.1", browserOffer), "permessage-deflate; client_no_context_takeover");
    EXPECT_EQ(answered("13.3.1", browserOffer), "permessage-deflate; client_max_window_bits=9");
    EXPECT_EQ(answered("13.4.1", browserOffer), "permessage-deflate; client_max_window_bits=15");
    EXPECT_EQ(answered("13.5.1", fullOffer),
              "permessage-deflate; client_no_context_takeover; client_max_window_bits=9");
}

TEST(DeflateDemand, NothingIsAgreedOnWhereNoOfferAllowsForIt)
{
    EXPECT_EQ(answered("13.3.1", "permessage-deflate"), "");
    EXPECT_EQ(answered("13.6.1", "permessage-deflate; client_no_context_takeover"), "");
    EXPECT_EQ(answered("12.1.1", "x-webkit-deflate-frame"), "");
    EXPECT_EQ(answered("12.1.1", ""), "");
}

TEST(DeflateDemand, TheFirstOneThatAnOfferAllowsForCounts)
{
    EXPECT_EQ(answered("13.7.1", browserOffer),
              "permessage-deflate; client_no_context_takeover; client_max_window_bits=9");
    EXPECT_EQ(answered("13.7.1", "permessage-deflate"), "permessage-deflate; client_no_context_takeover");
    EXPECT_EQ(answered("13.7.1", std::string("permessage-deflate, ") + fullOffer),
              "permessage-deflate; client_no_context_takeover; client_max_window_bits=9");
}

TEST(DeflateDemand, TheFirstOfferThatAllowsForItIsAnsweredWithWhatItAsksOfTheServer)
{
    EXPECT_EQ(answered("12.1.1", "permessage-deflate; server_no_context_takeover, permessage-deflate"),
              "permessage-deflate; server_no_context_takeover");
    EXPECT_EQ(answered("12.1.1", "permessage-deflate; server_max_window_bits=10"),
              "permessage-deflate; server_max_window_bits=10");
}

TEST(DeflateDemand, AnIllegalOfferIsPassedOver)
{
    EXPECT_EQ(answered("12.1.1", "permessage-deflate; server_max_window_bits=16"), "");
    EXPECT_EQ(answered("12.1.1", "permessage-deflate; level=9, permessage-deflate"), "permessage-deflate");
}

} // namespace
} // namespace fg::test::deflate_demand_test
