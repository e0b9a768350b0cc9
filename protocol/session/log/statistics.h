// Octets by the size of each read or write, and frames by opcode, in both directions.
#pragma once

#include "protocol/session/log/log_row.h"

#include <array>
#include <cstdint>
#include <map>

namespace fg {

struct StreamStatistics
{
    // Number of reads or writes by their size in octets.
    std::map<std::uint64_t, std::uint64_t> chops;
    static constexpr std::size_t chopMemory = 64; // Octets of memory of an entry: a node of a tree.
    std::array<std::uint64_t, 16> frames{}; // By opcode.
    std::uint64_t octets = 0;
    std::uint64_t reads = 0; // Reads or writes.
    std::uint64_t messages = 0; // Complete data messages.
    std::uint64_t payloadOctets = 0; // Of complete messages, inflated.
    std::uint64_t wirePayloadOctets = 0; // Of complete messages, as they passed the wire.
    std::uint64_t compressedMessages = 0; // Complete ones.
    std::uint64_t dataHeaderOctets = 0; // Of the headers of data frames.

    bool operator==(const StreamStatistics &) const = default;
};

using Statistics = ByDirection<StreamStatistics>;

} // namespace fg
