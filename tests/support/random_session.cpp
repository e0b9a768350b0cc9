#include "tests/support/random_session.h"

#include "protocol/session/live/live_session.h"
#include "tests/support/manual_time.h"
#include "tests/support/scripted_transport.h"

#include <array>

namespace fg::test {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 22> morsels{"=1+1",
                                                   "@here",
                                                   "-2",
                                                   "+3",
                                                   "\t",
                                                   "\r\n",
                                                   "\"quoted\", and more",
                                                   "</script><b>",
                                                   "```\n# heading",
                                                   "| cell |",
                                                   "\x1b[31m",
                                                   "\xff\xfe",
                                                   "\xc3",
                                                   "\xed\xa0\x80",
                                                   "\u202E",
                                                   "\U0001F600",
                                                   "\u2028",
                                                   "{\"a\": [1]}",
                                                   "\\u0000",
                                                   std::string_view("\0\0\0", 3),
                                                   "plain text",
                                                   "\xf4\x90\x80\x80"};

class RandomEntropy final : public Entropy
{
public:
    explicit RandomEntropy(RandomSource &random)
        : m_random(random)
    {
    }
    void fill(std::span<std::byte> octets) override
    {
        for (std::byte &octet : octets)
            octet = static_cast<std::byte>(m_random.below(256));
    }

private:
    RandomSource &m_random;
};

// A live session and everything that it needs.
class Play
{
public:
    Play(Role role, unsigned seed)
        : m_random(seed)
        , m_log(std::make_shared<Session>(role))
    {
        LiveSettings settings;
        settings.endpoint.role = role;
        settings.endpoint.request = {
            .target = "/chat?token=abc&x=" + std::to_string(seed),
            .host = "localhost",
            .fields = defaultRequestFields("Test"),
        };
        settings.endpoint.request.fields.push_back({"Cookie", "sid=" + std::to_string(seed)});
        settings.endpoint.answer.fields = defaultAnswerFields("Test");
        settings.policies = {.answersPings = !m_random.oneIn(3),
                             .answersClose = !m_random.oneIn(4),
                             .failsOnViolation = m_random.oneIn(2),
                             .dropsWhenDue = !m_random.oneIn(4)};
        m_session = std::make_unique<LiveSession>(
            std::move(settings), std::make_unique<ScriptedTransport>(m_stream), m_time, m_entropy, m_log);
    }

    std::shared_ptr<Session> run()
    {
        if (m_random.oneIn(20)) {
            LogRow row;
            row.kind = RowKind::Error;
            m_log->append(row,
                          TransportError{.kind = TransportErrorKind::Certificate,
                                         .detail = m_random.hostileText(30),
                                         .certificateFaults = {{"Expired", m_random.hostileText(20), "",
                                                                static_cast<unsigned>(m_random.below(3))}}});
            return m_log;
        }
        m_session->open();
        open();
        const std::size_t turns = m_random.below(40);
        for (std::size_t i = 0; i < turns && m_stream.isOpen; ++i)
            turn();
        if (m_stream.isOpen && !m_random.oneIn(5))
            m_stream.end(m_random.oneIn(2) ? TcpEnd::Fin : TcpEnd::Reset);
        m_time.runDue();
        return m_log;
    }

private:
    void open()
    {
        std::string head = m_log->role() == Role::Client
            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Set-Cookie: a=b\r\nSec-WebSocket-Accept: "
                + acceptFor(keyOfRequest()) + "\r\n\r\n"
            : "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAuthorization: "
              "Basic "
              "abc\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        if (m_random.oneIn(15))
            head = "HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\nno\xff";
        if (m_random.oneIn(15))
            head += m_random.hostileText(20);
        receive(bufferOf(head));
    }
    std::string keyOfRequest() const
    {
        const HandshakeRecord handshake = m_log->handshake();
        const std::string *const key = handshake.requestHead.find("Sec-WebSocket-Key");
        return key ? *key : std::string();
    }

