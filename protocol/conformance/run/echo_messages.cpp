#include "protocol/conformance/run/echo_messages.h"

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
    m_received = 0;
    m_difference.reset();
}

void EchoComparison::compare(OctetView part)
{
    const std::uint64_t start = std::exchange(m_received, m_received + part.size());
    if (m_difference || start >= m_length)
        return;
    part = part.first(static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), m_length - start)));
    // The first octets, as many as the pattern has, are compared with the pattern; the rest is compared with
    // the part itself, shifted by one pattern. This is one long comparison, however short the pattern is.
    const std::size_t phase = static_cast<std::size_t>(start % m_pattern.size());
    const OctetView once = part.first(std::min(part.size(), m_pattern.size()));
    const std::size_t upToEnd = std::min(once.size(), m_pattern.size() - phase);
    const OctetView again = part.subspan(once.size());
    const auto found = [&](std::size_t at, OctetView came, OctetView sent) {
        if (m_difference || came.empty() || std::memcmp(came.data(), sent.data(), came.size()) == 0)
            return;
        m_difference =
            start + at + static_cast<std::uint64_t>(std::ranges::mismatch(came, sent).in1 - came.begin());
    };
    found(0, once.first(upToEnd), m_pattern.subspan(phase));
    found(upToEnd, once.subspan(upToEnd), m_pattern);
    found(once.size(), again, part);
}

} // namespace fg
