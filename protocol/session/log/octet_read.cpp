#include "protocol/session/log/octet_read.h"

#include <utility>

namespace fg {

std::span<std::byte> OctetRead::grow(std::size_t count)
{
    const std::size_t start = m_octets.size();
    m_octets.resize(start + count);
    return std::span(m_octets).subspan(start);
}

void OctetRead::defer(std::size_t count, DiskReader reader)
{
    const std::size_t start = m_octets.size();
    m_octets.resize(start + count);
    m_gaps.push_back({start, count, std::move(reader)});
}

OctetBuffer OctetRead::finish() &&
{
    for (const Gap &gap : m_gaps) {
        const std::size_t count = gap.reader(std::span(m_octets).subspan(gap.start, gap.count));
        if (count < gap.count) {
            m_octets.resize(gap.start + count);
            break;
        }
    }
    return std::move(m_octets);
}

OctetBuffer OctetRead::inMemory() &&
{
    if (!m_gaps.empty())
        m_octets.resize(m_gaps.front().start);
    return std::move(m_octets);
}

} // namespace fg
