#include "protocol/session/log/extra_table.h"

#include <utility>

namespace fg {
namespace {

FrameIntent plainIntent(const LogRow &row) { return {.patternLength = row.length}; }

std::size_t heldBy(const std::string &text)
{
    return text.size() > std::string().capacity() ? text.size() : 0;
}

std::size_t heldBy(const std::vector<CertificateFault> &faults)
{
    std::size_t octets = faults.size() * sizeof(CertificateFault);
    for (const CertificateFault &fault : faults)
        octets += heldBy(fault.name) + heldBy(fault.subject) + heldBy(fault.detail);
    return octets;
}

// Octets of memory that an extra refers to.
struct Held
{
    template <typename Plain> std::size_t operator()(const Plain &) const { return 0; }
    std::size_t operator()(const std::string &text) const { return heldBy(text); }
    std::size_t operator()(const PeerInfo &peer) const
    {
        std::size_t octets = heldBy(peer.allowedFaults);
        for (const std::string *const text :
             {&peer.localAddress, &peer.peerAddress, &peer.tlsVersion, &peer.tlsCipher, &peer.tlsPeerSubject})
            octets += heldBy(*text);
        return octets;
    }
    std::size_t operator()(const TransportError &error) const
    {
        return heldBy(error.detail) + heldBy(error.certificateFaults);
    }
    std::size_t operator()(const RecordingFault &fault) const
    {
        return heldBy(fault.file) + heldBy(fault.reason);
    }
};

bool isSentFrame(const LogRow &row) { return row.kind == RowKind::Frame && row.direction == Direction::Out; }

} // namespace

std::uint32_t ExtraTable::add(const LogRow &row, RowExtra extra)
{
    if (std::holds_alternative<std::monostate>(extra))
        return 0;
    if (const auto *const intent = std::get_if<FrameIntent>(&extra))
        return isSentFrame(row) && *intent == plainIntent(row) ? 0 : addIntent(row, *intent);
    // A timer of a case is set and fires with the same tag, so both rows share one entry.
    if (m_others.size() == 0 || m_others[m_others.size() - 1] != extra) {
        m_heldByOthers += std::visit(Held(), extra);
        m_others.append(std::move(extra));
    }
    return static_cast<std::uint32_t>(m_others.size());
}

std::uint32_t ExtraTable::addIntent(const LogRow &row, const FrameIntent &intent)
{
    SharedIntent shared{
        .patternLength = {}, .repeatTo = intent.repeatTo, .chop = intent.chop, .sync = intent.sync};
    if (intent.patternLength != row.length)
        shared.patternLength = intent.patternLength;
    const auto known = m_known.find(shared);
    if (known != m_known.end())
        return known->second;
    m_intents.append(shared);
    const std::uint32_t number = static_cast<std::uint32_t>(m_intents.size()) | intentBit;
    if (m_known.size() < mostShared)
        m_known.emplace(shared, number);
    return number;
}

RowExtra ExtraTable::of(const LogRow &row) const
{
    const std::uint32_t number = row.extra & ~intentBit;
    if (number == 0)
        return isSentFrame(row) ? RowExtra(plainIntent(row)) : RowExtra();
    if ((row.extra & intentBit) == 0)
        return number <= m_others.size() ? m_others[number - 1] : RowExtra();
    if (number > m_intents.size())
        return {};
    const SharedIntent &shared = m_intents[number - 1];
    return FrameIntent{.patternLength = shared.patternLength.value_or(row.length),
                       .repeatTo = shared.repeatTo,
                       .chop = shared.chop,
                       .sync = shared.sync};
}

} // namespace fg
