#include "protocol/deflate/negotiation.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::negotiation_test {
namespace {

HttpHead requestWith(std::string_view extensions)
{
    return {.startLine = "GET / HTTP/1.1", .fields = {{"Sec-WebSocket-Extensions", std::string(extensions)}}};
}

HttpHead answerWith(std::string_view extensions)
{
    HttpHead head{.startLine = "HTTP/1.1 101 Switching Protocols", .fields = {}};
    if (!extensions.empty())
        head.fields.push_back({"Sec-WebSocket-Extensions", std::string(extensions)});
    return head;
}

// The rule and the number of the extension, for example "answer.deflate-repeated 1".
std::vector<std::string> named(const HandshakeCheck &check)
{
    std::vector<std::string> names;
    for (const Violation &violation : check.violations)
        names.push_back(std::string(ruleOf(violation.rule).name) + ' ' + std::to_string(violation.value));
    return names;
}

std::vector<std::string> wrongIn(std::string_view offers, std::string_view answer)
{
    HandshakeCheck check;
    (void)checkDeflateAnswer(requestWith(offers), answerWith(answer), check);
    EXPECT_EQ(check.isFatal, !check.violations.empty()) << "a client fails the connection (7.1)";
    return named(check);
}

std::vector<std::string> wrongInOffers(std::string_view offers)
{
    HandshakeCheck check;
    (void)checkOffers(requestWith(offers), check);
    EXPECT_FALSE(check.isFatal) << "a server declines the offer (7.1)";
    return named(check);
}

using Names = std::vector<std::string>;

TEST(DeflateOffer, IsWrittenAsItIsRead)
{
    for (const DeflateOffer &offer :
         {DeflateOffer{}, DeflateOffer{.serverNoContextTakeover = true, .serverMaxWindowBits = 9},
          DeflateOffer{.clientNoContextTakeover = true, .clientMaxWindowBits = DeflateOffer::ClientWindow{}},
          DeflateOffer{.serverMaxWindowBits = 15, .clientMaxWindowBits = DeflateOffer::ClientWindow{8}}}) {
        for (const ValueStyle style : {ValueStyle::Token, ValueStyle::Quoted}) {
            const auto parsed = parseExtensions(serializeExtensions({extensionOf(offer, style)}));
            const auto reading = readOffer(std::get<std::vector<Extension>>(parsed).at(0));
            EXPECT_TRUE(reading.isLegal());
            EXPECT_EQ(reading.parameters, offer);
        }
    }
    EXPECT_EQ(fieldValueOf({{.serverNoContextTakeover = true,
                             .clientNoContextTakeover = true,
                             .serverMaxWindowBits = 9,
                             .clientMaxWindowBits = DeflateOffer::ClientWindow{}},
                            {}}),
              "permessage-deflate; client_no_context_takeover; client_max_window_bits; "
              "server_no_context_takeover; server_max_window_bits=9, permessage-deflate");
}

TEST(DeflateOffer, EachWayToBeIllegalIsARuleOfItsOwn)
{
    EXPECT_EQ(wrongInOffers("permessage-deflate; client_max_window_bits; server_max_window_bits=\"8\""),
              Names{});
    EXPECT_EQ(wrongInOffers("other; whatever=1"), Names{});
    EXPECT_EQ(wrongInOffers("other, permessage-deflate; level=9"),
              Names{"request.deflate-parameter-unknown 1"});
    EXPECT_EQ(wrongInOffers("permessage-deflate; server_no_context_takeover; server_no_context_takeover"),
              Names{"request.deflate-parameter-repeated 0"});
    EXPECT_EQ(wrongInOffers("permessage-deflate; server_no_context_takeover=1"),
              Names{"request.deflate-takeover-has-value 0"});
    EXPECT_EQ(wrongInOffers("permessage-deflate; client_no_context_takeover=true"),
              Names{"request.deflate-takeover-has-value 0"});
    EXPECT_EQ(wrongInOffers("permessage-deflate; server_max_window_bits"),
              Names{"request.deflate-window-without-value 0"});
    for (const char *bits : {"7", "16", "08", "+9", "9x", "0", "150", "1", "99999999999"})
        EXPECT_EQ(wrongInOffers("permessage-deflate, permessage-deflate; client_max_window_bits="
                                + std::string(bits)),
                  Names{"request.deflate-window-out-of-range 1"})
            << bits;
    EXPECT_EQ(
        wrongInOffers("permessage-deflate; a; a; b; server_max_window_bits=x; server_max_window_bits=y"),
        (Names{"request.deflate-parameter-unknown 0", "request.deflate-window-out-of-range 0",
               "request.deflate-parameter-repeated 0"}));
}

TEST(DeflateAnswer, EveryLegalAnswerIsAccepted)
{
    const char *const offer = "permessage-deflate; client_max_window_bits=12; server_max_window_bits=10; "
                              "server_no_context_takeover";
    for (const char *answer :
         {"permessage-deflate; server_no_context_takeover; server_max_window_bits=10",
          "permessage-deflate; server_no_context_takeover; server_max_window_bits=8; "
          "client_max_window_bits=15",
          "permessage-deflate; server_max_window_bits=\"9\"; server_no_context_takeover; "
          "client_no_context_takeover; client_max_window_bits=8"})
        EXPECT_EQ(wrongIn(offer, answer), Names{}) << answer;
    // A server may answer with parameters that were not offered, except the client's window.
    EXPECT_EQ(wrongIn("permessage-deflate",
                      "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
                      "server_max_window_bits=8"),
              Names{});
    EXPECT_EQ(wrongIn("permessage-deflate", ""), Names{});
}

TEST(DeflateAnswer, EachWayToBeIllegalIsARuleOfItsOwn)
{
    const char *const offer = "permessage-deflate; client_max_window_bits";
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; x"), Names{"answer.deflate-parameter-unknown 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; client_max_window_bits=9; client_max_window_bits=9"),
              Names{"answer.deflate-parameter-repeated 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; client_no_context_takeover=0"),
              Names{"answer.deflate-takeover-has-value 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; client_max_window_bits"),
              Names{"answer.deflate-window-without-value 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; server_max_window_bits"),
              Names{"answer.deflate-window-without-value 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate; server_max_window_bits=16"),
              Names{"answer.deflate-window-out-of-range 0"});
    EXPECT_EQ(wrongIn(offer, "permessage-deflate, permessage-deflate"), Names{"answer.deflate-repeated 1"});
    EXPECT_EQ(wrongIn("permessage-deflate", "permessage-deflate; client_max_window_bits=9"),
              Names{"answer.deflate-client-window-not-offered 0"});
    EXPECT_EQ(wrongIn("permessage-deflate; server_no_context_takeover", "permessage-deflate"),
              Names{"answer.deflate-server-takeover-kept 0"});
    for (const char *answer : {"permessage-deflate", "permessage-deflate; server_max_window_bits=11"})
        EXPECT_EQ(wrongIn("permessage-deflate; server_max_window_bits=10", answer),
                  Names{"answer.deflate-server-window-too-large 0"});
    EXPECT_EQ(wrongIn("permessage-deflate; server_max_window_bits=16", "permessage-deflate"),
              Names{"answer.deflate-to-illegal-offer 0"});
}

