// Where the octets of a session are kept: two streams, read by offset. This file has the store in memory,
// which has a limit; file_octet_store.h has the one for a session file.
#pragma once

#include "protocol/session/log/log_row.h"
#include "protocol/session/log/octet_read.h"

#include <deque>
#include <memory>
#include <span>

namespace fg {

// Which of the received octets have to be kept.
enum class Keep : std::uint8_t {
    All, // All, within the limit.
    Newest, // The last 64 KiB, and at most one block more.
};

class OctetStore
{
public:
    virtual ~OctetStore() = default;

    virtual void append(Direction direction, OctetView octets) = 0;
    // Begins to read the kept octets from `offset` on. It returns fewer than `length` at the end of the
    // stream, and none if they are no longer kept. It does not access a disk.
    [[nodiscard]] virtual OctetRead beginRead(Direction direction, StreamOffset offset,
                                              std::size_t length) const = 0;
    // Whether, from here on, only the newest octets of each direction are needed.
    virtual void setBulk(bool on) = 0;
    // What to keep in memory of the octets that one direction receives from here on.
    virtual void setKeep(Direction direction, Keep keep) = 0;
    // Skips octets of a bulk phase that are not available, except for the last ones, which are `last`.
    virtual void skipBulk(Direction direction, std::uint64_t count, OctetView last) = 0;
    // The limit for octets in memory; applies from the next append on.
    virtual void setLimit(std::size_t limit) = 0;
    // The limit was reached: some octets outside bulk phases are no longer kept.
    [[nodiscard]] virtual bool hasDiscardedOctets() const = 0;
    // Number of octets ever received.
    [[nodiscard]] virtual StreamOffset size(Direction direction) const = 0;
    // Octets of memory that it takes.
    [[nodiscard]] virtual std::size_t memory() const = 0;
};

// Keeps the newest octets of both directions up to a limit and discards the oldest blocks beyond it. During a
// bulk phase, or with Keep::Newest, it keeps only the newest octets of a direction.
class MemoryOctetStore final : public OctetStore
{
public:
    static constexpr std::size_t defaultLimit = 256 * 1024 * 1024;
    static constexpr std::size_t blockSize = 64 * 1024;

    explicit MemoryOctetStore(std::size_t limit = defaultLimit);

    void setLimit(std::size_t limit) override { m_limit = limit; }
    [[nodiscard]] bool hasDiscardedOctets() const override { return m_hasDiscardedOctets; }

    void append(Direction direction, OctetView octets) override;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override;
    // Copies the kept octets from `offset` on; returns how many.
    std::size_t read(Direction direction, StreamOffset offset, std::span<std::byte> into) const;
    // The number of octets kept from `offset` on without a gap; at most `length`.
    [[nodiscard]] std::size_t kept(Direction direction, StreamOffset offset, std::size_t length) const;
    // Offset of the first kept octets after `offset`; the end of the stream if there are none.
    [[nodiscard]] StreamOffset nextKept(Direction direction, StreamOffset offset) const;
    [[nodiscard]] StreamOffset size(Direction direction) const override;
    [[nodiscard]] std::size_t memory() const override;
    void setBulk(bool on) override;
    void setKeep(Direction direction, Keep keep) override;
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override;
    // Counts octets that passed but are not kept.
    void skip(Direction direction, std::uint64_t count);
    // Discards all octets except those kept of bulk phases.
    void discardPlain();

private:
    struct Block
    {
        StreamOffset offset; // Offset of its first octet in its stream.
        bool isBulk;
        OctetBuffer octets;
    };
    struct Stream
    {
        std::deque<Block> blocks; // In order; octets may be missing between two blocks.
        StreamOffset size;
        Keep keep = Keep::All;
    };
    [[nodiscard]] bool keepsNewest(const Stream &stream) const
    {
        return m_isBulk || stream.keep == Keep::Newest;
    }
    Block &blockForAppend(Stream &stream);
    // Calls `take(OctetView)` with the kept octets from `offset` on, at most `length` of them, until there is
    // a gap.
    template <typename Take>
    void forEachPiece(Direction direction, StreamOffset offset, std::size_t length, Take take) const;
    void discardBulk(Stream &stream);
    bool discardOldest(Direction grown);

    std::size_t m_limit;
    std::size_t m_kept = 0;
    bool m_isBulk = false;
    bool m_hasDiscardedOctets = false;
    ByDirection<Stream> m_streams;
};

} // namespace fg
