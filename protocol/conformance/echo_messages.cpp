#include "protocol/conformance/echo_messages.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace fg {

EchoMessages::EchoMessages(const EchoSpec &spec, std::optional<DeflateDirection> compression)
    : m_spec(spec)
{
    if (spec.window)
        m_window.emplace(DataSet::of(spec.window->data), spec.window->length);
    if (!compression)
        return;
    m_deflater.emplace(*compression);
    const bool repeats = m_window && m_window->period() < spec.count;
    if (repeats && compression->takeover == ContextTakeover::No)
        m_kept.resize(m_window->period());
}

std::optional<std::uint64_t> EchoMessages::repeatTo() const
{
    return m_window ? std::nullopt : m_spec.message.payload.repeatTo;
}

void EchoMessages::prepare()
{
    if (std::exchange(m_isReady, true))
        return;
    const std::size_t number = m_window ? m_window->numberInPeriod() : 0;
    m_nextPlain = m_window ? m_window->next() : OctetView(m_spec.message.payload.pattern);
    if (m_deflater)
        m_next = &compressed(m_nextPlain, number);
}

void EchoMessages::advance()
{
    prepare();
    m_plain = m_nextPlain;
    m_current = m_next;
    m_isReady = false;
}

const OctetBuffer &EchoMessages::compressed(OctetView message, std::size_t number)
{
    const bool mayKeep = number < m_kept.size() && m_keptSize < keptLimit;
    if (number < m_kept.size() && !m_kept[number].empty())
        return m_kept[number];
    OctetBuffer &into = mayKeep ? m_kept[number] : m_buffers[std::exchange(m_nextBuffer, 1 - m_nextBuffer)];
    into.clear();
    m_deflater->compress(message, into);
    if (mayKeep)
        m_keptSize += into.size();
    return into;
}

void EchoComparison::begin(OctetView pattern, std::uint64_t length)
{
    m_pattern = pattern;
    m_length = length;
    m_taken = 0;
    m_difference.reset();
}

void EchoComparison::take(OctetView part)
{
    const std::uint64_t start = std::exchange(m_taken, m_taken + part.size());
    if (m_difference || start >= m_length)
        return;
    part = part.first(static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), m_length - start)));
    for (std::uint64_t at = start; !part.empty();) {
        const OctetView expected = m_pattern.subspan(static_cast<std::size_t>(at % m_pattern.size()));
        const std::size_t size = std::min(part.size(), expected.size());
        if (std::memcmp(part.data(), expected.data(), size) != 0) {
            const auto differs = std::ranges::mismatch(part.first(size), expected).in1;
            m_difference = at + static_cast<std::uint64_t>(differs - part.begin());
            return;
        }
        part = part.subspan(size);
        at += size;
    }
}

} // namespace fg
