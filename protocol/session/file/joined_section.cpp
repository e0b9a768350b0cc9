#include "protocol/session/file/joined_section.h"

#include "protocol/session/file/connection_recorder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fg {
namespace {

// At most this many connections are compared for one block, so that a file with many equal ones is not slow.
constexpr std::size_t mostCompared = 1024;

// Whether an entry of the connection can have this time. An entry names the time since the connection's
// start, and its block the time of day in microseconds.
bool fits(const JoinedSection::Member &member, const JournalEntry &entry)
{
    const auto time = entry.number<std::uint64_t>("__REALTIME_TIMESTAMP");
    if (const auto started = entry.number<std::uint64_t>("FG_OF"))
        return *started == member.started;
    const auto sinceStart = entry.number<Duration::rep>("FG_TIME");
    if (!time || !sinceStart)
        return true;
    return (member.started + static_cast<std::uint64_t>(*sinceStart)) / 1000 == *time;
}

} // namespace

void JoinedSection::add(std::size_t connection, std::uint32_t number, const SessionHeading &heading,
                        RecordedStream &stream)
{
    Member &member = m_members.emplace_back();
    member.connection = connection;
    member.number = number;
    member.started = epochTime(heading.started);
    member.role = heading.role;
    member.stream = &stream;
    m_byNumber[number].push_back(&member);
    // Those of a connection that was recorded without its addresses.
    connected(member, {});
}

void JoinedSection::setEnds(Member &member, std::vector<PacketEnds> ends)
{
    for (const PacketEnds &before : member.ends) {
        const auto found = m_byEnds.find(before);
        if (found == m_byEnds.end())
            continue;
        found->second.erase(&member);
        if (found->second.empty())
            m_byEnds.erase(found);
    }
    member.ends = std::move(ends);
    for (const PacketEnds &one : member.ends)
        m_byEnds[one].insert(&member);
}

void JoinedSection::connected(Member &member, const PeerInfo &peer)
{
    std::vector<PacketEnds> ends{endsOf(peer, member.role, member.number, member.started)};
    const PacketEnds older = endsOf(peer, member.role, member.number, 0);
    if (older != ends.front())
        ends.push_back(older);
    setEnds(member, std::move(ends));
}

// Where one recording was joined with itself, the entries of each copy come in turn.
JoinedSection::Member *JoinedSection::ownerOf(std::uint32_t number, const JournalEntry &entry)
{
    const auto found = m_byNumber.find(number);
    if (found == m_byNumber.end())
        return nullptr;
    const std::vector<Member *> &all = found->second;
    Member *owner = nullptr;
    for (std::size_t i = all.size() - std::min(all.size(), mostCompared); i < all.size(); ++i) {
        if ((all.size() == 1 || fits(*all[i], entry)) && (!owner || all[i]->entries < owner->entries))
            owner = all[i];
    }
    if (owner)
        ++owner->entries;
    return owner;
}

JoinedSection::Owner JoinedSection::ownerOf(std::uint32_t interface, Direction direction,
                                            const PacketEnds &ends, const Segment &segment)
{
    const auto found = m_byEnds.find(ends);
    if (found == m_byEnds.end())
        return {};
    Owner owner{.member = nullptr, .hasEnds = true};
    const Members &all = found->second;
    auto best = RecordedStream::Fit::No;
    const auto compared = static_cast<std::ptrdiff_t>(std::min(all.size(), mostCompared));
    for (auto one = std::prev(all.end(), compared); one != all.end(); ++one) {
        Member &member = **one;
        const auto fit = member.stream->fitOf(direction, segment);
        if (member.interface.value_or(interface) != interface || fit == RecordedStream::Fit::No)
            continue;
        // What could continue two connections is given to the first that it suits. The other must not read it
        // as its own.
        Member *other = &member;
        if (!owner.member || fit > best) {
            other = std::exchange(owner.member, &member);
            best = fit;
        }
        if (other)
            other->stream->separateNext(direction);
    }
    if (owner.member && !owner.member->interface) {
        owner.member->interface = interface;
        setEnds(*owner.member, {ends});
        owner.member->stream->follow({.interface = interface, .ends = ends});
    }
    return owner;
}

} // namespace fg
