// Finds the octet of a compressed stream that determined an octet of the inflated one. zlib does not report
// this: it consumes its input in pieces and returns output when it can. Therefore the octets since a known
// state of the stream are kept, and when the question is asked they are inflated again from that state, one
// by one.
#pragma once

#include "protocol/deflate/zlib_pool.h"
#include "protocol/wire/octets.h"

#include <cstdint>
#include <zlib.h>

namespace fg {

class InflateReplay
{
public:
    // After this number of octets, a copy of the stream, about 40 KiB, replaces the octets before it.
    static constexpr std::size_t keptOctets = 64 * 1024;

    explicit InflateReplay(ZlibPool &pool);
    ~InflateReplay();
    InflateReplay(const InflateReplay &) = delete;
    InflateReplay &operator=(const InflateReplay &) = delete;

    // The stream was restarted: it remembers nothing, and both counts begin at 0.
    void restart();
    // Call before the stream consumes octets. Earlier output can no longer be asked for.
    void prepare(z_stream &stream);
    // The stream continues from a state that does not follow from the recorded octets.
    void resume(z_stream &stream) { copy(stream); }
    // Records that the stream consumed these octets and returned `given` octets.
    void record(OctetView taken, std::size_t given);
    // The number of consumed octets after which the stream had returned `given` octets in all. `given` must
    // lie in the output recorded last, and must not be smaller than in an earlier call since then.
    [[nodiscard]] std::uint64_t takenFor(std::uint64_t given);
    // Octets of memory for the consumed octets; the copy's are in the pool.
    [[nodiscard]] std::size_t memory() const { return m_octets.capacity(); }

private:
    void replay(OctetView octets);
    void copy(z_stream &stream);
    void dropCopy();

    ZlibPool &m_pool;
    z_stream m_copy{};
    bool m_hasCopy = false;
    bool m_wasAsked = false;
    OctetBuffer m_octets; // octets consumed since the copy was made
    std::size_t m_replayed = 0; // how many of them were replayed
    std::uint64_t m_copyTaken = 0; // total consumed when the copy was made
    std::uint64_t m_copyGiven = 0; // total that the copy has returned so far
    std::uint64_t m_taken = 0;
    std::uint64_t m_given = 0;
};

// Starts a raw inflating stream with the largest window, allocated from the pool.
void beginInflating(z_stream &stream, ZlibPool &pool);
// Like zlib's inflate with Z_SYNC_FLUSH, except that after a final block the stream continues and keeps its
// window (RFC 7692 7.2.3.4): Z_STREAM_END only says that such a block has ended.
[[nodiscard]] int inflateOn(z_stream &stream);

} // namespace fg