TEST(DeflateAnswer, ThatLeavesOutALimitWhichAllowsEveryWindowIsReportedButNotFatal)
{
    HandshakeCheck check;
    const DeflateNegotiation negotiation =
        checkDeflateAnswer(requestWith("permessage-deflate; server_max_window_bits=15"),
                           answerWith("permessage-deflate; client_no_context_takeover"), check);
    EXPECT_EQ(named(check), Names{"answer.deflate-server-window-unsaid 0"});
    EXPECT_FALSE(check.isFatal);
    EXPECT_EQ(negotiation.accepted, 0u);
    EXPECT_EQ(negotiation.agreement->server, (DeflateDirection{15, ContextTakeover::Yes}));
}

TEST(DeflateAnswer, IsMatchedToTheOfferThatItRepeatsCompletely)
{
    HandshakeCheck check;
    const DeflateNegotiation negotiation =
        checkDeflateAnswer(requestWith("permessage-deflate; server_max_window_bits=15, permessage-deflate"),
                           answerWith("permessage-deflate"), check);
    EXPECT_EQ(named(check), Names{});
    EXPECT_EQ(negotiation.accepted, 1u);
}

TEST(DeflateAnswer, IsComparedWithTheOfferThatItFits)
{
    const char *const offers =
        "permessage-deflate; server_max_window_bits=9; server_no_context_takeover, other, "
        "permessage-deflate; server_max_window_bits=12";
    HandshakeCheck check;
    const DeflateNegotiation negotiation = checkDeflateAnswer(
        requestWith(offers), answerWith("permessage-deflate; server_max_window_bits=11"), check);
    EXPECT_EQ(named(check), Names{});
    ASSERT_EQ(negotiation.offers.size(), 2u);
    EXPECT_EQ(negotiation.offers[1].number, 2u);
    EXPECT_EQ(negotiation.accepted, 1u);
    EXPECT_EQ(negotiation.agreement->server, (DeflateDirection{11, ContextTakeover::Yes}));
    EXPECT_EQ(wrongIn(offers, "permessage-deflate; server_max_window_bits=13"),
              Names{"answer.deflate-server-window-too-large 0"})
        << "the offer that it misses by least";
}

