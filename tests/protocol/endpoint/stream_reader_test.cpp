// One direction from its first octet on: head, body, frames; the same however the octets are cut into reads.
#include "protocol/endpoint/stream_reader.h"
#include "tests/protocol/endpoint/conversation.h"

#include <gtest/gtest.h>

namespace fg::test::stream_reader_test {
namespace {

using Kind = InboundEvent::Kind;

std::string wordFor(const InboundEvent &event)
{
    switch (event.kind) {
    case Kind::None:
        return "none";
    case Kind::FrameStarted:
        return "frame";
    case Kind::FrameEnded:
        return "frame ended";
    case Kind::Message:
        return "message " + std::string(charactersOf(event.payload));
    case Kind::Ping:
    case Kind::Pong:
    case Kind::Close:
        return "control";
    case Kind::Violation:
        return inWords(event.violation);
    case Kind::HeadEnded:
        return "head ended";
    case Kind::BodyEnded:
        return "body ended";
    }
    return {};
}

// A reader whose octets arrive in two parts.
class Reading
{
public:
    explicit Reading(const StreamReader::Settings &settings)
        : m_reader(settings, handshake)
    {
    }

    void arrives(std::string_view text)
    {
        const OctetView octets = octetsOf(text);
        m_waiting.insert(m_waiting.end(), octets.begin(), octets.end());
        read();
    }
    void read()
    {
        OctetView left = m_waiting;
        for (;;) {
            const InboundEvent event = m_reader.next(left);
            if (event.kind == Kind::None)
                break;
            words.push_back(wordFor(event));
        }
        m_waiting = OctetBuffer(left.begin(), left.end());
    }
    void answers(std::string_view startLine)
    {
        handshake.answerHead = {.startLine = std::string(startLine), .fields = {}};
        handshake.answerComplete = true;
        m_reader.answerCompleted();
        read();
    }
    StreamReader &reader() { return m_reader; }

    OpeningHandshake handshake;
    Words words;

private:
    StreamReader m_reader;
    OctetBuffer m_waiting;
};

constexpr std::string_view maskedText("\x81\x81\0\0\0\0a", 7);

TEST(StreamReader, ReadsWhatAClientSendsOnlyAfterTheAnswer)
{
    const std::string octets = std::string(sampleRequest) + std::string(maskedText);
    for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
        Reading client({.sender = Role::Client});
        client.arrives(octets.substr(0, cut));
        client.arrives(octets.substr(cut));
        EXPECT_TRUE(client.reader().isWaiting()) << cut;
        EXPECT_EQ(client.reader().position(), sampleRequest.size()) << cut;
        client.answers("HTTP/1.1 101 Switching Protocols");
        EXPECT_EQ(client.reader().position(), octets.size()) << cut;
        ASSERT_GE(client.words.size(), 4U) << cut;
        EXPECT_EQ((Words{client.words.end() - 3, client.words.end()}),
                  (Words{"frame", "frame ended", "message a"}))
            << cut;
        const auto early = std::ranges::count_if(
            client.words, [](const std::string &word) { return word.starts_with("broken"); });
        EXPECT_EQ(early, 1) << cut << ": the client did not wait for the answer";
    }
}

TEST(StreamReader, IgnoresWhatAClientSendsAfterARefusal)
{
    Reading client({.sender = Role::Client});
    client.arrives(sampleRequest);
    client.answers("HTTP/1.1 403 Forbidden");
    client.arrives(maskedText);
    EXPECT_TRUE(client.reader().isIgnoring());
    EXPECT_EQ(client.words, Words{"head ended"});
    EXPECT_EQ(client.reader().position(), sampleRequest.size() + maskedText.size());
}

TEST(StreamReader, ALimitEndsWhatAClientSendsBeforeTheAnswer)
{
    Reading client({.sender = Role::Client, .earlyLimit = sampleRequest.size()});
    client.arrives(sampleRequest);
    EXPECT_FALSE(client.handshake.requestCheck.isFatal);
    client.arrives(std::string(sampleRequest.size() + 1, 'x'));
    EXPECT_TRUE(client.handshake.requestCheck.isFatal);
    EXPECT_TRUE(client.reader().isIgnoring());
    EXPECT_EQ(client.words.back(), "head ended");
}

TEST(StreamReader, ABodyEndsOnceWhereItsLengthSays)
{
    const std::string octets = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
    for (std::size_t cut = 0; cut <= octets.size(); ++cut) {
        Reading server({.sender = Role::Server});
        server.arrives(octets.substr(0, cut));
        server.arrives(octets.substr(cut));
        server.arrives("more");
        EXPECT_TRUE(server.reader().isInBody()) << cut;
        EXPECT_EQ(server.words.back(), "body ended") << cut;
        EXPECT_EQ(std::ranges::count(server.words, "body ended"), 1) << cut;
        EXPECT_EQ(server.reader().position(), octets.size() + 4) << cut;
    }
}

TEST(StreamReader, ALongBodyCountsAsEnded)
{
    Reading server({.sender = Role::Server, .bodyLimit = 4});
    server.arrives("HTTP/1.1 404 Not Found\r\n\r\n123");
    EXPECT_EQ(std::ranges::count(server.words, "body ended"), 0);
    server.arrives("4");
    EXPECT_EQ(std::ranges::count(server.words, "body ended"), 1);
}

TEST(StreamReader, OurOwnFaultyHeadStopsNothing)
{
    for (const FatalHead fatal : {FatalHead::Ends, FatalHead::Ignored}) {
        Reading server({.sender = Role::Server, .fatalHead = fatal});
        server.arrives("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x01"
                       "a");
        EXPECT_TRUE(server.handshake.answerCheck.isFatal);
        EXPECT_EQ(server.words.back(), fatal == FatalHead::Ends ? "head ended" : "message a");
    }
}

} // namespace
} // namespace fg::test::stream_reader_test
