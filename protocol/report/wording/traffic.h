// What compression came to in one direction of a connection: octets of the messages before and after.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <cstdint>
#include <optional>
#include <string>

namespace fg {

struct TrafficRow
{
    std::uint64_t messages = 0; // complete ones, data only
    std::uint64_t frames = 0; // data frames
    std::uint64_t plainOctets = 0; // of all messages, before compression
    std::uint64_t payloadOctets = 0; // of the same messages, as the frames had them
    std::uint64_t frameOctets = 0; // of the frames with their headers
    std::uint64_t handshakeOctets = 0; // before the frames

    // Payload to plain octets; nullopt where nothing was sent.
    [[nodiscard]] std::optional<double> ratio() const;
    // Octets of headers to octets of payload.
    [[nodiscard]] std::optional<double> overhead() const;
};

struct Traffic
{
    TrafficRow in;
    TrafficRow out;
};

// Of a case that compresses and whose echoes all came back; of others reports have none.
[[nodiscard]] std::optional<Traffic> trafficOf(const CaseResult &result);

// "12.3 %"; "-" where there is no ratio.
[[nodiscard]] std::string percentage(std::optional<double> ratio);
// The same of a part and the whole.
[[nodiscard]] std::string ratioText(std::uint64_t part, std::uint64_t whole);

} // namespace fg