TEST(DeflateAnswer, ToNoOfferAgreesOnNothing)
{
    HandshakeCheck check;
    const HttpHead request{.startLine = "GET / HTTP/1.1", .fields = {}};
    EXPECT_FALSE(checkDeflateAnswer(request, answerWith("permessage-deflate"), check).agreement);
    const HttpHead refusal{.startLine = "HTTP/1.1 403 Forbidden",
                           .fields = {{"Sec-WebSocket-Extensions", "permessage-deflate; x"}}};
    EXPECT_FALSE(checkDeflateAnswer(requestWith("permessage-deflate"), refusal, check).answer);
    EXPECT_TRUE(check.violations.empty());
}

TEST(DeflateAgreement, TheClientBindsItselfByItsOwnHints)
{
    const DeflateOffer offer{.clientNoContextTakeover = true,
                             .clientMaxWindowBits = DeflateOffer::ClientWindow{10}};
    const DeflateAgreement wide = agreementOf(offer, {});
    EXPECT_EQ(wide.client, DeflateDirection{});
    EXPECT_EQ(wide.clientIntent, (DeflateDirection{10, ContextTakeover::No}));
    const DeflateAgreement narrow = agreementOf(offer, {.clientMaxWindowBits = 9});
    EXPECT_EQ(narrow.client.windowBits, 9);
    EXPECT_EQ(narrow.clientIntent.windowBits, 9);
}

// Whatever the settings are, the answer is legal.
TEST(DeflateServer, NeverGivesAnIllegalAnswer)
{
    using Takeover = DeflateServerSettings::Takeover;
    using Unlimited = DeflateServerSettings::UnlimitedClient;
    const std::vector<std::string> offers{
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=9; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=8; client_max_window_bits",
        "permessage-deflate; nonsense",
    };
    std::size_t answered = 0;
    for (const Takeover server : {Takeover::AsOffered, Takeover::Refused, Takeover::Insisted}) {
        for (const Takeover client : {Takeover::AsOffered, Takeover::Refused, Takeover::Insisted}) {
            for (const std::optional<WindowBits> ownBits : {std::optional<WindowBits>(), {8}, {12}}) {
                for (const std::optional<WindowBits> clientBits : {std::optional<WindowBits>(), {8}, {15}}) {
                    for (const Unlimited unlimited : {Unlimited::Accept, Unlimited::Decline}) {
                        const DeflateServerSettings settings{.serverTakeover = server,
                                                             .clientTakeover = client,
                                                             .serverMaxWindowBits = ownBits,
                                                             .clientMaxWindowBits = clientBits,
                                                             .unlimitedClient = unlimited};
                        for (const std::string &offer : offers) {
                            const std::string answer = extensionsFor(requestWith(offer), settings);
                            EXPECT_EQ(wrongIn(offer, answer), Names{}) << offer << " -> " << answer;
                            answered += answer.empty() ? 0 : 1;
                        }
                    }
                }
            }
        }
    }
    EXPECT_GT(answered, 300u);
}

TEST(DeflateServer, AnswersAsItsSettingsSay)
{
    using Takeover = DeflateServerSettings::Takeover;
    const HttpHead plain = requestWith("permessage-deflate");
    const HttpHead limitable = requestWith("permessage-deflate; client_max_window_bits");
    const HttpHead demanding =
        requestWith("permessage-deflate; server_no_context_takeover, permessage-deflate");
    EXPECT_EQ(extensionsFor(plain, {}), "permessage-deflate");
    EXPECT_EQ(
        extensionsFor(plain, {.serverTakeover = Takeover::Refused, .clientTakeover = Takeover::Refused}),
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover");
    EXPECT_EQ(extensionsFor(plain, {.serverMaxWindowBits = 10}),
              "permessage-deflate; server_max_window_bits=10");
    EXPECT_EQ(extensionsFor(limitable, {.clientMaxWindowBits = 9, .valueStyle = ValueStyle::Quoted}),
              "permessage-deflate; client_max_window_bits=\"9\"");
    EXPECT_EQ(extensionsFor(plain, {.clientMaxWindowBits = 9}), "permessage-deflate");
    EXPECT_EQ(extensionsFor(plain,
                            {.clientMaxWindowBits = 9,
                             .unlimitedClient = DeflateServerSettings::UnlimitedClient::Decline}),
              "");
    EXPECT_EQ(extensionsFor(demanding, {}), "permessage-deflate; server_no_context_takeover");
    EXPECT_EQ(extensionsFor(demanding, {.serverTakeover = Takeover::Insisted}), "permessage-deflate");
    EXPECT_EQ(extensionsFor(requestWith("permessage-deflate; server_max_window_bits=8"),
                            {.smallestServerWindow = 9}),
              "");
    EXPECT_EQ(extensionsFor(requestWith("permessage-deflate; bad, permessage-deflate"), {}),
              "permessage-deflate");
    EXPECT_EQ(extensionsFor(requestWith("permessage-deflate;;"), {}), "");
}

} // namespace
} // namespace fg::negotiation_test
