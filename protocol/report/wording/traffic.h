// The effect of compression in each direction of a connection: octets of the messages before and after it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fg {

struct CaseResult;

struct TrafficRow
{
    std::uint64_t messages = 0; // complete data messages
    std::uint64_t frames = 0; // data frames
    std::uint64_t plainOctets = 0; // octets of these messages, before compression
    std::uint64_t payloadOctets = 0; // octets of these messages in the payloads of their frames
    std::uint64_t frameOctets = 0; // octets of the frames, including their headers
    std::uint64_t handshakeOctets = 0; // octets of the opening handshake

    // payloadOctets divided by plainOctets; nullopt if nothing was sent.
    [[nodiscard]] std::optional<double> ratio() const;
    // Octets of frame headers divided by octets of payload; nullopt if there was no payload.
    [[nodiscard]] std::optional<double> overhead() const;
};

struct Traffic
{
    TrafficRow in;
    TrafficRow out;
};

// nullopt unless the case is about compression and all its echoes came back. Reports of other cases do not
// have this part.
[[nodiscard]] std::optional<Traffic> trafficOf(const CaseResult &result);

// For example "12.3 %", or "-" if there is no ratio.
[[nodiscard]] std::string percentage(std::optional<double> ratio);
// The percentage that `part` is of `whole`.
[[nodiscard]] std::string ratioText(std::uint64_t part, std::uint64_t whole);

} // namespace fg
