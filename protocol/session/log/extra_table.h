// The side table of a session's rows. How frames were asked for is kept once for all that were asked for
// alike; all else is rare.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"

#include <cstdint>
#include <map>
#include <optional>

namespace fg {

class ExtraTable
{
public:
    // The number of the extra for LogRow::extra; 0 for one that says no more than the row does.
    [[nodiscard]] std::uint32_t add(const LogRow &row, RowExtra extra);
    // A sent frame always has its FrameIntent.
    [[nodiscard]] RowExtra of(const LogRow &row) const;

private:
    // An intent as it is shared: a pattern as long as the frame is a matter of the frame.
    struct SharedIntent
    {
        std::optional<std::uint64_t> patternLength; // nullopt: that of the row
        std::optional<std::uint64_t> repeatTo;
        std::size_t chop;
        bool sync;

        auto operator<=>(const SharedIntent &) const = default;
    };
    static constexpr std::uint32_t intentBit = 0x8000'0000;
    // Intents that are looked for among those that are there. Who asks for more kinds than this pays for
    // each.
    static constexpr std::size_t mostShared = 65'536;

    [[nodiscard]] std::uint32_t addIntent(const LogRow &row, const FrameIntent &intent);

    ChunkedList<SharedIntent> m_intents;
    std::map<SharedIntent, std::uint32_t> m_known; // number by intent
    ChunkedList<RowExtra> m_others;
};

} // namespace fg
