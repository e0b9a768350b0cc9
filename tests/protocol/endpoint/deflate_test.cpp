// RFC 7692 in an endpoint, as conversations.
#include "protocol/deflate/bomb.h"
#include "tests/protocol/endpoint/conversation.h"
#include "tests/support/allocation_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace fg::test::deflate_test {
namespace {

std::string answerWith(std::string_view extensions)
{
    std::string answer = sampleAnswer();
    return answer.insert(answer.size() - 2, "Sec-WebSocket-Extensions: " + std::string(extensions) + "\r\n");
}

std::string requestWith(std::string_view extensions)
{
    std::string request(sampleRequest);
    return request.insert(request.size() - 2,
                          "Sec-WebSocket-Extensions: " + std::string(extensions) + "\r\n");
}

EndpointSettings offering(std::string_view extensions)
{
    EndpointSettings settings;
    settings.request.extensions = extensions;
    return settings;
}

EndpointSettings answering(DeflateServerSettings deflate = {})
{
    EndpointSettings settings;
    settings.deflate = deflate;
    return settings;
}

// A client whose offer was answered, with nothing left to read or write.
Talk clientWith(std::string_view answer = "permessage-deflate", EndpointSettings settings = {})
{
    if (settings.request.extensions.empty())
        settings.request.extensions = "permessage-deflate; client_max_window_bits";
    Talk client(Role::Client, {}, settings);
    EXPECT_EQ(client.receive(answerWith(answer)), Words{"opened"});
    (void)client.sentText();
    return client;
}

std::string compressed(std::string_view text, DeflateDirection direction = {})
{
    OctetBuffer out;
    Deflater(direction).compress(octetsOf(text), out);
    return std::string(charactersOf(out));
}

std::string octets(std::string_view hex) { return std::string(charactersOf(*fromHex(hex))); }

// "Hello", RFC 7692 7.2.3.1.
const std::string hello = octets("f248cdc9c90700");

RawFrame first(std::string payload, bool fin = true)
{
    return {.payload = std::move(payload), .fin = fin, .rsv = 4};
}

TEST(DeflateOpening, AClientSendsItsOffersAndAcceptsAnAnswerToOneOfThem)
{
    Talk client(Role::Client, {},
                offering("permessage-deflate; server_max_window_bits=9, permessage-deflate"));
    EXPECT_NE(
        client.sentText().find("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9, "
                               "permessage-deflate\r\n"),
        std::string::npos);
    EXPECT_EQ(client.receive(answerWith("permessage-deflate")), Words{"opened"});
    ASSERT_TRUE(client.endpoint().canCompress());
    EXPECT_EQ(client.endpoint().deflate().accepted, 1u);
    EXPECT_EQ(client.endpoint().deflate().agreement->server.windowBits, 15);
}

TEST(DeflateOpening, AnIllegalAnswerFailsTheConnection)
{
    Talk client(Role::Client, {}, offering("permessage-deflate"));
    (void)client.sentText();
    EXPECT_EQ(client.receive(answerWith("permessage-deflate; client_max_window_bits=10")),
              (Words{"broken answer.deflate-client-window-not-offered @0 #0 =0", "refused", "dropped"}));
}

TEST(DeflateOpening, AServerAnswersTheFirstOfferThatItCan)
{
    Talk server(Role::Server, {}, answering({.smallestServerWindow = 9}));
    EXPECT_EQ(server.receive(requestWith("permessage-deflate; server_max_window_bits=8, permessage-deflate; "
                                         "server_max_window_bits=\"10\"; client_no_context_takeover")),
              (Words{"requested", "opened"}));
    EXPECT_NE(
        server.sentText().find("Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; "
                               "server_max_window_bits=10\r\n"),
        std::string::npos);
    const DeflateAgreement &agreement = *server.endpoint().deflate().agreement;
    EXPECT_EQ(agreement.server, (DeflateDirection{10, ContextTakeover::Yes}));
    EXPECT_EQ(agreement.client, (DeflateDirection{15, ContextTakeover::No}));
}

TEST(DeflateOpening, AServerThatDoesNotSpeakItAnswersNothing)
{
    Talk server(Role::Server);
    EXPECT_EQ(server.receive(requestWith("permessage-deflate")), (Words{"requested", "opened"}));
    EXPECT_EQ(server.sentText().find("Extensions"), std::string::npos);
    EXPECT_FALSE(server.endpoint().canCompress());
}

TEST(DeflateOpening, AnIllegalOfferIsDeclinedAndNoReasonToRefuse)
{
    Talk server(Role::Server, {}, answering());
    EXPECT_EQ(server.receive(requestWith("permessage-deflate; server_max_window_bits=16")),
              (Words{"broken request.deflate-window-out-of-range @0 #0 =0", "requested", "opened"}));
    EXPECT_FALSE(server.endpoint().canCompress());
}

TEST(DeflateFrames, AMessageIsInflatedWhicheverWayItIsFragmented)
{
    for (std::size_t cut = 0; cut <= hello.size(); ++cut) {
        Talk client = clientWith();
        EXPECT_EQ(client.receive(first(hello.substr(0, cut), false)), Words{});
        EXPECT_EQ(client.receive({.opcode = Opcode::Ping, .payload = "p"}), Words{"ping 'p'"});
        EXPECT_EQ(client.receive({.opcode = Opcode::Continuation, .payload = hello.substr(cut)}),
                  Words{"text 'Hello'"});
        EXPECT_EQ(client.receive({.payload = "plain"}), Words{"text 'plain'"});
    }
}

TEST(DeflateFrames, AMessageTellsBothLengthsAndWhetherItWasCompressed)
{
    Talk client = clientWith();
    const OctetBuffer compressedFrame = encoded(first(hello));
    client.endpoint().receive(compressedFrame, client.now);
    const EndpointEvent event = client.endpoint().next();
    EXPECT_TRUE(event.isCompressed);
    EXPECT_EQ(event.wireLength, hello.size());
    EXPECT_EQ(event.payload.size(), 5u);
    const OctetBuffer plainFrame = encoded({.payload = "abc"});
    client.endpoint().receive(plainFrame, client.now);
    const EndpointEvent plain = client.endpoint().next();
    EXPECT_FALSE(plain.isCompressed);
    EXPECT_EQ(plain.wireLength, 3u);
}

TEST(DeflateFrames, Rsv1HasNoMeaningUnlessItWasAgreed)
{
    Talk client(Role::Client);
    client.open();
    EXPECT_EQ(client.receive(first(hello)).front(),
              "broken frame.reserved-bits @" + std::to_string(sampleAnswer().size()) + " #0 =4");
}

TEST(DeflateFrames, Rsv1IsSetOnlyInTheFirstFrameOfAMessage)
{
    const std::string head = std::to_string(answerWith("permessage-deflate").size());
    Talk control = clientWith();
    EXPECT_EQ(control.receive({.opcode = Opcode::Ping, .payload = "", .rsv = 4}).front(),
              "broken frame.compressed-control @" + head + " #0 =9");
    Talk continuation = clientWith();
    EXPECT_EQ(continuation.receive(first(hello.substr(0, 2), false)), Words{});
    const std::string second = std::to_string(answerWith("permessage-deflate").size() + 4);
    EXPECT_EQ(
        continuation.receive({.opcode = Opcode::Continuation, .payload = hello.substr(2), .rsv = 4}).front(),
        "broken frame.compressed-continuation @" + second + " #1 =0");
    Talk other = clientWith();
    EXPECT_EQ(other.receive({.payload = "a", .rsv = 6}).front(),
              "broken frame.reserved-bits @" + head + " #0 =2");
}

TEST(DeflateFrames, InvalidDeflateDataFailsWith1007AtItsOctet)
{
    Talk client = clientWith();
    const std::string at = std::to_string(answerWith("permessage-deflate").size() + 2 + hello.size() + 4);
    EXPECT_EQ(client.receive(first(hello + octets("0000ffff06aabbcc"))),
              (Words{"broken message.deflate-invalid @" + at + " #0 =5", "failed with 1007"}));
}

TEST(DeflateFrames, TextIsJudgedOnceInflatedAtTheFirstOctetThatShowsIt)
{
    std::string text(300, 'a');
    std::mt19937 random(7);
    std::ranges::generate(text, [&random] { return static_cast<char>('a' + random() % 26); });
    text[200] = '\xFF';
    const OctetBuffer stream = encoded(first(compressed(text)));
    const InboundReader::Settings settings{.deflate = DeflateDirection{}};
    const Words octetByOctet = reported(settings, stream, 1, Detail::BrokenOnly);
    ASSERT_EQ(octetByOctet.size(), 1u);
    EXPECT_TRUE(octetByOctet[0].ends_with("#0 =200")) << octetByOctet[0];
    for (std::size_t piece = 2; piece <= stream.size(); ++piece)
        EXPECT_EQ(reported(settings, stream, piece, Detail::BrokenOnly), octetByOctet);
    // Without the octet that shows the fault, nothing is reported.
    const std::size_t at = std::stoul(octetByOctet[0].substr(octetByOctet[0].find('@') + 1));
    InboundReader reader(settings);
    OctetView before = OctetView(stream).first(at);
    while (true) {
        const InboundEvent event = reader.next(before);
        EXPECT_NE(event.kind, InboundEvent::Kind::Violation);
        if (event.kind == InboundEvent::Kind::None)
            break;
    }
}

TEST(DeflateFrames, ABrokenMessageIsBrokenAlikeHoweverItIsCut)
{
    const InboundReader::Settings settings{.messageLimit = 1000,
                                           .deflate = DeflateDirection{.windowBits = 9}};
    std::string far(500, ' ');
    std::mt19937 random(9);
    std::ranges::generate(far, [&random] { return static_cast<char>('a' + random() % 26); });
    for (const std::string &payload :
         {hello.substr(0, 4), octets("07"), octets("000500faff48"), hello + octets("0000ffff"), std::string(),
          compressed(std::string(1001, 'x')), compressed(far + "1234567890123" + far.substr(0, 200)),
          compressed("caf\xC3"), compressed("\xED\xA0\x80" + std::string(2000, 'x')),
          compressed("\xC3\xA9t\xC3\xA9 \xED\xA0\x80")}) {
        OctetBuffer stream = encoded(first(payload.substr(0, payload.size() / 2), false));
        for (const RawFrame &frame :
             {RawFrame{.opcode = Opcode::Pong, .payload = "p"},
              RawFrame{.opcode = Opcode::Continuation, .payload = payload.substr(payload.size() / 2)},
              first(compressed("more", {.windowBits = 9}))}) {
            const OctetBuffer more = encoded(frame);
            stream.insert(stream.end(), more.begin(), more.end());
        }
        const Words whole = reported(settings, stream, stream.size());
        EXPECT_TRUE(
            std::ranges::any_of(whole, [](const auto &word) { return word.starts_with("broken message"); }));
        for (std::size_t cut = 0; cut <= stream.size(); ++cut)
            EXPECT_EQ(reportedCutAt(settings, stream, cut), whole)
                << toHex(octetsOf(payload)) << " cut at " << cut;
        EXPECT_EQ(reported(settings, stream, 1), whole) << toHex(octetsOf(payload));
    }
}

TEST(DeflateFrames, AMessageThatInflatesOverTheLimitFailsWith1009)
{
    EndpointSettings settings;
    settings.messageLimit = 1000;
    Talk client = clientWith("permessage-deflate", settings);
    EXPECT_EQ(client.receive(first(compressed(std::string(1000, 'a')))).size(), 1u);
    const Words words = client.receive(first(compressed(std::string(1001, 'b'))));
    ASSERT_EQ(words.size(), 2u);
    EXPECT_TRUE(words[0].starts_with("broken message.inflates-too-big @") && words[0].ends_with("=1001"));
    EXPECT_EQ(words[1], "failed with 1009");
}

TEST(DeflateFrames, WhoeverRaisesTheLimitGetsLongerMessagesOfWhatRepeats)
{
    EndpointSettings settings;
    settings.messageLimit = 128ull * 1024 * 1024;
    OctetBuffer zeros;
    Deflater({}, {.level = 9}).compress(OctetBuffer(20 * 1024 * 1024), zeros);
    const RawFrame frame{.opcode = Opcode::Binary, .payload = std::string(charactersOf(zeros)), .rsv = 4};
    Talk usual = clientWith();
    EXPECT_TRUE(usual.receive(frame).back() == "failed with 1009");
    Talk raised = clientWith("permessage-deflate", settings);
    EXPECT_EQ(raised.receive(frame).size(), 1u);
    EXPECT_EQ(raised.endpoint().state(), ConnectionState::Open);
}

// 10 MB that inflate to 10 GB.
TEST(DeflateFrames, ABombEndsTheConnectionWithLittleMemoryUsed)
{
    Talk client = clientWith();
    DeflateBomb bomb(10'000'000'000);
    OctetBuffer part(64 * 1024);
    RawFrame frame{.opcode = Opcode::Binary, .fin = false, .rsv = 4};
    Words words;
    std::uint64_t sent = 0;
    restartMostHeldOctets();
    const std::size_t before = heldOctets();
    while (const std::size_t size = bomb.fill(part)) {
        frame.payload = charactersOf(OctetView(part).first(size));
        sent += size;
        for (const std::string &word : client.receive(frame))
            words.push_back(word);
        frame = {.opcode = Opcode::Continuation, .fin = sent + part.size() >= bomb.size()};
    }
    ASSERT_EQ(words.size(), 2u);
    EXPECT_TRUE(words[0].starts_with("broken message.inflates-too-much @") && words[0].ends_with("#0 =1031"))
        << words[0];
    EXPECT_EQ(words[1], "failed with 1009");
    EXPECT_LT(mostHeldOctets() - before, 64u * 1024 * 1024);
}

// The frames that are sent, unmasked.
std::vector<RawFrame> framesOf(Endpoint &endpoint)
{
    std::vector<RawFrame> frames;
    FrameDecoder decoder;
    OctetBuffer payload;
    while (const auto write = endpoint.nextWrite()) {
        OctetView rest = write->octets;
        for (FrameStep step = decoder.next(rest); step.kind != FrameStep::Kind::NeedInput;
             step = decoder.next(rest)) {
            if (step.kind == FrameStep::Kind::Payload)
                payload.insert(payload.end(), step.payload.begin(), step.payload.end());
            if (step.kind != FrameStep::Kind::End)
                continue;
            const FrameHeader &header = decoder.header();
            if (header.maskingKey)
                applyMask(payload, *header.maskingKey);
            frames.push_back({.opcode = header.opcode,
                              .payload = std::string(charactersOf(payload)),
                              .fin = header.fin,
                              .rsv = header.rsv});
            payload.clear();
        }
    }
    return frames;
}

void send(Endpoint &endpoint, const MessageSpec &message)
{
    forEachFragment(endpoint.compressed(message),
                    [&](const FrameSpec &frame) { (void)endpoint.sendFrame(frame); });
}

TEST(DeflateSending, AMessageIsFragmentedOnceCompressed)
{
    Talk client = clientWith();
    Endpoint &endpoint = client.endpoint();
    send(endpoint, {.payload = octetsOf("Hello"), .fragment = 3, .compression = Compression::On});
    const std::vector<RawFrame> frames = framesOf(endpoint);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_EQ(frames[0].payload + frames[1].payload + frames[2].payload, hello);
    EXPECT_EQ(frames[0].opcode, Opcode::Text);
    EXPECT_EQ(frames[0].rsv, 4);
    EXPECT_EQ(frames[1].opcode, Opcode::Continuation);
    EXPECT_EQ(frames[1].rsv, 0);
    EXPECT_TRUE(!frames[0].fin && !frames[1].fin && frames[2].fin);
}

TEST(DeflateSending, EachMessageIsCompressedOrNotAsItIsAsked)
{
    Talk client = clientWith();
    Endpoint &endpoint = client.endpoint();
    send(endpoint, {.payload = octetsOf("Hello"), .compression = Compression::Off});
    send(endpoint, {.opcode = Opcode::Binary, .payload = octetsOf("Hello"), .compression = Compression::On});
    send(endpoint, {.payload = octetsOf(hello), .compression = Compression::Given});
    const std::vector<RawFrame> frames = framesOf(endpoint);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_EQ(frames[0].rsv, 0);
    EXPECT_EQ(frames[0].payload, "Hello");
    EXPECT_EQ(frames[1].rsv, 4);
    EXPECT_EQ(frames[1].payload, hello);
    EXPECT_EQ(frames[2].rsv, 4);
    EXPECT_EQ(frames[2].payload, hello);
}

TEST(DeflateSending, WithoutAnAgreementNothingIsCompressedUnlessItIsGiven)
{
    Talk client(Role::Client);
    client.open();
    send(client.endpoint(), {.payload = octetsOf("Hello"), .compression = Compression::On});
    send(client.endpoint(), {.payload = octetsOf("junk"), .compression = Compression::Given});
    const std::vector<RawFrame> frames = framesOf(client.endpoint());
    EXPECT_EQ(frames[0].rsv, 0);
    EXPECT_EQ(frames[0].payload, "Hello");
    EXPECT_EQ(frames[1].rsv, 4);
    EXPECT_EQ(frames[1].payload, "junk");
}

TEST(DeflateSending, AClientKeepsToWhatItsOfferSaidThoughTheAnswerAllowsMore)
{
    Talk client =
        clientWith("permessage-deflate",
                   offering("permessage-deflate; client_no_context_takeover; client_max_window_bits=8"));
    const DeflateAgreement &agreement = *client.endpoint().deflate().agreement;
    EXPECT_EQ(agreement.client, DeflateDirection{});
    EXPECT_EQ(agreement.clientIntent, (DeflateDirection{8, ContextTakeover::No}));
    send(client.endpoint(), {.payload = octetsOf("Hello"), .compression = Compression::On});
    send(client.endpoint(), {.payload = octetsOf("Hello"), .compression = Compression::On});
    const std::vector<RawFrame> frames = framesOf(client.endpoint());
    EXPECT_EQ(frames[1].payload, frames[0].payload);
}

// What a reader with this agreement reports for the frames.
Words reportedFor(const std::vector<RawFrame> &frames, DeflateDirection direction)
{
    OctetBuffer stream;
    for (RawFrame frame : frames) {
        frame.key = someKey;
        const OctetBuffer octetsOfFrame = encoded(frame);
        stream.insert(stream.end(), octetsOfFrame.begin(), octetsOfFrame.end());
    }
    return reported({.sender = Role::Client, .deflate = direction}, stream, stream.size(),
                    Detail::BrokenOnly);
}

std::string letters(std::size_t size)
{
    std::mt19937 random(3);
    std::string text(size, ' ');
    std::ranges::generate(text, [&random] { return static_cast<char>('a' + random() % 26); });
    return text;
}

TEST(DeflateSending, OnPurposeItBreaksEachRule)
{
    const std::string text = letters(600) + letters(600);
    const DeflateDirection fresh{9, ContextTakeover::No};
    const auto send9 = [&](std::vector<MessageSpec> messages) {
        Talk client = clientWith("permessage-deflate; client_max_window_bits=9; client_no_context_takeover");
        for (const MessageSpec &message : messages)
            send(client.endpoint(), message);
        const Words words = reportedFor(framesOf(client.endpoint()), fresh);
        return words.empty() ? std::string() : words[0].substr(0, words[0].find(" @"));
    };
    const MessageSpec good{.payload = octetsOf(text), .compression = Compression::On};
    EXPECT_EQ(send9({good, good}), "");
    MessageSpec kept = good;
    kept.context = DeflateContext::Kept;
    kept.payload = kept.payload.last(100);
    EXPECT_EQ(send9({good, kept}), "broken message.deflate-context-kept");
    MessageSpec wide = good;
    wide.windowBits = 15;
    EXPECT_EQ(send9({wide}), "broken message.deflate-window-exceeded");
    EXPECT_EQ(send9({{.payload = octetsOf("\x07junk"), .compression = Compression::Given}}),
              "broken message.deflate-invalid");
    MessageSpec everyFrame = good;
    everyFrame.fragment = 10;
    everyFrame.rsv1 = Rsv1::EveryFrame;
    EXPECT_EQ(send9({everyFrame}), "broken frame.compressed-continuation");
    MessageSpec finalBlock = good;
    finalBlock.ending = DeflateEnding::FinalBlock;
    EXPECT_EQ(send9({finalBlock, good}), "");
}

TEST(DeflateSending, AfterWhatOthersCompressedANewContextBegins)
{
    const std::string text = letters(200);
    OctetBuffer other;
    Deflater({}).compress(octetsOf(letters(3000)), other);
    MessageSpec wide{.payload = octetsOf(text), .compression = Compression::On, .windowBits = 12};
    const MessageSpec given{.payload = other, .compression = Compression::Given};
    const MessageSpec good{.payload = octetsOf(text), .compression = Compression::On};
    Talk client = clientWith();
    for (const MessageSpec &message : {good, given, good, wide, good, good})
        send(client.endpoint(), message);
    // Compressed, but never sent.
    (void)client.endpoint().compressed(given);
    (void)client.endpoint().compressed({.payload = octetsOf("lost"), .compression = Compression::On});
    send(client.endpoint(), good);
    const std::vector<RawFrame> frames = framesOf(client.endpoint());
    EXPECT_EQ(reportedFor(frames, {}), Words{});
    EXPECT_GT(frames[2].payload.size(), 100u);
    EXPECT_LT(frames[5].payload.size(), 20u) << "refers to the message before";
}

TEST(DeflateAllocation, OnceWarmCompressedMessagesTakeNothing)
{
    Talk server(Role::Server, {}, answering());
    (void)server.receive(requestWith("permessage-deflate"));
    (void)server.sentText();
    Endpoint &endpoint = server.endpoint();
    OctetBuffer stream;
    Deflater deflater({15, ContextTakeover::No});
    for (const std::size_t size : {0u, 1u, 125u, 70'000u, 120'000u}) {
        OctetBuffer out;
        deflater.compress(octetsOf(letters(size)), out);
        const OctetBuffer frame =
            encoded({.payload = std::string(charactersOf(out)), .rsv = 4, .key = someKey});
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    std::size_t messages = 0;
    const auto echoAll = [&] {
        endpoint.receive(stream, {});
        for (EndpointEvent event = endpoint.next(); event.kind != EndpointEvent::Kind::None;
             event = endpoint.next()) {
            ++messages;
            send(endpoint,
                 {.opcode = event.opcode, .payload = event.payload, .compression = Compression::On});
            while (endpoint.nextWrite()) { }
        }
    };
    echoAll();
    echoAll();
    const std::size_t before = allocationCount();
    for (int round = 0; round < 10; ++round)
        echoAll();
    EXPECT_EQ(allocationCount() - before, 0u);
    EXPECT_EQ(messages, 60u);
}

} // namespace
} // namespace fg::test::deflate_test
