// Where the octets of a session are kept: two streams, read by position. In memory with a limit now;
// a file is another implementation of the same interface.
#pragma once

#include "protocol/session/log_row.h"

#include <deque>
#include <memory>
#include <span>

namespace fg {

class OctetStore
{
public:
    virtual ~OctetStore() = default;

    virtual void append(Direction direction, OctetView octets) = 0;
    // Copies what is kept from `offset` on and returns how many octets that were: fewer than asked at the end
    // of the stream, 0 where they are no longer kept.
    virtual std::size_t read(Direction direction, std::uint64_t offset, std::span<std::byte> into) const = 0;
    // Octets that ever came.
    [[nodiscard]] virtual std::uint64_t size(Direction direction) const = 0;
    // The first octet that is still kept.
    [[nodiscard]] virtual std::uint64_t firstKept(Direction direction) const = 0;
};

// Keeps the newest octets of both directions up to a limit, and forgets the oldest blocks beyond it.
class MemoryOctetStore final : public OctetStore
{
public:
    static constexpr std::size_t defaultLimit = 256 * 1024 * 1024;
    static constexpr std::size_t blockSize = 64 * 1024;

    explicit MemoryOctetStore(std::size_t limit = defaultLimit);

    void append(Direction direction, OctetView octets) override;
    std::size_t read(Direction direction, std::uint64_t offset, std::span<std::byte> into) const override;
    [[nodiscard]] std::uint64_t size(Direction direction) const override;
    [[nodiscard]] std::uint64_t firstKept(Direction direction) const override;

private:
    struct Stream
    {
        std::deque<OctetBuffer> blocks; // full but for the last
        std::uint64_t firstKept = 0; // position of the first block's first octet
        std::uint64_t size = 0;
    };
    bool forgetOldest(Direction grown);

    std::size_t m_limit;
    std::size_t m_kept = 0;
    Stream m_streams[2];
};

} // namespace fg
