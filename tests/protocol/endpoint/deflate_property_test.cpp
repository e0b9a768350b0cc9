// Messages through a client and a server for every pair of agreements, compared with plain use of zlib.
#include "protocol/endpoint/endpoint.h"
#include "tests/support/compressed_payloads.h"
#include "tests/support/fixed_entropy.h"

#include <gtest/gtest.h>

#include <array>

namespace fg::test::deflate_property_test {
namespace {

constexpr std::array<std::size_t, 7> sizes{0, 1, 125, 126, 65'535, 65'536, 1 << 20};
constexpr std::array<std::size_t, 6> fragments{0, 1, 125, 126, 4'096, 65'536};

// Two endpoints whose output is the other's input.
class Pair
{
public:
    Pair(const DeflateOffer &offer, const DeflateServerSettings &answer)
        : m_client(clientSettings(offer), m_entropy)
        , m_server(serverSettings(answer), m_entropy)
    {
        m_client.start({});
        m_server.start({});
        carry(m_client, m_server);
        (void)m_server.next();
        m_server.accept();
        (void)m_server.next();
        carry(m_server, m_client);
        (void)m_client.next();
    }

    Endpoint &client() { return m_client; }
    Endpoint &server() { return m_server; }

    // The message as it arrives; nullopt if there is not exactly one.
    std::optional<OctetBuffer> arrived(Endpoint &from, Endpoint &to, const MessageSpec &ready)
    {
        forEachFragment(ready, [&from](const FrameSpec &frame) { (void)from.sendFrame(frame); });
        carry(from, to);
        std::optional<OctetBuffer> came;
        for (EndpointEvent event = to.next(); event.kind != EndpointEvent::Kind::None; event = to.next()) {
            if (event.kind != EndpointEvent::Kind::Message || !event.isCompressed || came)
                return std::nullopt;
            came.emplace(event.payload.begin(), event.payload.end());
        }
        return came;
    }

private:
    static EndpointSettings clientSettings(const DeflateOffer &offer)
    {
        EndpointSettings settings;
        settings.request = {
            .host = "localhost", .fields = defaultRequestFields("Test"), .extensions = fieldValueOf({offer})};
        return settings;
    }
    static EndpointSettings serverSettings(const DeflateServerSettings &answer)
    {
        EndpointSettings settings{.role = Role::Server, .deflate = answer};
        settings.answer.fields = defaultAnswerFields("Test");
        return settings;
    }
    void carry(Endpoint &from, Endpoint &to)
    {
        m_octets.clear();
        while (const auto write = from.nextWrite())
            m_octets.insert(m_octets.end(), write->octets.begin(), write->octets.end());
        to.receive(m_octets, {});
    }

    FixedEntropy m_entropy;
    OctetBuffer m_octets;
    Endpoint m_client;
    Endpoint m_server;
};

struct Agreed
{
    WindowBits clientBits;
    WindowBits serverBits;
    ContextTakeover clientTakeover;
    ContextTakeover serverTakeover;
};

Pair pairFor(const Agreed &agreed)
{
    const DeflateOffer offer{.serverNoContextTakeover = agreed.serverTakeover == ContextTakeover::No,
                             .clientNoContextTakeover = agreed.clientTakeover == ContextTakeover::No,
                             .serverMaxWindowBits = agreed.serverBits,
                             .clientMaxWindowBits = DeflateOffer::ClientWindow{}};
    return {offer, {.clientMaxWindowBits = agreed.clientBits}};
}

// Cycles through the fragment sizes, so that each message size meets each fragment size.
class Rounds
{
public:
    MessageSpec next(std::size_t size)
    {
        ++m_count;
        m_message = m_count % 3 == 0 ? noise(size, m_count) : prose(size, m_count);
        std::size_t fragment = fragments[m_count % fragments.size()];
        // A million frames would show no more than sixty thousand.
        if (size > 65'536 && fragment == 1)
            fragment = 0;
        return {.opcode = Opcode::Binary,
                .payload = m_message,
                .fragment = fragment,
                .compression = Compression::On};
    }
    [[nodiscard]] const OctetBuffer &message() const { return m_message; }

private:
    unsigned m_count = 0;
    OctetBuffer m_message;
};

void sendsWhatZlibInflates(const Agreed &agreed, Role sender, std::span<const std::size_t> lengths,
                           Rounds &rounds)
{
    Pair pair = pairFor(agreed);
    Endpoint &from = sender == Role::Client ? pair.client() : pair.server();
    Endpoint &to = sender == Role::Client ? pair.server() : pair.client();
    const DeflateAgreement &agreement = *to.deflate().agreement;
    PlainInflater oracle(sender == Role::Client ? agreement.client : agreement.server);
    for (const std::size_t length : lengths) {
        const MessageSpec ready = from.compressed(rounds.next(length));
        EXPECT_EQ(oracle.inflate(ready.payload), rounds.message()) << length;
        EXPECT_EQ(pair.arrived(from, to, ready), rounds.message()) << length << " in " << ready.fragment;
    }
}

void receivesWhatZlibDeflates(const Agreed &agreed, Role sender, std::span<const std::size_t> lengths,
                              Rounds &rounds)
{
    Pair pair = pairFor(agreed);
    Endpoint &from = sender == Role::Client ? pair.client() : pair.server();
    Endpoint &to = sender == Role::Client ? pair.server() : pair.client();
    const DeflateAgreement &agreement = *to.deflate().agreement;
    PlainDeflater oracle(sender == Role::Client ? agreement.client : agreement.server);
    for (const std::size_t length : lengths) {
        MessageSpec given = rounds.next(length);
        const OctetBuffer compressed = oracle.deflate(given.payload);
        given.payload = compressed;
        given.compression = Compression::Given;
        EXPECT_EQ(pair.arrived(from, to, given), rounds.message()) << length << " in " << given.fragment;
    }
}

class DeflatePairs : public testing::TestWithParam<WindowBits>
{
};

TEST_P(DeflatePairs, EveryMessageArrivesAsItWasSent)
{
    Rounds rounds;
    const WindowBits clientBits = GetParam();
    for (WindowBits serverBits = minWindowBits; serverBits <= maxWindowBits; ++serverBits) {
        for (const ContextTakeover client : {ContextTakeover::Yes, ContextTakeover::No}) {
            for (const ContextTakeover server : {ContextTakeover::Yes, ContextTakeover::No}) {
                const Agreed agreed{clientBits, serverBits, client, server};
                ASSERT_EQ(pairFor(agreed).server().deflate().agreement->client,
                          (DeflateDirection{clientBits, client}));
                ASSERT_EQ(pairFor(agreed).client().deflate().agreement->server,
                          (DeflateDirection{serverBits, server}));
                // The largest size with equal windows only, because it takes most of the time.
                const std::span lengths = std::span(sizes).first(clientBits == serverBits ? 7 : 6);
                for (const Role sender : {Role::Client, Role::Server}) {
                    sendsWhatZlibInflates(agreed, sender, lengths, rounds);
                    receivesWhatZlibDeflates(agreed, sender, lengths, rounds);
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(AllWindows, DeflatePairs, testing::Range(minWindowBits, maxWindowBits + 1),
                         [](const auto &test) { return "Client" + std::to_string(test.param); });

} // namespace
} // namespace fg::test::deflate_property_test
