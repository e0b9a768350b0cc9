// Where the octets of a session are kept: two streams, read by position. In memory with a limit here; in a
// session file in file_octet_store.h.
#pragma once

#include "protocol/session/log/log_row.h"
#include "protocol/session/log/octet_read.h"

#include <deque>
#include <memory>
#include <span>

namespace fg {

// What has to be kept of the octets that come.
enum class Keep : std::uint8_t {
    All, // as the limit allows
    Newest, // the last 64 KiB, and a block at most besides
};

class OctetStore
{
public:
    virtual ~OctetStore() = default;

    virtual void append(Direction direction, OctetView octets) = 0;
    // Begins to read what is kept from `offset` on: fewer octets than asked at the end of the stream, none
    // where they are no longer kept. Does not touch a disk.
    [[nodiscard]] virtual OctetRead beginRead(Direction direction, StreamOffset offset,
                                              std::size_t length) const = 0;
    // From here on, or no longer, only the newest octets of each direction matter.
    virtual void setBulk(bool on) = 0;
    // Of what comes in one direction from here on, in memory.
    virtual void setKeep(Direction direction, Keep keep) = 0;
    // Octets of a bulk phase that are not there; the last of them are these.
    virtual void skipBulk(Direction direction, std::uint64_t count, OctetView last) = 0;
    // Of the octets that are kept in memory, from the next append on.
    virtual void setLimit(std::size_t limit) = 0;
    // The limit was reached: octets that do not belong to a bulk phase are no longer kept.
    [[nodiscard]] virtual bool hasForgotten() const = 0;
    // Octets that ever came.
    [[nodiscard]] virtual StreamOffset size(Direction direction) const = 0;
};

// Keeps the newest octets of both directions up to a limit, and forgets the oldest blocks beyond it. Of a
// bulk phase, and where it is told so, it keeps the newest of a direction only.
class MemoryOctetStore final : public OctetStore
{
public:
    static constexpr std::size_t defaultLimit = 256 * 1024 * 1024;
    static constexpr std::size_t blockSize = 64 * 1024;

    explicit MemoryOctetStore(std::size_t limit = defaultLimit);

    void setLimit(std::size_t limit) override { m_limit = limit; }
    [[nodiscard]] bool hasForgotten() const override { return m_hasForgotten; }

    void append(Direction direction, OctetView octets) override;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override;
    // Copies what is kept from `offset` on; how many octets that were.
    std::size_t read(Direction direction, StreamOffset offset, std::span<std::byte> into) const;
    // How many octets it keeps from `offset` on, without a gap; at most `length`.
    [[nodiscard]] std::size_t kept(Direction direction, StreamOffset offset, std::size_t length) const;
    // Where the first octets stand that are kept and come after `offset`; the end of the stream where none
    // are.
    [[nodiscard]] StreamOffset nextKept(Direction direction, StreamOffset offset) const;
    [[nodiscard]] StreamOffset size(Direction direction) const override;
    void setBulk(bool on) override;
    void setKeep(Direction direction, Keep keep) override;
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override;
    // Octets that passed, and are not kept.
    void skip(Direction direction, std::uint64_t count);
    // Forgets all but what is kept of bulk phases.
    void forgetPlain();

private:
    struct Block
    {
        StreamOffset offset; // of its first octet in its stream
        bool isBulk;
        OctetBuffer octets;
    };
    struct Stream
    {
        std::deque<Block> blocks; // in order; between two of them octets may be missing
        StreamOffset size;
        Keep keep = Keep::All;
    };
    [[nodiscard]] bool keepsNewest(const Stream &stream) const
    {
        return m_isBulk || stream.keep == Keep::Newest;
    }
    Block &blockForAppend(Stream &stream);
    // Calls `take(OctetView)` with what is kept from `offset` on, at most `length` octets, until there is a
    // gap.
    template <typename Take>
    void forEachPiece(Direction direction, StreamOffset offset, std::size_t length, Take take) const;
    void forgetBulk(Stream &stream);
    bool forgetOldest(Direction grown);

    std::size_t m_limit;
    std::size_t m_kept = 0;
    bool m_isBulk = false;
    bool m_hasForgotten = false;
    ByDirection<Stream> m_streams;
};

} // namespace fg
