// Reads the octets of one direction of a connection from the packets of a session file. Callable from any
// thread, also after the session has been destroyed.
#pragma once

#include "protocol/files/paged_file.h"
#include "protocol/session/file/segment.h"
#include "protocol/session/log/direction.h"
#include "protocol/session/log/stream_offset.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

namespace fg {

// A packet at this position of the file has the stream's octets from this offset on.
struct PacketPlace
{
    StreamOffset offset;
    std::uint64_t filePosition = 0;
};

// Which packets of a section are a connection's.
struct PacketStream
{
    std::uint32_t interface = 0;
    // Other connections may have packets on the same interface (joined_section.h): these are this one's ends.
    // Nullopt: it is alone there.
    std::optional<PacketEnds> ends;
};

class PacketOctets
{
public:
    PacketOctets(std::shared_ptr<const PagedFile> file, PacketStream stream, Direction direction);

    // Reads octets from `offset` on; returns how many. `places` are in order: the last one at or before
    // `offset`, the ones after it, and a final one at which reading stops.
    [[nodiscard]] std::size_t read(std::span<const PacketPlace> places, StreamOffset offset,
                                   std::span<std::byte> into) const;

private:
    [[nodiscard]] std::size_t readBetween(PacketPlace here, const PacketPlace &end, StreamOffset offset,
                                          std::span<std::byte> into) const;
    [[nodiscard]] PacketPlace lastPlace() const;
    void setLastPlace(const PacketPlace &place) const;

    const std::shared_ptr<const PagedFile> m_file;
    const PacketStream m_stream;
    const Direction m_direction;
    mutable std::mutex m_mutex; // Guards only m_last.
    mutable PacketPlace m_last{StreamOffset(UINT64_MAX), 0}; // The place of the last read.
};

} // namespace fg
