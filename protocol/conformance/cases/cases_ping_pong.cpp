// Category 2: pings and pongs (RFC 6455 5.5.2 and 5.5.3).

#include "protocol/conformance/cases/case_data.h"

namespace fg::case_data {

namespace {

constexpr auto pingClause = "RFC 6455 5.5.2";
constexpr auto pongClause = "RFC 6455 5.5.3";

CaseSpec pinged(std::string id, std::string title, std::string description, const PayloadSpec &payload)
{
    return answered({std::move(id), std::move(title), pingClause, std::move(description)},
                    {frame(Opcode::Ping, payload), closeAfter(1s)}, {pong(payload)});
}

// Ten pings with different payloads.
std::pair<Steps, Events> tenPings()
{
    Steps steps;
    Events events;
    for (char digit = '0'; digit <= '9'; ++digit) {
        const PayloadSpec payload = chars(std::string("payload-") + digit);
        steps.push_back(frame(Opcode::Ping, payload));
        events.push_back(pong(payload));
    }
    steps.push_back(closeAfter(3s));
    return {steps, events};
}

} // namespace

std::vector<CaseSpec> pingPongCases()
{
    const PayloadSpec longest = repeated(hex("fe"), 125);
    const PayloadSpec unsolicited = chars("unsolicited pong payload");
    const auto [pings, pongs] = tenPings();
    CaseSpec slowPing =
        answered({"2.6", "Longest ping, one octet at a time", pingClause,
                  "We send a ping with the longest possible payload, 125 octets. Each octet is written "
                  "separately."},
                 inOctets({frame(Opcode::Ping, longest), closeAfter(2s)}), {pong(longest)});
    return {
        pinged("2.1", "Ping without payload", "We send a ping without payload.", {}),
        pinged("2.2", "Ping with a short text", "We send a ping whose payload is a short text.",
               chars("Hello, world!")),
        pinged("2.3", "Ping with octets that are not text",
               "We send a ping whose payload is eight octets that are not UTF-8.", hex("00fffefdfcfb00ff")),
        pinged("2.4", "Longest ping", "We send a ping with the longest possible payload, 125 octets.",
               longest),
        refused({"2.5", "Ping over the limit", "RFC 6455 5.5",
                 "We send a ping with a payload of 126 octets, one more than a control frame may have."},
                {frame(Opcode::Ping, repeated(hex("fe"), 126)), failAfter(1s)}, 1002),
        std::move(slowPing),
        answered({"2.7", "Unsolicited pong without payload", pongClause,
                  "We send a pong without payload that the peer did not ask for, and then a close frame."},
                 {frame(Opcode::Pong), close(1000), closeAfter(1s)}, {}),
        answered({"2.8", "Unsolicited pong with payload", pongClause,
                  "We send a pong with a payload that the peer did not ask for, and then a close frame."},
                 {frame(Opcode::Pong, unsolicited), close(1000), closeAfter(1s)}, {}),
        answered(
            {"2.9", "Unsolicited pong, then a ping", pongClause,
             "We send a pong that the peer did not ask for, and then a ping with another payload."},
            {frame(Opcode::Pong, unsolicited), frame(Opcode::Ping, chars("ping payload")), closeAfter(1s)},
            {pong(chars("ping payload"))}),
        answered({"2.10", "Ten pings", pingClause,
                  "We send ten pings with different payloads, one directly after the other."},
                 pings, pongs),
        answered({"2.11", "Ten pings, one octet at a time", pingClause,
                  "We send ten pings with different payloads. Each octet is written separately."},
                 inOctets(pings), pongs),
    };
}

} // namespace fg::case_data
