// Finds the octet of a compressed stream that made an octet of the inflated one certain. zlib does not say:
// it takes what it gets and gives what it can. So the octets since a known state of the stream are kept, and
// when the question is asked they are inflated again from there, one by one.
#pragma once

#include "protocol/deflate/zlib_pool.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <zlib.h>

namespace fg {

class InflateReplay
{
public:
    // After so many octets a copy of the stream, some 40 KiB, takes the place of those before.
    static constexpr std::size_t keptOctets = 64 * 1024;

    explicit InflateReplay(ZlibPool &pool);
    ~InflateReplay();
    InflateReplay(const InflateReplay &) = delete;
    InflateReplay &operator=(const InflateReplay &) = delete;

    // The stream was made anew: it remembers nothing, and both counts begin at 0.
    void restart();
    // Before the stream takes octets. What was given earlier can no longer be asked for.
    void prepare(z_stream &stream);
    // The stream goes on from a state that its octets do not account for.
    void resume(z_stream &stream) { copy(stream); }
    // The stream has taken these octets and given so many.
    void note(OctetView taken, std::size_t given);
    // The number of the octet taken that made the stream give so many octets in all. It must be among those
    // noted last, and not before one that was asked for since.
    [[nodiscard]] std::uint64_t takenFor(std::uint64_t given);

private:
    void replay(OctetView octets);
    void copy(z_stream &stream);
    void dropCopy();

    ZlibPool &m_pool;
    z_stream m_copy{};
    bool m_hasCopy = false;
    bool m_wasAsked = false;
    OctetBuffer m_octets; // taken since the copy was made
    std::size_t m_replayed = 0; // of them
    std::uint64_t m_copyTaken = 0; // when it was made
    std::uint64_t m_copyGiven = 0; // so far
    std::uint64_t m_taken = 0;
    std::uint64_t m_given = 0;
};

// A raw inflating stream with the largest window, on the pool.
void beginInflating(z_stream &stream, ZlibPool &pool);
// As zlib's inflate with Z_SYNC_FLUSH, but that data goes on behind a final block with what was before it
// still in the window (RFC 7692 7.2.3.4): Z_STREAM_END says only that such a block has ended.
[[nodiscard]] int inflateOn(z_stream &stream);

} // namespace fg
