// Real sockets of this machine that the tests of the transport connect to and listen with.
#pragma once

#include "protocol/transport/time_limit.h"
#include "protocol/transport/transport.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg::test {

// Runs the event loop until `condition` is true; returns false if that takes longer than `limit`.
[[nodiscard]] bool waitUntil(const std::function<bool()> &condition,
                             std::chrono::milliseconds limit = std::chrono::seconds(10));
void runLoopFor(std::chrono::milliseconds time);

// Records everything that a transport reports.
struct Recorder : TransportListener
{
    std::vector<std::string> notices; // "ready", "received", "drained", "ended", "failed"
    PeerInfo peer;
    OctetBuffer received;
    std::size_t longestRead = 0;
    std::optional<TcpEnd> tcpEnd;
    std::optional<TlsEnd> tlsEnd;
    std::optional<TransportError> failure;
    std::vector<Stretch> stretches;
    // Called last in each notice, with its name.
    std::function<void(std::string_view)> onNotice = [](std::string_view) {};

    [[nodiscard]] bool has(std::string_view notice) const;
    [[nodiscard]] std::string_view text() const { return charactersOf(received); }

    void transportStretched(const Stretch &stretch) override { stretches.push_back(stretch); }
    void transportReady(const PeerInfo &info) override;
    void transportReceived(OctetView octets) override;
    void transportDrained() override;
    void transportEnded(TcpEnd how, TlsEnd tls) override;
    void transportFailed(const TransportError &error) override;

private:
    void record(std::string_view notice);
};

// A plain descriptor that can treat its peer as no library would.
class RawSocket
{
public:
    explicit RawSocket(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    RawSocket(RawSocket &&other) noexcept;
    ~RawSocket();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    // Sends without waiting and returns the number of octets that the system took.
    std::size_t send(std::string_view octets) const;
    // Runs the event loop until the peer has ended or `size` octets have arrived.
    [[nodiscard]] std::string receive(std::size_t size);
    // Whether the peer's FIN is the next thing to read; false for RST or octets.
    [[nodiscard]] bool endsInOrder() const;
    void close();
    void reset();

private:
    int m_descriptor;
};

class RawListener
{
public:
    RawListener();
    ~RawListener();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    // Runs the event loop until a connection arrives.
    [[nodiscard]] RawSocket accept() const;

private:
    int m_descriptor;
    std::uint16_t m_port = 0;
};

[[nodiscard]] RawSocket connectRaw(std::uint16_t port);

// A port on which nobody listens.
[[nodiscard]] std::uint16_t closedPort();

// `size` octets, each different from its neighbours.
[[nodiscard]] std::string pattern(std::size_t size);

} // namespace fg::test
