// Conversations with a reader or an endpoint, with everything that it reports in words.
#pragma once

#include "protocol/endpoint/endpoint.h"
#include "protocol/endpoint/policies.h"
#include "tests/support/fixed_entropy.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fg::test {

using Words = std::vector<std::string>;

// A frame to put on the wire by hand, legal or not.
struct RawFrame
{
    Opcode opcode = Opcode::Text;
    std::string payload;
    bool fin = true;
    std::uint8_t rsv = 0;
    std::optional<MaskingKey> key;
    std::optional<LengthForm> form;
    std::optional<std::uint64_t> declared;
};
[[nodiscard]] OctetBuffer encoded(const RawFrame &frame);

inline constexpr MaskingKey someKey{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};

// "broken frame.reserved-bits @100 #0 =4": octet offset, frame, value.
[[nodiscard]] std::string inWords(const Violation &violation);

enum class Detail : std::uint8_t { All, BrokenOnly };

// All events that a reader reports for a stream that arrives in pieces of at most `piece` octets, and the
// violation at the stream's end.
[[nodiscard]] Words reported(const InboundReader::Settings &settings, OctetView stream, std::size_t piece,
                             Detail detail = Detail::All);
// The same for a stream in two pieces.
[[nodiscard]] Words reportedCutAt(const InboundReader::Settings &settings, OctetView stream, std::size_t cut);

// An endpoint that a test talks to; the policies decide about its replies.
class Talk
{
public:
    using Time = Endpoint::Time;

    explicit Talk(Role role, Policies policies = {}, EndpointSettings settings = {});

    // Passes octets to the endpoint, carries out its replies and returns every event in words.
    Words receive(OctetView octets);
    Words receive(std::string_view text) { return receive(octetsOf(text)); }
    Words receive(const RawFrame &frame) { return receive(encoded(frame)); }
    Words advance(Time span); // lets time pass; a deadline that is due then passes
    Words streamEnds();
    // What waits to be sent, unmasked: frames as "text 'abc'", a head as it is.
    Words sent();
    [[nodiscard]] std::string sentText(); // unchanged

    // Completes the opening handshake and leaves nothing to read or write.
    Talk &open();

    Endpoint &endpoint() { return *m_endpoint; }
    [[nodiscard]] bool wasDropped() const { return m_dropped; }
    Time now{std::chrono::seconds(100)};

private:
    Words gather();
    void reply(const EndpointEvent &event, Words &words);

    Policies m_policies;
    FixedEntropy m_entropy;
    std::unique_ptr<Endpoint> m_endpoint;
    bool m_dropped = false;
};

inline constexpr std::string_view sampleRequest = "GET /chat HTTP/1.1\r\n"
                                                  "Host: server.example.com\r\n"
                                                  "Upgrade: websocket\r\n"
                                                  "Connection: Upgrade\r\n"
                                                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                                  "Sec-WebSocket-Version: 13\r\n\r\n";
// Fits a key of zeros, which is what the endpoint gets from an empty FixedEntropy.
[[nodiscard]] std::string sampleAnswer();

} // namespace fg::test
