// The octets of a session that lives on its file: read out of the file's packets by an index that is small
// beside them. In memory is only what is not in the file: what is not yet written, or no longer can be, and
// the ends of bulk phases.
#pragma once

#include "protocol/session/file/packet_octets.h"
#include "protocol/session/log/octet_store.h"

#include <memory>
#include <utility>
#include <vector>

namespace fg {

class FileOctetStore final : public OctetStore
{
public:
    enum class Use : std::uint8_t {
        Recording, // what is appended is not in the file before recorded()
        Reading, // what is appended came out of the file
    };

    // `interface`: the connection's number in its section of the file. `memory`: most octets to keep that are
    // not in the file.
    FileOctetStore(const std::shared_ptr<const PagedFile> &file, std::uint32_t interface, Use use,
                   std::size_t memory = MemoryOctetStore::defaultLimit);

    void append(Direction direction, OctetView octets) override;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override;
    void setBulk(bool on) override;
    void setKeep(Direction, Keep) override { } // a file has room for all
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override
    {
        m_memory.skipBulk(direction, count, last);
    }
    void setLimit(std::size_t limit) override { m_memory.setLimit(limit); }
    [[nodiscard]] bool hasForgotten() const override { return m_memory.hasForgotten(); }
    [[nodiscard]] StreamOffset size(Direction direction) const override { return m_memory.size(direction); }

    enum class Gap : std::uint8_t { No, Before };
    // A packet with the stream's octets from this offset on begins there in the file. Gap: the octets before
    // it are not in the file, because a bulk phase left them out.
    void place(Direction direction, StreamOffset offset, std::uint64_t filePosition, Gap gap = Gap::No);
    // The same for octets that are about to be appended, from the thread that appends.
    void expect(Direction direction, StreamOffset offset, std::uint64_t filePosition)
    {
        m_expected.push_back({direction, {offset, filePosition}});
    }
    // Everything appended so far is in the file.
    void recorded() { m_memory.forgetPlain(); }

private:
    struct Index
    {
        std::shared_ptr<const PacketOctets> octets;
        std::vector<PacketPlace> places; // in order, about one for each 16 KiB of the file
        bool needsPlace = true; // the next packet does not follow on the one before
    };
    // False: they are not in the file.
    [[nodiscard]] bool leaveToFile(OctetRead &octets, Direction direction, StreamOffset offset,
                                   std::size_t length) const;

    Use m_use;
    bool m_isBulk = false;
    MemoryOctetStore m_memory; // counts all octets
    ByDirection<Index> m_indexes;
    std::vector<std::pair<Direction, PacketPlace>> m_expected;
};

} // namespace fg
