#include "protocol/report/wording/statistics_rows.h"

#include "protocol/session/log/statistics.h"

namespace fg {

std::vector<CountRow> chopRows(const StreamStatistics &statistics)
{
    std::vector<CountRow> rows;
    rows.reserve(statistics.chops.size());
    for (const auto &[size, count] : statistics.chops)
        rows.push_back({size, count, size * count});
    return rows;
}

std::vector<CountRow> opcodeRows(const StreamStatistics &statistics)
{
    std::vector<CountRow> rows;
    for (std::size_t opcode = 0; opcode < statistics.frames.size(); ++opcode) {
        if (statistics.frames[opcode] > 0)
            rows.push_back({opcode, statistics.frames[opcode], 0});
    }
    return rows;
}

} // namespace fg
