// The octets of one direction of a connection, read out of the packets of a session file. For any thread; it
// needs nothing of the session whose octets they are.
#pragma once

#include "protocol/files/paged_file.h"
#include "protocol/session/log/direction.h"
#include "protocol/session/log/stream_offset.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

namespace fg {

// A packet with the stream's octets from this offset on begins there in the file.
struct PacketPlace
{
    StreamOffset offset;
    std::uint64_t filePosition = 0;
};

class PacketOctets
{
public:
    // `interface`: the connection's number in its section of the file.
    PacketOctets(std::shared_ptr<const PagedFile> file, std::uint32_t interface, Direction direction);

    // How many octets could be copied from `offset` on. Places in order: the last that is not behind
    // `offset`, those that follow, and one that no octet is read from on.
    [[nodiscard]] std::size_t read(std::span<const PacketPlace> places, StreamOffset offset,
                                   std::span<std::byte> into) const;

private:
    [[nodiscard]] std::size_t readBetween(PacketPlace here, const PacketPlace &end, StreamOffset offset,
                                          std::span<std::byte> into) const;
    [[nodiscard]] PacketPlace lastPlace() const;
    void keepPlace(const PacketPlace &place) const;

    const std::shared_ptr<const PagedFile> m_file;
    const std::uint32_t m_interface;
    const Direction m_direction;
    mutable std::mutex m_mutex; // of the place alone
    mutable PacketPlace m_last{StreamOffset(UINT64_MAX), 0}; // where the last read was
};

} // namespace fg
