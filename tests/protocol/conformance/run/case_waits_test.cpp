// Every case ends, in either role, whatever state its peer stays in: the limit of that state ends it, over
// virtual time.

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/session/live/target.h"
#include "protocol/wire/overloaded.h"
#include "tests/support/fixed_entropy.h"
#include "tests/support/live.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <gtest/gtest.h>

namespace fg::test::case_waits_test {
namespace {

using namespace std::chrono_literals;

// What a peer does at the beginning, and then again and again.
struct Peer
{
    enum class Opening : std::uint8_t { Never, HalfAHead, HalfABody, Done };
    enum class Closing : std::uint8_t { Never, Answers, First };

    const char *state;
    // Which limits of the set end the case: EndpointSettings::openingTimeout (5 s), the case's own limit, or
    // that one and then closeReplyTimeout (1 s) or serverDropTimeout (1 s). A server drops TCP by itself.
    const char *endedBy;
    Opening opening = Opening::Done;
    // In hexadecimal: what is sent once it is open, and what in each step of time. Frames are short ones of a
    // server; a client's are masked with zeros.
    const char *first = "";
    const char *again = "";
    Closing closing = Closing::Never;
    Duration closesAt{}; // For Closing::First.
    bool reads = true;
};

using Opening = Peer::Opening;
using Closing = Peer::Closing;
using Role = fg::Role;

constexpr Peer peers[] = {
    {.state = "request or answer awaited", .endedBy = "openingTimeout", .opening = Opening::Never},
    {.state = "head in part", .endedBy = "openingTimeout", .opening = Opening::HalfAHead, .again = "61"},
    {.state = "body of a refusal", .endedBy = "openingTimeout", .opening = Opening::HalfABody, .again = "61"},
    {.state = "open and idle", .endedBy = "the case, closeReplyTimeout"},
    {.state = "open, sends pings", .endedBy = "the case, closeReplyTimeout", .again = "8900"},
    {.state = "open, sends messages", .endedBy = "the case, closeReplyTimeout", .again = "820161"},
    {.state = "message in part",
     .endedBy = "the case, closeReplyTimeout",
     .first = "020161",
     .again = "000161"},
    {.state = "frame in part", .endedBy = "the case, closeReplyTimeout", .first = "827effff", .again = "61"},
    {.state = "our write is not taken", .endedBy = "the case, closeReplyTimeout", .reads = false},
    {.state = "our write is not taken, sends pings",
     .endedBy = "the case, closeReplyTimeout",
     .again = "8900",
     .reads = false},
    {.state = "both have closed, we first; TCP stays",
     .endedBy = "the case, serverDropTimeout",
     .closing = Closing::Answers},
    {.state = "both have closed, the peer first; TCP stays",
     .endedBy = "the case",
     .closing = Closing::First},
    {.state = "the same in the first pause of a case",
     .endedBy = "the case, or leftOpenLimit",
     .closing = Closing::First,
     .closesAt = 500ms},
    {.state = "the same in the second pause of a case",
     .endedBy = "the case, or leftOpenLimit",
     .closing = Closing::First,
     .closesAt = 1500ms},
    {.state = "both have closed, and our write is not taken",
     .endedBy = "the case",
     .closing = Closing::First,
     .closesAt = 500ms,
     .reads = false},
};

// A case and a peer that stays in a state.
class Played
{
public:
    Played(const CaseSpec &spec, Role role, const Peer &peer)
        : m_role(role)
        , m_peer(peer)
    {
        m_entropy.queue(OctetBuffer(16));
        CaseRunSettings settings{.agent = {}, .endpoint = {}};
        if (role == Role::Client) {
            Target target;
            target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://localhost/"));
            settings.endpoint = clientSettings(target);
        }
        settings.endpoint.role = role;
        settings.endpoint.answer.fields = defaultAnswerFields("Test");
        auto session =
            makeCaseSession(settings, std::make_unique<ScriptedTransport>(stream), m_time, m_entropy);
        m_run = std::make_unique<CaseRun>(spec, std::move(settings), std::move(session), m_time,
                                          [this](CaseResult) { m_hasEnded = true; });
        m_run->start();
        open();
    }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

    // Lets time pass up to this limit in growing steps, or until the case has ended.
    void play(Duration limit)
    {
        const Duration end = m_time.now() + limit;
        for (Duration step = 250ms; !m_hasEnded && m_time.now() < end;) {
            send(m_peer.again);
            close();
            m_time.advance(step);
            if (m_time.now() > end - limit + 5s)
                step = std::min(step * 2, Duration(5s));
        }
    }

