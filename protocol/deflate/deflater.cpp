#include "protocol/deflate/codec.h"

#include "protocol/deflate/zlib_limits.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace fg {

namespace {

// zlib refuses to deflate raw data with 8 bits, according to zlib.h.
constexpr WindowBits smallestZlibWindow = 9;

// The octets that a sync flush ends with and that are not sent (7.2.1).
constexpr std::size_t flushTailSize = 4;

// How much room for output is added at a time, in octets.
constexpr std::size_t smallestRoom = 256;
constexpr std::size_t largestRoom = 64 * 1024;

// The header of an empty stored block, padded to an octet.
constexpr std::byte emptyStoredBlock{0x00};

} // namespace

void DeflateStreamEnd::operator()(z_stream_s *stream) const
{
    deflateEnd(stream);
    delete stream;
}

Deflater::Deflater(DeflateDirection direction, DeflateEffort effort)
    : m_direction(direction)
    , m_effort(effort)
{
}

std::size_t Deflater::memory() const
{
    if (!m_stream)
        return 0;
    // zconf.h: a window with its links, and the hashes and symbols.
    const int bits = std::clamp(m_direction.windowBits, smallestZlibWindow, maxWindowBits);
    return sizeof(z_stream) + (std::size_t{1} << (bits + 2)) + (std::size_t{1} << (m_effort.memoryLevel + 9));
}

void Deflater::compress(OctetView message, OctetBuffer &out, DeflateContext context, DeflateEnding ending)
{
    begin(context);
    end(message, out, ending);
}

void Deflater::begin(DeflateContext context)
{
    m_isEmpty = true;
    if (!m_stream) {
        auto stream = std::make_unique<z_stream>();
        const int bits = std::clamp(m_direction.windowBits, smallestZlibWindow, maxWindowBits);
        if (deflateInit2(stream.get(), m_effort.level, Z_DEFLATED, -bits, m_effort.memoryLevel,
                         Z_DEFAULT_STRATEGY)
            != Z_OK)
            throw std::bad_alloc();
        m_stream.reset(stream.release());
    } else {
        const bool keeps = context == DeflateContext::Kept
            || (context == DeflateContext::AsAgreed && m_direction.takeover == ContextTakeover::Yes);
        if (!m_hasContext || !keeps)
            deflateReset(m_stream.get());
    }
    m_hasContext = true;
}

void Deflater::write(OctetView part, OctetBuffer &out)
{
    if (!part.empty())
        run(part, Z_NO_FLUSH, out);
}

void Deflater::finish(OctetBuffer &out, DeflateEnding ending) { end({}, out, ending); }

void Deflater::end(OctetView lastPart, OctetBuffer &out, DeflateEnding ending)
{
    if (ending == DeflateEnding::FinalBlock) {
        run(lastPart, Z_FINISH, out);
        out.push_back(emptyStoredBlock);
        // zlib's stream ends with its final block and loses its context.
        m_hasContext = false;
    } else if (m_isEmpty && lastPart.empty()) {
        // 7.2.3.6. After the flush of the previous message, zlib would not write anything for another flush.
        out.push_back(emptyStoredBlock);
    } else {
        run(lastPart, Z_SYNC_FLUSH, out);
        out.resize(out.size() - flushTailSize);
    }
}

void Deflater::run(OctetView part, int flush, OctetBuffer &out)
{
    m_isEmpty = false;
    z_stream &stream = *m_stream;
    do {
        const OctetView now = part.first(std::min<std::size_t>(part.size(), mostAtOnce));
        part = part.subspan(now.size());
        stream.next_in = reinterpret_cast<const Bytef *>(now.data());
        stream.avail_in = static_cast<uInt>(now.size());
        do {
            const std::size_t start = out.size();
            out.resize(start + std::clamp(now.size() + 64, smallestRoom, largestRoom));
            stream.next_out = reinterpret_cast<Bytef *>(out.data() + start);
            stream.avail_out = static_cast<uInt>(out.size() - start);
            // Z_BUF_ERROR means that nothing is left to do.
            deflate(&stream, part.empty() ? flush : Z_NO_FLUSH);
            // erase() can only shorten; the compiler of the sanitized build does not know that of resize().
            out.erase(out.end() - static_cast<std::ptrdiff_t>(stream.avail_out), out.end());
        } while (stream.avail_out == 0);
    } while (!part.empty());
}

} // namespace fg