    void turn()
    {
        m_time.advance(std::chrono::microseconds(m_random.below(400'000)));
        switch (m_random.below(12)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return receiveFrames();
        case 4:
            return receive(m_random.hostileOctets(40));
        case 5:
        case 6:
            return sendFrame();
        case 7:
            return sendInParts();
        case 8:
            return m_session->logTimer(m_random.oneIn(2) ? RowKind::TimerSet : RowKind::TimerFired,
                                       static_cast<TimerPurpose>(m_random.below(6)), 1s,
                                       m_random.hostileText(4));
        case 9:
            return m_session->logNote(m_random.hostileText(60));
        case 10:
            return m_session->logEchoes({.wanted = 3, .right = 1, .fault = EchoRecord::Fault::Type});
        case 11:
            if (m_random.oneIn(3))
                m_session->startClose(static_cast<std::uint16_t>(m_random.below(5'000)),
                                      m_random.hostileOctets(20));
            else if (m_random.oneIn(6))
                m_session->fail(1002);
        }
    }

    // Receives several frames in one read, or one frame in several reads.
    void receiveFrames()
    {
        OctetBuffer octets;
        for (std::size_t count = m_random.below(4) + 1; count > 0; --count) {
            const OctetBuffer payload = m_random.hostileOctets(m_random.oneIn(8) ? 70'000 : 60);
            FrameHeader header{.opcode = randomOpcode(),
                               .fin = !m_random.oneIn(3),
                               .rsv = static_cast<std::uint8_t>(m_random.oneIn(9) ? m_random.below(8) : 0)};
            header.payloadLength = payload.size();
            header.lengthForm = m_random.oneIn(9) ? LengthForm::Bits64 : shortestForm(payload.size());
            if (m_log->role() == Role::Server && !m_random.oneIn(9))
                header.maskingKey = MaskingKey{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
            std::array<std::byte, maxHeaderSize> head;
            const std::size_t size = encodeHeader(header, head);
            octets.insert(octets.end(), head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size));
            const std::size_t start = octets.size();
            octets.insert(octets.end(), payload.begin(), payload.end());
            if (header.maskingKey)
                applyMask(std::span(octets).subspan(start), *header.maskingKey);
        }
        receive(octets);
    }

    void receive(OctetView octets)
    {
        while (!octets.empty() && m_stream.isOpen) {
            const std::size_t size = m_random.oneIn(3) ? m_random.below(octets.size()) + 1 : octets.size();
            // In memory of its own, which is freed afterwards.
            const OctetBuffer read(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size));
            m_stream.receive(read);
            octets = octets.subspan(size);
        }
    }

    void sendFrame()
    {
        const OctetBuffer payload = m_random.hostileOctets(200);
        FrameSpec frame{.opcode = randomOpcode(), .fin = !m_random.oneIn(4), .payload = payload};
        frame.rsv = static_cast<std::uint8_t>(m_random.oneIn(9) ? m_random.below(8) : 0);
        if (m_random.oneIn(6))
            frame.repeatTo = m_random.below(3'000);
        if (m_random.oneIn(5))
            frame.chop = m_random.below(50) + 1;
        frame.sync = m_random.oneIn(5);
        frame.masking = m_random.oneIn(9) ? Masking::Off : Masking::ByRole;
        if (m_random.oneIn(30))
            frame.declaredLength = payload.size() + 10;
        m_session->sendFrame(frame);
    }

    void sendInParts()
    {
        const OctetBuffer payload = m_random.hostileOctets(100);
        FrameSpec header{.opcode = randomOpcode()};
        header.declaredLength = payload.size();
        m_session->beginFrame(header);
        const std::size_t half = payload.size() / 2;
        m_session->sendFrameData(OctetView(payload).first(half), WriteApart::Yes);
        m_time.advance(1ms);
        m_session->sendFrameData(OctetView(payload).subspan(half), WriteApart::No);
    }

    Opcode randomOpcode()
    {
        constexpr std::array likely{Opcode::Text, Opcode::Binary, Opcode::Continuation, Opcode::Ping,
                                    Opcode::Pong};
        if (m_random.oneIn(12))
            return opcodeOf(static_cast<unsigned>(m_random.below(16)));
        return likely[m_random.below(likely.size())];
    }

    RandomSource m_random;
    ManualTime m_time;
    RandomEntropy m_entropy{m_random};
    ScriptedStream m_stream;
    std::shared_ptr<Session> m_log;
    std::unique_ptr<LiveSession> m_session;
};

} // namespace

OctetBuffer RandomSource::hostileOctets(std::size_t longest)
{
    const std::size_t size = below(longest + 1);
    OctetBuffer octets;
    while (octets.size() < size) {
        const OctetView morsel = octetsOf(morsels[below(morsels.size())]);
        if (oneIn(6))
            octets.push_back(static_cast<std::byte>(below(256)));
        octets.insert(octets.end(), morsel.begin(), morsel.end());
    }
    octets.resize(size);
    return octets;
}

std::string RandomSource::hostileText(std::size_t longest)
{
    return std::string(charactersOf(hostileOctets(longest)));
}

std::shared_ptr<Session> randomSession(unsigned seed)
{
    return Play(seed % 2 == 0 ? Role::Client : Role::Server, seed).run();
}

} // namespace fg::test
