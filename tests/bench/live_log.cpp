// What a live session and its log cost per frame, without a socket: the frames of the peer come from memory,
// what is sent is only counted, and the log is in memory. Times are of the processor, so that other programs
// disturb them little. Each figure is a median over rounds, and each round has a connection and a log of its
// own.
//
// Usage: live_log                                       all measurements
//        live_log --received SIZE FRAMES [server] [unlogged]
//        live_log --sent FRAMES [server] [unlogged]
//
// With an option it only receives text frames of SIZE octets, or only sends frames of 125 octets; as a client
// and with a log, unless the words say otherwise. Run it under callgrind with two numbers of frames: the
// difference of the instructions, divided by that of the frames, is what one frame costs.
#include "protocol/session/live/live_session.h"
#include "tests/support/live.h"
#include "tests/support/manual_time.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include <malloc.h>

namespace fg::bench {
namespace {

constexpr int rounds = 9;
constexpr std::size_t readSize = 64 * 1024;
// Limits of a round, both within the limits of a log, so that each log keeps everything.
constexpr std::size_t framesInRound = 400'000;
constexpr std::size_t octetsInRound = 64 * 1024 * 1024;
constexpr std::size_t sentSize = 125;

enum class Log : std::uint8_t { Kept, None };

// All octets of an entry are equal. The first entry, the handshake key, is zeros, as liveAnswer() expects;
// masking keys after it are not.
class CountingEntropy final : public Entropy
{
public:
    void fill(std::span<std::byte> octets) override
    {
        std::ranges::fill(octets, std::byte{m_next});
        ++m_next;
    }

private:
    std::uint8_t m_next = 0;
};

// Passes octets to its listener when asked to, and counts those that are written.
class CountingTransport final : public Transport
{
public:
    void setListener(TransportListener *listener) override { m_listener = listener; }
    void open() override { m_listener->transportReady({}); }
    void write(OctetView octets, WriteMode) override { m_written += octets.size(); }
    [[nodiscard]] bool isDrained() const override { return true; }
    [[nodiscard]] std::size_t waitingOctets() const override { return 0; }
    [[nodiscard]] std::uint64_t takenOctets() const override { return m_written; }
    void drop() override { }
    void setReading(bool) override { }

    void receive(OctetView octets) { m_listener->transportReceived(octets); }
    [[nodiscard]] std::uint64_t written() const { return m_written; }

private:
    TransportListener *m_listener = nullptr;
    std::uint64_t m_written = 0;
};

// A connection after its opening handshake.
class Connection final : private LiveSessionListener
{
public:
    Connection(Role role, Log log)
        : m_log(log == Log::Kept ? std::make_shared<Session>(role, SessionLimits{}) : nullptr)
    {
        LiveSettings settings;
        settings.endpoint.role = role;
        settings.endpoint.request = {
            .target = "/", .host = "localhost", .fields = defaultRequestFields("Benchmark")};
        settings.endpoint.answer.fields = defaultAnswerFields("Benchmark");
        auto transport = std::make_unique<CountingTransport>();
        m_transport = transport.get();
        m_session = std::make_unique<LiveSession>(std::move(settings), std::move(transport), m_time,
                                                  m_entropy, m_log);
        m_session->setListener(this);
        m_session->open();
        m_transport->receive(role == Role::Client ? octetsOf(test::liveAnswer())
                                                  : octetsOf(test::liveRequest));
    }

    void receive(OctetView octets) { m_transport->receive(octets); }
    void send(const FrameSpec &frame) { m_session->sendFrame(frame); }

    [[nodiscard]] std::size_t messages() const { return m_messages; }
    [[nodiscard]] std::uint64_t written() const { return m_transport->written(); }
    // The log, if there is one, has at least this many rows, no finding, and is not full.
    [[nodiscard]] bool isLogWhole(std::size_t rows) const
    {
        if (!m_log)
            return true;
        const SessionSummary summary = m_log->summary();
        return summary.rows.value() >= rows && summary.findings == 0 && !summary.isFull;
    }

private:
    void sessionEvent(LiveSession &, const EndpointEvent &event) override
    {
        m_messages += event.kind == EndpointEvent::Kind::Message;
    }
    void sessionEnded(LiveSession &) override { }

    test::ManualTime m_time;
    CountingEntropy m_entropy;
    std::shared_ptr<Session> m_log;
    CountingTransport *m_transport = nullptr;
    std::unique_ptr<LiveSession> m_session;
    std::size_t m_messages = 0;
};

OctetBuffer payloadOf(Opcode opcode, std::size_t size)
{
    std::mt19937 random(7);
    OctetBuffer payload(size);
    for (std::byte &octet : payload)
        octet = opcode == Opcode::Text ? std::byte(' ' + random() % 95) : std::byte(random() % 256);
    return payload;
}

// Frames of one kind and size as a peer sends them, each a message.
class PeerFrames
{
public:
    // `receiver`: our role; a server receives masked frames.
    PeerFrames(Role receiver, Opcode opcode, std::size_t size)
    {
        const OctetBuffer payload = payloadOf(opcode, size);
        FrameHeader header{.opcode = opcode, .payloadLength = size, .lengthForm = shortestForm(size)};
        std::mt19937 random(11);
        while (m_octets.size() < heldSize) {
            if (receiver == Role::Server) {
                header.maskingKey.emplace();
                for (std::byte &octet : *header.maskingKey)
                    octet = std::byte(random() % 256);
            }
            append(header, payload);
        }
    }

    [[nodiscard]] std::size_t frameSize() const { return m_frameSize; }