    ScriptedStream stream;

private:
    void open()
    {
        const bool isServer = m_role == Role::Server;
        switch (m_peer.opening) {
        case Opening::Never:
            return;
        case Opening::HalfAHead:
            stream.receive(isServer ? "GET / HTTP/1.1\r\nHost: " : "HTTP/1.1 101 Switching Protocols\r\nA: ");
            return;
        case Opening::HalfABody:
            // A client has no refusal to send: its request does not end.
            stream.receive(isServer ? "POST / HTTP/1.1\r\nA: "
                                    : "HTTP/1.1 500 No\r\nContent-Length: 60000\r\n\r\nsorry");
            return;
        case Opening::Done:
            break;
        }
        stream.receive(isServer ? std::string(liveRequest) : liveAnswer());
        stream.drains = m_peer.reads;
        m_began = m_time.now();
        send(m_peer.first);
    }
    void close()
    {
        const bool isDue = m_peer.closing == Closing::First && m_time.now() >= m_began + m_peer.closesAt;
        const bool mayAnswer =
            m_peer.closing == Closing::Answers && m_run->session()->closing().closeSentAt.has_value();
        if ((isDue || mayAnswer) && !std::exchange(m_hasClosed, true))
            send("880203e8");
    }
    void send(std::string_view hex)
    {
        OctetBuffer octets = fromHex(hex).value();
        const bool isFrame = octets.size() >= 2;
        if (isFrame && m_role == Role::Server) {
            const bool isLong = octets[1] == std::byte{126};
            octets[1] |= std::byte{0x80};
            octets.insert(octets.begin() + (isLong ? 4 : 2), 4, std::byte{});
        }
        stream.receive(octets);
    }

    const Role m_role;
    const Peer &m_peer;
    ManualTime m_time;
    FixedEntropy m_entropy;
    std::unique_ptr<CaseRun> m_run;
    Duration m_began{};
    bool m_hasClosed = false;
    bool m_hasEnded = false;
};

// The opening, all pauses, the case's own limit with all its extensions, and the closing handshake.
Duration longestTimeOf(const CaseSpec &spec)
{
    constexpr int limits = 1 + 5; // The limit and its extensions.
    Duration time = 5s + 1s + 1s;
    if (spec.echo)
        time += spec.echo->timeout;
    for (const CaseStep &step : spec.steps) {
        std::visit(Overloaded{[&](const WaitStepSpec &wait) { time += wait.duration; },
                              [&](const FailAfterStepSpec &fail) { time += limits * fail.duration; },
                              [&](const CloseAfterStepSpec &close) { time += limits * close.duration; },
                              [](const auto &) {}},
                   step);
    }
    return time + 5s; // For the steps of time in which it is played.
}

// Longer messages are played as shorter ones are, but take long.
bool isShort(const CaseSpec &spec) { return !spec.echo || spec.echo->length() <= 128 * 1024; }

class CaseWaits : public testing::TestWithParam<Peer>
{
};

TEST_P(CaseWaits, OfEveryCaseEndInEitherRole)
{
    for (const CaseSpec &spec : catalogue()) {
        if (!isShort(spec))
            continue;
        for (const Role role : {Role::Client, Role::Server}) {
            Played played(spec, role, GetParam());
            played.play(longestTimeOf(spec));
            EXPECT_TRUE(played.hasEnded()) << spec.id << (role == Role::Client ? " as client" : " as server")
                                           << ": " << GetParam().state << ", ended by " << GetParam().endedBy;
        }
    }
}

std::string nameOf(const testing::TestParamInfo<Peer> &info)
{
    std::string name;
    for (const char c : std::string_view(info.param.state))
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(States, CaseWaits, testing::ValuesIn(peers), nameOf);

// A person who runs a case step by step decides when it goes on.
TEST(CaseWaitsOfAPerson, EndWhenThePersonSaysSo)
{
    struct Gate final : StepGate
    {
        [[nodiscard]] bool mayPerform(std::size_t) override { return false; }
    } gate;
    ScriptedStream stream;
    ManualTime time;
    FixedEntropy entropy;
    entropy.queue(OctetBuffer(16));
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl("ws://localhost/"));
    bool hasEnded = false;
    CaseRun run(*findCase("1.1.1"), {.agent = {}, .endpoint = clientSettings(target), .gate = &gate},
                std::make_unique<ScriptedTransport>(stream), time, entropy,
                [&](CaseResult) { hasEnded = true; });
    run.start();
    stream.receive(liveAnswer());
    time.advance(24h);
    EXPECT_FALSE(hasEnded);
    run.stop();
    time.runDue();
    EXPECT_TRUE(hasEnded);
}

} // namespace
} // namespace fg::test::case_waits_test
