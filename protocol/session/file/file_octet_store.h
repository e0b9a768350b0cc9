// The octets of a session in a session file: they are read from the file's packets by means of an index that
// is small compared with them. Only octets that are not in the file are in memory: those not written yet or
// no longer writable, and the ends of bulk phases.
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
        Recording, // Appended octets are not in the file before recorded().
        Reading, // Appended octets were read from the file.
    };

    // `interface`: the connection's number in its section of the file. `memory`: limit for the octets in
    // memory.
    FileOctetStore(const std::shared_ptr<const PagedFile> &file, std::uint32_t interface, Use use,
                   std::size_t memory = MemoryOctetStore::defaultLimit);

    void append(Direction direction, OctetView octets) override;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset,
                                      std::size_t length) const override;
    void setBulk(bool on) override;
    void setKeep(Direction, Keep) override { } // A file has room for all octets.
    void skipBulk(Direction direction, std::uint64_t count, OctetView last) override
    {
        m_memory.skipBulk(direction, count, last);
    }
    void setLimit(std::size_t limit) override { m_memory.setLimit(limit); }
    [[nodiscard]] bool hasDiscardedOctets() const override { return m_memory.hasDiscardedOctets(); }
    [[nodiscard]] StreamOffset size(Direction direction) const override { return m_memory.size(direction); }
    [[nodiscard]] std::size_t memory() const override;

    enum class Gap : std::uint8_t { No, Before };
    // A packet at this position of the file has the stream's octets from `offset` on. With a Gap, the octets
    // before it are not in the file, because a bulk phase left them out.
    void place(Direction direction, StreamOffset offset, std::uint64_t filePosition, Gap gap = Gap::No);
    // The same for octets that are about to be appended. Call it from the thread that appends.
    void expect(Direction direction, StreamOffset offset, std::uint64_t filePosition, Gap gap = Gap::No)
    {
        m_expected.push_back({direction, {offset, filePosition}, gap});
    }
    // Which packets are the connection's, if it is not alone on its interface. Before the first octets.
    void follow(const PacketStream &stream);
    // Everything appended so far is in the file.
    void recorded() { m_memory.discardPlain(); }

private:
    struct Expected
    {
        Direction direction;
        PacketPlace place;
        Gap gap;
    };
    struct Index
    {
        std::shared_ptr<const PacketOctets> octets;
        std::vector<PacketPlace> places; // In order, about one for each 16 KiB of the file.
        bool needsPlace = true; // The next packet does not directly follow the one before.
    };
    // Returns false if the octets are not in the file.
    [[nodiscard]] bool deferToFile(OctetRead &octets, Direction direction, StreamOffset offset,
                                   std::size_t length) const;

    const std::shared_ptr<const PagedFile> m_file;
    Use m_use;
    bool m_isBulk = false;
    MemoryOctetStore m_memory; // Counts all octets, including those in the file.
    ByDirection<Index> m_indexes;
    std::vector<Expected> m_expected;
};

} // namespace fg
