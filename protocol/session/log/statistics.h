// Octets by the size of each read or write, and frames by opcode, in both directions.
#pragma once

#include "protocol/session/log/log_row.h"

#include <array>
#include <cstdint>
#include <map>

namespace fg {

struct StreamStatistics
{
    // Chop size (octets of one read or write) to how often.
    std::map<std::uint64_t, std::uint64_t> chops;
    std::array<std::uint64_t, 16> frames{}; // by opcode
    std::uint64_t octets = 0;
    std::uint64_t reads = 0; // reads or writes
    std::uint64_t messages = 0; // complete ones, data only
    std::uint64_t payloadOctets = 0; // of complete messages, inflated
    std::uint64_t wirePayloadOctets = 0; // of complete messages, as they passed the wire
    std::uint64_t compressedMessages = 0; // complete ones
    std::uint64_t dataHeaderOctets = 0; // of the headers of data frames

    bool operator==(const StreamStatistics &) const = default;
};

using Statistics = ByDirection<StreamStatistics>;

} // namespace fg
