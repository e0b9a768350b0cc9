// The side table of a session's rows. Frames with equal intents share one entry; all other extras are rare.
#pragma once

#include "protocol/session/log/chunked_list.h"
#include "protocol/session/log/log_row.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace fg {

class ExtraTable
{
public:
    // Returns the number for LogRow::extra; 0 if the extra adds nothing to the row.
    [[nodiscard]] std::uint32_t add(const LogRow &row, RowExtra extra);
    // The result for a sent frame is always a FrameIntent.
    [[nodiscard]] RowExtra of(const LogRow &row) const;
    // Octets of memory.
    [[nodiscard]] std::size_t memory() const
    {
        return m_intents.memory() + m_known.size() * knownEntry + m_others.memory() + m_heldByOthers;
    }

private:
    // The part of an intent that frames share. A pattern as long as the frame's payload is not stored here
    // but taken from the row.
    struct SharedIntent
    {
        std::optional<std::uint64_t> patternLength; // nullopt: the length in the row.
        std::optional<std::uint64_t> repeatTo;
        std::size_t chop;
        bool sync;

        auto operator<=>(const SharedIntent &) const = default;
    };
    static constexpr std::uint32_t intentBit = 0x8000'0000;
    // The table compares a new intent with at most this many known ones. Each further kind of intent takes an
    // entry for each frame.
    static constexpr std::size_t mostShared = 65'536;
    // The memory of one entry of m_known: a node of a tree.
    static constexpr std::size_t knownEntry = sizeof(std::pair<SharedIntent, std::uint32_t>) + 48;

    [[nodiscard]] std::uint32_t addIntent(const LogRow &row, const FrameIntent &intent);

    ChunkedList<SharedIntent> m_intents;
    std::map<SharedIntent, std::uint32_t> m_known; // The number of each intent.
    ChunkedList<RowExtra> m_others;
    std::size_t m_heldByOthers = 0; // Octets of memory that these refer to.
};

} // namespace fg
