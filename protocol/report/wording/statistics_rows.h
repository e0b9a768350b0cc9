// A stream's statistics as tables.
#pragma once

#include <cstdint>
#include <vector>

namespace fg {

struct StreamStatistics;

struct CountRow
{
    std::uint64_t key = 0; // chop size or opcode
    std::uint64_t count = 0;
    std::uint64_t octets = 0; // chop tables only
};

[[nodiscard]] std::vector<CountRow> chopRows(const StreamStatistics &statistics);
[[nodiscard]] std::vector<CountRow> opcodeRows(const StreamStatistics &statistics);

} // namespace fg
