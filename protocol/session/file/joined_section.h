// Finds out to which connection the blocks of a section belong that another program has written from
// recordings of ours: mergecap joins several, Wireshark and editcap write one again. Such a program writes
// one section, gives the interfaces other numbers or makes one of those that are equal, and orders the blocks
// by time, but keeps the order that they had in each recording. Entries still have the number that the
// connection had in its recording. Internal to session_reader.
#pragma once

#include "protocol/session/file/journal_entry.h"
#include "protocol/session/file/recorded_stream.h"
#include "protocol/session/file/segment.h"
#include "protocol/session/file/session_heading.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace fg {

class JoinedSection
{
public:
    struct Member
    {
        std::size_t connection = 0; // Its index among all connections of the file.
        std::uint32_t number = 0; // In its recording.
        std::uint64_t started = 0; // Nanoseconds since 1970.
        Role role = Role::Client;
        RecordedStream *stream = nullptr;
        // Those that its packets may have; one from the first packet on.
        std::vector<PacketEnds> ends;
        std::optional<std::uint32_t> interface; // Known from its first packet on.
        std::uint64_t entries = 0; // Number of its entries so far.
    };

    // A connection whose heading was read. `stream` is borrowed.
    void add(std::size_t connection, std::uint32_t number, const SessionHeading &heading,
             RecordedStream &stream);

    // The connection of an entry with this number; null if there is none.
    [[nodiscard]] Member *ownerOf(std::uint32_t number, const JournalEntry &entry);
    // After the row that names its ends was read.
    void connected(Member &member, const PeerInfo &peer);

    struct Owner
    {
        Member *member = nullptr; // Null: the packet does not continue any connection.
        bool hasEnds = false; // Whether there is a connection with these ends.
    };
    // The connection that a packet continues.
    [[nodiscard]] Owner ownerOf(std::uint32_t interface, Direction direction, const PacketEnds &ends,
                                const Segment &segment);

private:
    struct Earlier
    {
        bool operator()(const Member *one, const Member *other) const
        {
            return one->connection < other->connection;
        }
    };
    // In the order of the file. Many connections may have the same ends, and each leaves the list when its
    // first packet tells which ends it has; so leaving must not take the longer, the more there are.
    using Members = std::set<Member *, Earlier>;

    void setEnds(Member &member, std::vector<PacketEnds> ends);

    std::deque<Member> m_members;
    std::map<std::uint32_t, std::vector<Member *>> m_byNumber;
    std::map<PacketEnds, Members> m_byEnds; // Has no empty lists.
};

} // namespace fg