    // Passes this many frames in reads of 64 KiB, which may end inside a frame.
    void passTo(Connection &connection, std::size_t frames) const
    {
        const std::size_t held = m_octets.size() / m_frameSize;
        for (; frames > held; frames -= held)
            passOctets(connection, m_octets);
        passOctets(connection, OctetView(m_octets).first(frames * m_frameSize));
    }

private:
    static constexpr std::size_t heldSize = 1024 * 1024;

    void append(const FrameHeader &header, OctetView payload)
    {
        std::array<std::byte, maxHeaderSize> start{};
        const std::size_t startSize = encodeHeader(header, start);
        m_octets.insert(m_octets.end(), start.begin(), start.begin() + startSize);
        m_octets.insert(m_octets.end(), payload.begin(), payload.end());
        if (header.maskingKey)
            applyMask(std::span(m_octets).last(payload.size()), *header.maskingKey);
        m_frameSize = startSize + payload.size();
    }
    static void passOctets(Connection &connection, OctetView octets)
    {
        while (!octets.empty()) {
            const std::size_t size = std::min(octets.size(), readSize);
            connection.receive(octets.first(size));
            octets = octets.subspan(size);
        }
    }

    OctetBuffer m_octets;
    std::size_t m_frameSize = 0;
};

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Seconds of one round; nullopt if the connection or its log did not take all frames.
std::optional<double> receiveFrames(const PeerFrames &peer, std::size_t frames, Role role, Log log)
{
    Connection connection(role, log);
    const double start = processorSeconds();
    peer.passTo(connection, frames);
    const double taken = processorSeconds() - start;
    if (connection.messages() != frames || !connection.isLogWhole(frames))
        return std::nullopt;
    return taken;
}

std::optional<double> sendFrames(std::size_t frames, Role role, Log log)
{
    const OctetBuffer payload = payloadOf(Opcode::Text, sentSize);
    Connection connection(role, log);
    const double start = processorSeconds();
    for (std::size_t i = 0; i < frames; ++i)
        connection.send({.payload = payload});
    const double taken = processorSeconds() - start;
    if (connection.written() < frames * sentSize || !connection.isLogWhole(frames))
        return std::nullopt;
    return taken;
}

// Prints what a frame of this size on the wire costs. `round` returns the seconds of one round of `frames`.
template <typename Round> bool measure(std::size_t frameSize, std::size_t frames, Round round)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const std::optional<double> taken = round();
        if (!taken) {
            std::printf("  not all frames arrived\n");
            return false;
        }
        times.push_back(*taken);
    }
    std::ranges::sort(times);
    const double perFrame = times[times.size() / 2] / static_cast<double>(frames);
    std::printf("  %9.1f ns per frame, %11.0f frames/s, %7.3f GB/s\n", perFrame * 1e9, 1 / perFrame,
                static_cast<double>(frameSize) / perFrame / 1e9);
    std::fflush(stdout);
    return true;
}

const char *nameOf(Role role) { return role == Role::Client ? "client" : "server"; }
const char *nameOf(Log log) { return log == Log::Kept ? "logged" : "unlogged"; }

bool measureReceiving(Role role, Opcode opcode, std::size_t size, Log log)
{
    std::printf("%s receives %-6s of %5zu, %-8s", nameOf(role), opcode == Opcode::Text ? "text" : "binary",
                size, nameOf(log));
    const PeerFrames peer(role, opcode, size);
    const std::size_t frames = std::min(framesInRound, octetsInRound / peer.frameSize());
    return measure(peer.frameSize(), frames, [&] { return receiveFrames(peer, frames, role, log); });
}

bool measureSending(Role role, Log log)
{
    std::printf("%s sends    text   of %5zu, %-8s", nameOf(role), sentSize, nameOf(log));
    const std::size_t headerSize = role == Role::Client ? 6 : 2; // with and without a masking key
    return measure(headerSize + sentSize, framesInRound,
                   [&] { return sendFrames(framesInRound, role, log); });
}

bool measureAll()
{
    bool isGood = true;
    for (const Role role : {Role::Client, Role::Server}) {
        for (const Opcode opcode : {Opcode::Text, Opcode::Binary}) {
            for (const std::size_t size : {16, 125, 1024, 65536}) {
                for (const Log log : {Log::Kept, Log::None})
                    isGood = measureReceiving(role, opcode, size, log) && isGood;
            }
        }
        for (const Log log : {Log::Kept, Log::None})
            isGood = measureSending(role, log) && isGood;
    }
    return isGood;
}

int usage()
{
    std::fprintf(stderr,
                 "usage: live_log\n"
                 "       live_log --received SIZE FRAMES [server] [unlogged]\n"
                 "       live_log --sent FRAMES [server] [unlogged]\n");
    return 2;
}

int run(std::vector<std::string_view> arguments)
{
    if (arguments.empty())
        return measureAll() ? 0 : 1;
    const auto takeWord = [&arguments](std::string_view word) { return std::erase(arguments, word) > 0; };
    const Role role = takeWord("server") ? Role::Server : Role::Client;
    const Log log = takeWord("unlogged") ? Log::None : Log::Kept;
    const auto number = [&arguments](std::size_t at) {
        return static_cast<std::size_t>(std::strtoull(arguments[at].data(), nullptr, 10));
    };
    if (arguments.size() == 2 && arguments[0] == "--sent")
        return sendFrames(number(1), role, log) ? 0 : 1;
    if (arguments.size() == 3 && arguments[0] == "--received")
        return receiveFrames({role, Opcode::Text, number(1)}, number(2), role, log) ? 0 : 1;
    return usage();
}

} // namespace
} // namespace fg::bench

int main(int argc, char **argv)
{
    // Freed memory stays with the process. Otherwise, the rounds mostly measure how the system hands out
    // pages.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    return fg::bench::run({argv + 1, argv + argc});
}
