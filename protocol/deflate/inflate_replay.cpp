#include "protocol/deflate/inflate_replay.h"

#include <array>
#include <new>

namespace fg {

void beginInflating(z_stream &stream, ZlibPool &pool)
{
    stream = {};
    stream.zalloc = ZlibPool::allocate;
    stream.zfree = ZlibPool::release;
    stream.opaque = &pool;
    if (inflateInit2(&stream, -15) != Z_OK)
        throw std::bad_alloc();
}

int inflateOn(z_stream &stream)
{
    const int result = inflate(&stream, Z_SYNC_FLUSH);
    // inflateReset() would empty the window.
    if (result == Z_STREAM_END)
        inflateResetKeep(&stream);
    return result;
}

InflateReplay::InflateReplay(ZlibPool &pool)
    : m_pool(pool)
{
}

InflateReplay::~InflateReplay() { dropCopy(); }

void InflateReplay::restart()
{
    dropCopy();
    m_octets.clear();
    m_wasAsked = false;
    m_replayed = 0;
    m_taken = m_given = 0;
    m_copyTaken = m_copyGiven = 0;
}

void InflateReplay::prepare(z_stream &stream)
{
    // Each octet is replayed only once, however often a peer makes us ask.
    if (m_wasAsked || m_octets.size() >= keptOctets)
        copy(stream);
}

void InflateReplay::record(OctetView taken, std::size_t given)
{
    m_octets.insert(m_octets.end(), taken.begin(), taken.end());
    m_taken += taken.size();
    m_given += given;
}

std::uint64_t InflateReplay::takenFor(std::uint64_t given)
{
    m_wasAsked = true;
    if (!m_hasCopy) {
        beginInflating(m_copy, m_pool);
        m_hasCopy = true;
    }
    // Output that did not fit when the copy was made comes from the octets before it.
    if (m_replayed == 0)
        replay({});
    while (m_copyGiven < given && m_replayed < m_octets.size())
        replay(OctetView(m_octets).subspan(m_replayed++, 1));
    return m_copyTaken + m_replayed - 1;
}

void InflateReplay::replay(OctetView octets)
{
    std::array<Bytef, 4096> scratch;
    m_copy.next_in = reinterpret_cast<const Bytef *>(octets.data());
    m_copy.avail_in = static_cast<uInt>(octets.size());
    do {
        m_copy.next_out = scratch.data();
        m_copy.avail_out = scratch.size();
        (void)inflateOn(m_copy);
        m_copyGiven += scratch.size() - m_copy.avail_out;
    } while (m_copy.avail_out == 0);
}

void InflateReplay::copy(z_stream &stream)
{
    dropCopy();
    if (inflateCopy(&m_copy, &stream) != Z_OK)
        throw std::bad_alloc();
    m_hasCopy = true;
    m_wasAsked = false;
    m_octets.clear();
    m_replayed = 0;
    m_copyTaken = m_taken;
    m_copyGiven = m_given;
}

void InflateReplay::dropCopy()
{
    if (m_hasCopy)
        inflateEnd(&m_copy);
    m_hasCopy = false;
}

} // namespace fg
