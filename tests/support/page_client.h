// A client of the page's web server on this machine, which writes its request octet by octet as the test
// wants.
#pragma once

#include "protocol/transport/socket_transport.h"
#include "tests/support/loopback_client.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

namespace fg::test {

struct PageClient final : TransportListener
{
    explicit PageClient(std::uint16_t port)
        : transport(makeClientTransport({.host = "127.0.0.1", .port = port}))
    {
        transport->setListener(this);
        transport->open();
        EXPECT_TRUE(waitUntil([this] { return isReady; }));
    }
    void transportReady(const PeerInfo &) override { isReady = true; }
    void transportReceived(OctetView octets) override { answer += charactersOf(octets); }
    void transportDrained() override { }
    void transportEnded(TcpEnd, TlsEnd) override { hasEnded = true; }
    void transportFailed(const TransportError &) override { hasEnded = true; }

    void send(std::string_view text) { transport->write(octetsOf(text), WriteMode::Buffered); }
    // Runs the event loop until the connection has ended.
    [[nodiscard]] std::string finish()
    {
        EXPECT_TRUE(waitUntil([this] { return hasEnded; }));
        return answer;
    }

    bool isReady = false;
    bool hasEnded = false;
    std::string answer;
    std::unique_ptr<Transport> transport;
};

} // namespace fg::test
