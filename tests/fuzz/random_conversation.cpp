#include "tests/fuzz/random_conversation.h"

#include "protocol/session/live/live_session.h"
#include "tests/support/manual_time.h"
#include "tests/support/random_session.h"
#include "tests/support/recorded.h"
#include "tests/support/scripted_transport.h"

#include <array>
#include <iterator>

namespace fg::test {
namespace {

using namespace std::chrono_literals;

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

// How the peer's octets are cut into reads.
enum class Cut : std::uint8_t { Whole, Anywhere, EachOctet };

// What a conversation keeps to from its beginning to its end.
struct Manner
{
    Role role = Role::Client;
    Policies policies;
    std::string_view extensions; // As offered and as answered.
    std::uint64_t messageLimit = 0;
    std::size_t turns = 0;
    std::optional<std::size_t> faultIn; // One frame in this number is not as it should be.
    Cut cut = Cut::Whole;
    bool echoes = false; // We send each message back, which we do inside of the peer's reads.
};

constexpr std::array<std::string_view, 8> extensions{
    "",
    "",
    "",
    "permessage-deflate",
    "permessage-deflate; server_no_context_takeover",
    "permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=10"};

Manner randomManner(RandomSource &random)
{
    Manner manner;
    manner.role = random.oneIn(2) ? Role::Client : Role::Server;
    manner.policies = {.answersPings = !random.oneIn(3),
                       .answersClose = !random.oneIn(3),
                       .failsOnViolation = random.oneIn(3),
                       .dropsWhenDue = !random.oneIn(3)};
    manner.extensions = extensions[random.below(extensions.size())];
    manner.messageLimit = random.oneIn(6) ? 100 + random.below(200) : 64 * 1024 * 1024;
    manner.turns = 15 + random.below(70);
    constexpr std::array<std::optional<std::size_t>, 4> rates{std::nullopt, 40, 12, 3};
    manner.faultIn = rates[random.below(rates.size())];
    manner.cut = random.oneIn(12) ? Cut::EachOctet : random.oneIn(2) ? Cut::Whole : Cut::Anywhere;
    manner.echoes = random.oneIn(5);
    return manner;
}

// Characters of every length, so that a cut anywhere makes all faults that a text can have.
OctetBuffer randomText(RandomSource &random, std::size_t size)
{
    static constexpr std::array<std::string_view, 8> words{"a",       "lamp ",      "harbour ",   "\u00E9",
                                                           "\u2028 ", "\U0001F600", "0123456789", "z"};
    std::string text;
    while (text.size() < size)
        text += words[random.below(words.size())];
    return bufferOf(text);
}

OctetBuffer randomOctets(RandomSource &random, std::size_t size)
{
    OctetBuffer octets(size);
    for (std::byte &octet : octets)
        octet = static_cast<std::byte>(random.below(256));
    return octets;
}

// Most payloads are short; some are at the borders of the three forms of the length.
std::size_t randomSize(RandomSource &random)
{
    if (random.oneIn(12))
        return 0;
    if (random.oneIn(2'000))
        return 65'530 + random.below(20);
    return random.oneIn(25) ? 110 + random.below(80) : 1 + random.below(24);
}

// A close frame's payload, legal in half of the cases.
OctetBuffer randomClosePayload(RandomSource &random)
{
    const std::uint16_t code = random.oneIn(2) ? 1000 : static_cast<std::uint16_t>(random.below(5'100));
    OctetBuffer payload{static_cast<std::byte>(code >> 8), static_cast<std::byte>(code & 0xFF)};
    const OctetBuffer reason = randomText(random, random.below(20));
    payload.insert(payload.end(), reason.begin(), reason.end());
    if (random.oneIn(4))
        payload.resize(random.below(payload.size() + 1));
    return payload;
}

struct Frame
{
    FrameHeader header;
    OctetBuffer payload;
};

// The frames of the peer.
class PeerFrames
{
public:
    PeerFrames(RandomSource &random, Role sender)
        : m_random(random)
        , m_sender(sender)
    {
    }
    void agreeOn(const DeflateDirection &direction) { m_deflater.emplace(direction); }

    // A message, in as many frames as it happens to have, with control frames between them.
    [[nodiscard]] std::vector<Frame> message()
    {
        const bool isText = m_random.oneIn(2);
        const std::size_t size = randomSize(m_random);
        OctetBuffer payload = isText ? randomText(m_random, size) : randomOctets(m_random, size);
        const bool isCompressed = m_deflater && m_random.oneIn(2);
        if (isCompressed) {
            const OctetBuffer plain = std::exchange(payload, {});
            m_deflater->compress(plain, payload,
                                 m_random.oneIn(30) ? DeflateContext::Kept : DeflateContext::AsAgreed,
                                 m_random.oneIn(8) ? DeflateEnding::FinalBlock : DeflateEnding::Flush);
        }
        std::vector<Frame> frames;
        const std::size_t count = m_random.oneIn(3) ? 1 + m_random.below(5) : 1;
        for (std::size_t i = 0, at = 0; i < count; ++i) {
            const bool isLast = i + 1 == count;
            const std::size_t length = isLast ? payload.size() - at : m_random.below(payload.size() - at + 1);
            const auto start = payload.begin() + static_cast<std::ptrdiff_t>(at);
            frames.push_back(frame(i > 0        ? Opcode::Continuation
                                       : isText ? Opcode::Text
                                                : Opcode::Binary,
                                   {start, start + static_cast<std::ptrdiff_t>(length)}));
            frames.back().header.fin = isLast;
            frames.back().header.rsv = isCompressed && i == 0 ? rsv1 : 0;
            at += length;
            if (!isLast && m_random.oneIn(4))
                frames.push_back(control());
        }
        return frames;
    }
    [[nodiscard]] Frame control()
    {
        if (m_random.oneIn(60))
            return frame(Opcode::Close, randomClosePayload(m_random));
        return frame(m_random.oneIn(2) ? Opcode::Ping : Opcode::Pong,
                     randomOctets(m_random, m_random.below(12)));
    }
    // Does something to the last frame that a peer must not do, or that makes later frames illegal.
    void spoil(std::vector<Frame> &frames)
    {
        FrameHeader &header = frames.back().header;
        OctetBuffer &payload = frames.back().payload;
        switch (m_random.below(13)) {
        case 0:
            header.opcode = opcodeOf(static_cast<unsigned>(m_random.below(16)));
            break;
        case 1:
            header.rsv = static_cast<std::uint8_t>(m_random.below(8));
            break;
        case 2:
            header.rsv ^= rsv1;
            break;
        case 3:
            header.maskingKey = header.maskingKey ? std::nullopt : std::optional(key());
            break;
        case 4:
            header.lengthForm = static_cast<LengthForm>(m_random.below(3));
            break;
        case 5:
            header.fin = !header.fin;
            break;
        case 6:
        case 7:
            if (!payload.empty())
                payload[m_random.below(payload.size())] ^= static_cast<std::byte>(1 + m_random.below(255));
            break;
        case 8:
            payload.resize(m_random.below(payload.size() + 1));
            header.payloadLength = payload.size();
            break;
        case 9: // A length that later frames make up for, that none does, or that is less than what follows.
            header.payloadLength = m_random.oneIn(8) ? 1ull << m_random.below(64)
                : m_random.oneIn(3)                  ? header.payloadLength / 2
                                                     : header.payloadLength + m_random.below(30);
            header.lengthForm = shortestForm(header.payloadLength);
            break;
        case 10:
            frames.push_back(frames.back());
            break;
        case 11:
            frames.pop_back();
            break;
        case 12: {
            const std::array opcodes{Opcode::Close, Opcode::Ping, Opcode::Pong};
            frames.push_back(frame(opcodes[m_random.below(opcodes.size())],
                                   m_random.oneIn(2) ? randomText(m_random, 120 + m_random.below(20))
                                                     : randomClosePayload(m_random)));
            break;
        }
        default:
            break;
        }
    }
    [[nodiscard]] static OctetBuffer encoded(const Frame &frame)
    {
        std::array<std::byte, maxHeaderSize> head;
        const std::size_t size = encodeHeader(frame.header, head);
        OctetBuffer octets(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size));
        octets.insert(octets.end(), frame.payload.begin(), frame.payload.end());
        if (frame.header.maskingKey)
            applyMask(std::span(octets).subspan(size), *frame.header.maskingKey);
        return octets;
    }

private:
    [[nodiscard]] Frame frame(Opcode opcode, OctetBuffer payload)
    {
        Frame frame{
            {.opcode = opcode, .payloadLength = payload.size(), .lengthForm = shortestForm(payload.size())},
            std::move(payload)};
        if (m_sender == Role::Client)
            frame.header.maskingKey = key();
        return frame;
    }
    [[nodiscard]] MaskingKey key()
    {
        MaskingKey key;
        for (std::byte &octet : key)
            octet = static_cast<std::byte>(m_random.below(256));
        return key;
    }

    RandomSource &m_random;
    Role m_sender;
    std::optional<Deflater> m_deflater; // Set if compression was agreed on.
};

// A live session with its peer, its user and its clock.
class Conversation final : private LiveSessionListener
{
public:
    Conversation(unsigned seed, const std::filesystem::path &file)
        : m_random(seed)
        , m_manner(randomManner(m_random))
        , m_peer(m_random, otherRole(m_manner.role))
        , m_log(recordedLog(m_manner, file))
    {
        LiveSettings settings{.endpoint = {}, .policies = m_manner.policies};
        settings.endpoint.role = m_manner.role;
        settings.endpoint.messageLimit = m_manner.messageLimit;
        settings.endpoint.request = {.target = "/",
                                     .host = "localhost",
                                     .fields = defaultRequestFields("Test"),
                                     .extensions = std::string(m_manner.extensions)};
        settings.endpoint.answer.fields = defaultAnswerFields("Test");
        settings.endpoint.deflate.emplace();
        m_session = std::make_unique<LiveSession>(
            std::move(settings), std::make_unique<ScriptedTransport>(m_stream), m_time, m_entropy, m_log);
        m_session->setListener(this);
    }

    std::shared_ptr<Session> play()
    {
        open();
        for (std::size_t i = 0; i < m_manner.turns && m_stream.isOpen; ++i)
            turn();
        receiveWaiting();
        if (m_stream.isOpen && !m_stream.drains)
            m_stream.drain();
        if (m_stream.isOpen && !m_random.oneIn(10)) {
            if (m_random.oneIn(5))
                m_session->drop();
            else
                m_stream.end(m_random.oneIn(2) ? TcpEnd::Fin : TcpEnd::Reset);
        }
        m_time.runDue();
        return m_log;
    }

private:
    static std::shared_ptr<Session> recordedLog(const Manner &manner, const std::filesystem::path &path)
    {
        const std::shared_ptr<SessionFile> file = createFile(path);
        if (!file)
            std::abort();
        SessionHeading heading = headingOf(manner.role);
        heading.messageLimit = manner.messageLimit;
        return std::make_shared<Session>(manner.role, SessionLimits{.messageOctets = manner.messageLimit},
                                         file->addConnection(heading));
    }

    void sessionEvent(LiveSession &session, const EndpointEvent &event) override
    {
        if (m_manner.echoes && event.kind == EndpointEvent::Kind::Message)
            session.sendMessage({.opcode = event.opcode,
                                 .payload = event.payload,
                                 .fragment = event.payload.size() / 50 + m_random.below(30),
                                 .compression = m_random.oneIn(2) ? Compression::On : Compression::Off});
    }
    void sessionEnded(LiveSession &) override { }

    // In some conversations the peer's first frames are in the same read as its head.
    void open()
    {
        m_session->open();
        const std::string field = m_manner.extensions.empty()
            ? ""
            : "Sec-WebSocket-Extensions: " + std::string(m_manner.extensions) + "\r\n";
        const std::string head = m_manner.role == Role::Client
            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: "
                + acceptFor(keyOfRequest()) + "\r\n" + field + "\r\n"
            : "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                + field + "\r\n";
        m_waiting = bufferOf(head);
        if (m_random.oneIn(5))
            addPeerFrames();
        receiveWaiting();
        const auto &agreement = m_log->handshake().deflate.agreement;
        if (agreement)
            m_peer.agreeOn(m_manner.role == Role::Client ? agreement->server : agreement->client);
    }
    [[nodiscard]] std::string keyOfRequest() const
    {
        const HandshakeRecord handshake = m_log->handshake();
        const std::string *const key = handshake.requestHead.find("Sec-WebSocket-Key");
        return key ? *key : std::string();
    }

    [[nodiscard]] bool isFaultDue() { return m_manner.faultIn && m_random.oneIn(*m_manner.faultIn); }

    void turn()
    {
        m_time.advance(std::chrono::microseconds(m_random.below(m_random.oneIn(40) ? 1'500'000 : 2'000)));
        switch (m_random.below(10)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
            addPeerFrames();
            if (!m_random.oneIn(3))
                receiveWaiting();
            break;
        case 5:
        case 6:
            sendFrame();
            break;
        case 7:
            sendMessage();
            break;
        case 8:
            sendInParts();
            break;
        case 9:
            doSomethingElse();
            break;
        default:
            break;
        }
    }

    // --- the peer ---

    void addPeerFrames()
    {
        for (std::size_t count = 1 + m_random.below(4); count > 0; --count) {
            const std::vector<Frame> wanted =
                m_random.oneIn(4) ? std::vector{m_peer.control()} : m_peer.message();
            for (const Frame &frame : wanted) {
                std::vector<Frame> frames{frame};
                if (isFaultDue())
                    m_peer.spoil(frames);
                for (const Frame &each : frames)
                    append(PeerFrames::encoded(each));
            }
        }
        if (m_manner.faultIn && m_random.oneIn(200))
            append(randomOctets(m_random, m_random.below(20)));
    }
    void append(const OctetBuffer &octets)
    {
        m_waiting.insert(m_waiting.end(), octets.begin(), octets.end());
    }
    void receiveWaiting()
    {
        const OctetBuffer all = std::exchange(m_waiting, {});
        OctetView left = all;
        while (!left.empty() && m_stream.isOpen) {
            const std::size_t size = sizeOfRead(left.size());
            // In memory of its own, which is freed afterwards, so that a view that is kept too long is
            // detected.
            const OctetBuffer read(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(size));
            m_stream.receive(read);
            left = left.subspan(size);
        }
    }
    [[nodiscard]] std::size_t sizeOfRead(std::size_t left)
    {
        constexpr std::size_t mostSingleOctets = 3'000;
        switch (m_manner.cut) {
        case Cut::Whole:
            break;
        case Cut::Anywhere:
            return 1 + m_random.below(m_random.oneIn(2) ? left : std::min<std::size_t>(left, 20));
        case Cut::EachOctet:
            return left > mostSingleOctets ? left - mostSingleOctets : 1;
        }
        return left;
    }

    // --- the user ---

    [[nodiscard]] Opcode randomOpcode()
    {
        constexpr std::array likely{Opcode::Text,         Opcode::Binary, Opcode::Continuation,
                                    Opcode::Continuation, Opcode::Ping,   Opcode::Pong};
        if (isFaultDue())
            return opcodeOf(static_cast<unsigned>(m_random.below(16)));
        return likely[m_random.below(likely.size())];
    }
    void sendFrame()
    {
        const OctetBuffer payload = randomText(m_random, randomSize(m_random));
        FrameSpec frame{.opcode = randomOpcode(), .fin = !m_random.oneIn(3), .payload = payload};
        if (m_random.oneIn(10))
            frame.repeatTo = m_random.below(300);
        if (m_random.oneIn(8))
            frame.chop = payload.size() / 50 + 1 + m_random.below(20);
        frame.sync = m_random.oneIn(8);
        if (m_random.oneIn(20))
            frame.chopPace = ChopPace::Acknowledged;
        if (isFaultDue())
            spoil(frame);
        m_session->sendFrame(frame);
    }
    void spoil(FrameSpec &frame)
    {
        switch (m_random.below(5)) {
        case 0:
            frame.rsv = static_cast<std::uint8_t>(m_random.below(8));
            break;
        case 1:
            frame.masking = m_random.oneIn(2) ? Masking::On : Masking::Off;
            break;
        case 2:
            // A form that is too short cuts the length.
            frame.lengthForm = static_cast<LengthForm>(m_random.below(3));
            break;
        case 3:
            frame.payload = frame.payload.first(m_random.below(frame.payload.size() + 1));
            break;
        case 4:
            if (m_random.oneIn(4))
                frame.declaredLength =
                    m_random.oneIn(2) ? m_random.below(20) : frame.payload.size() + m_random.below(20);
            break;
        default:
            break;
        }
    }
    void sendMessage()
    {
        const std::size_t size = randomSize(m_random);
        const bool isText = m_random.oneIn(2);
        const OctetBuffer payload = isText ? randomText(m_random, size) : randomOctets(m_random, size);
        MessageSpec message{.opcode = isText ? Opcode::Text : Opcode::Binary, .payload = payload};
        const std::size_t least = size / 50; // A conversation stays short.
        message.fragment = m_random.oneIn(2) ? least + 1 + m_random.below(20) : 0;
        message.chop = m_random.oneIn(10) ? least + 1 + m_random.below(20) : 0;
        message.compression = m_random.oneIn(2) ? Compression::On : Compression::Off;
        message.ending = m_random.oneIn(8) ? DeflateEnding::FinalBlock : DeflateEnding::Flush;
        if (isFaultDue()) {
            message.compression = m_random.oneIn(2) ? Compression::Given : Compression::On;
            message.context = m_random.oneIn(2) ? DeflateContext::Kept : DeflateContext::Fresh;
            message.rsv1 = m_random.oneIn(2) ? Rsv1::EveryFrame : Rsv1::FirstFrame;
        }
        m_session->sendMessage(message);
    }
    void sendInParts()
    {
        if (m_manner.faultIn && m_random.oneIn(6)) {
            m_session->sendOctets(randomOctets(m_random, m_random.below(12)), WriteApart::No);
            return;
        }
        const OctetBuffer payload = randomText(m_random, m_random.below(60));
        FrameSpec header{.opcode = randomOpcode(), .fin = !m_random.oneIn(3)};
        header.declaredLength = payload.size();
        if (isFaultDue())
            header.declaredLength = payload.size() + m_random.below(8);
        // Otherwise a frame that is announced while the parts wait has its row before theirs.
        if (!m_stream.drains && !isFaultDue())
            m_stream.drain();
        m_session->beginFrame(header);
        OctetView left = payload;
        while (!left.empty()) {
            const std::size_t size = 1 + m_random.below(left.size());
            m_session->sendFrameData(left.first(size), m_random.oneIn(2) ? WriteApart::Yes : WriteApart::No);
            left = left.subspan(size);
            // What we reply to it is then inside of our frame.
            if (m_manner.faultIn && m_random.oneIn(20))
                receiveWaiting();
        }
    }
    void doSomethingElse()
    {
        switch (m_random.below(8)) {
        case 0:
            m_session->logNote("a note");
            break;
        case 1:
            m_session->logTimer(RowKind::TimerSet, TimerPurpose::Wait, 1s, "tag");
            break;
        case 2:
        case 3:
            if (m_stream.drains)
                m_stream.drains = false;
            else
                m_stream.drain();
            break;
        case 4:
            if (m_random.oneIn(6))
                m_session->startClose(
                    static_cast<std::uint16_t>(m_random.oneIn(2) ? 1000 : m_random.below(5'000)),
                    randomText(m_random, m_random.below(20)));
            break;
        case 5:
            if (m_random.oneIn(12))
                m_session->fail(1002);
            break;
        case 6:
            if (m_random.oneIn(25))
                m_session->drop();
            break;
        default:
            receiveWaiting();
            break;
        }
    }

    RandomSource m_random;
    Manner m_manner;
    PeerFrames m_peer;
    ManualTime m_time;
    RandomEntropy m_entropy{m_random};
    ScriptedStream m_stream;
    OctetBuffer m_waiting; // Octets of the peer that we have not read yet.
    std::shared_ptr<Session> m_log;
    std::unique_ptr<LiveSession> m_session;
};

} // namespace

std::shared_ptr<Session> playConversation(unsigned seed, const std::filesystem::path &file)
{
    return Conversation(seed, file).play();
}

} // namespace fg::test
