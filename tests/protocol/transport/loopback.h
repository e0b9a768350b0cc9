// What the tests of the transport talk to and listen with: real sockets of this machine.
#pragma once

#include "protocol/transport/transport.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg::test {

// Runs the event loop until `condition` holds; false if it does not within the time.
[[nodiscard]] bool waitUntil(const std::function<bool()> &condition,
                             std::chrono::milliseconds limit = std::chrono::seconds(10));
void runLoopFor(std::chrono::milliseconds time);

// Writes down all that a transport tells.
struct Recorder : TransportListener
{
    std::vector<std::string> notices; // "ready", "received", "drained", "ended", "failed"
    PeerInfo peer;
    OctetBuffer received;
    std::size_t longestRead = 0;
    std::optional<TcpEnd> tcpEnd;
    std::optional<TlsEnd> tlsEnd;
    std::optional<TransportError> failure;
    // Called last in each notice, with its name.
    std::function<void(std::string_view)> onNotice = [](std::string_view) {};

    [[nodiscard]] bool has(std::string_view notice) const;
    [[nodiscard]] std::string_view text() const { return charactersOf(received); }

    void transportReady(const PeerInfo &info) override;
    void transportReceived(OctetView octets) override;
    void transportDrained() override;
    void transportEnded(TcpEnd how, TlsEnd tls) override;
    void transportFailed(const TransportError &error) override;

private:
    void note(std::string_view notice);
};

// A plain descriptor that can do to its peer what no library would.
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
    // What the system took, without waiting.
    std::size_t send(std::string_view octets) const;
    // Runs the event loop until the peer has ended or `size` octets are there.
    [[nodiscard]] std::string receive(std::size_t size);
    // Whether the next thing to read is the peer's FIN; false for RST or octets.
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
    // Runs the event loop until a connection is there.
    [[nodiscard]] RawSocket accept() const;

private:
    int m_descriptor;
    std::uint16_t m_port = 0;
};

[[nodiscard]] RawSocket connectRaw(std::uint16_t port);

// A port at which nobody listens.
[[nodiscard]] std::uint16_t closedPort();

// `size` octets that differ from their neighbours.
[[nodiscard]] std::string pattern(std::size_t size);

} // namespace fg::test
