// Frames and messages allocate nothing on the heap once everything is warm.
#include "tests/protocol/endpoint/conversation.h"
#include "tests/support/allocation_counter.h"

#include <gtest/gtest.h>

namespace fg::test::allocation_test {
namespace {

OctetBuffer mixedStream(std::optional<MaskingKey> key)
{
    OctetBuffer stream;
    for (const std::size_t size : {0U, 1U, 125U, 126U, 4'096U, 65'535U, 65'536U}) {
        for (const RawFrame &frame :
             {RawFrame{.payload = std::string(size, 'a'), .key = key},
              RawFrame{.opcode = Opcode::Ping, .payload = "ping", .key = key},
              RawFrame{
                  .opcode = Opcode::Binary, .payload = std::string(size / 2, 'b'), .fin = false, .key = key},
              RawFrame{.opcode = Opcode::Continuation, .payload = std::string(size / 2, 'c'), .key = key}}) {
            const OctetBuffer octets = encoded(frame);
            stream.insert(stream.end(), octets.begin(), octets.end());
        }
    }
    return stream;
}

std::size_t readAll(InboundReader &reader, OctetView stream)
{
    std::size_t events = 0;
    for (std::size_t at = 0; at < stream.size(); at += 5'000) {
        OctetView piece = stream.subspan(at, std::min<std::size_t>(5'000, stream.size() - at));
        while (reader.next(piece).kind != InboundEvent::Kind::None)
            ++events;
    }
    return events;
}

TEST(Allocation, AReaderTakesNothingOnceWarm)
{
    const OctetBuffer stream = mixedStream(std::nullopt);
    for (const PayloadUse use : {PayloadUse::Collect, PayloadUse::CheckOnly}) {
        InboundReader reader({.sender = Role::Server, .payloadUse = use});
        (void)readAll(reader, stream);
        const std::size_t before = allocationCount();
        std::size_t events = 0;
        for (int round = 0; round < 100; ++round)
            events += readAll(reader, stream);
        EXPECT_EQ(allocationCount() - before, 0U);
        EXPECT_GT(events, 5'000U);
    }
}

TEST(Allocation, AnEndpointThatEchoesTakesNothingOnceWarm)
{
    Talk server(Role::Server);
    server.open();
    Endpoint &endpoint = server.endpoint();
    const OctetBuffer stream = mixedStream(someKey);
    std::size_t sent = 0;
    const auto echoAll = [&] {
        endpoint.receive(stream, {});
        for (;;) {
            const EndpointEvent event = endpoint.next();
            if (event.kind == EndpointEvent::Kind::None)
                return;
            if (event.kind == EndpointEvent::Kind::Ping)
                endpoint.sendFrame({.opcode = Opcode::Pong, .payload = event.payload});
            else
                endpoint.sendFrame(
                    {.opcode = event.opcode, .payload = event.payload, .chop = sent % 2 * 100});
            while (endpoint.nextWrite())
                ++sent;
        }
    };
    echoAll();
    const std::size_t before = allocationCount();
    for (int round = 0; round < 100; ++round)
        echoAll();
    EXPECT_EQ(allocationCount() - before, 0U);
    EXPECT_GT(sent, 2'000U);
}

TEST(Allocation, ADeclaredLengthTakesNothing)
{
    Talk client(Role::Client, {.failsOnViolation = false});
    client.open();
    const OctetBuffer header =
        encoded({.opcode = Opcode::Binary, .payload = {}, .declared = (1ull << 63) - 1});
    const OctetBuffer payload(60'000);
    const std::size_t before = allocationCount();
    client.endpoint().receive(header, {});
    const EndpointEvent event = client.endpoint().next();
    EXPECT_EQ(event.violation.rule, RuleId::MessageTooBig);
    for (int i = 0; i < 1'000; ++i) {
        client.endpoint().receive(payload, {});
        EXPECT_EQ(client.endpoint().next().kind, EndpointEvent::Kind::None);
    }
    EXPECT_EQ(allocationCount() - before, 0U);
}

} // namespace
} // namespace fg::test::allocation_test
