// TCP segments in IPv4 or IPv6 packets, made up around the octets of a connection so that a protocol analyser
// reads them as captured ones. The sequence number of octet 0 of a stream is 1.
#pragma once

#include "protocol/session/log/log_row.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace fg {

// The most octets of a stream in one segment; with its headers it still fits into an IP packet.
inline constexpr std::size_t largestSegment = 65'000;

enum class TcpFlag : std::uint8_t { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16 };

[[nodiscard]] constexpr std::uint8_t flagsOf(TcpFlag a) { return static_cast<std::uint8_t>(a); }
[[nodiscard]] constexpr std::uint8_t flagsOf(TcpFlag a, TcpFlag b)
{
    return static_cast<std::uint8_t>(flagsOf(a) | flagsOf(b));
}

// What a segment says about its row beyond TCP. It is written as an experimental TCP option (RFC 6994).
struct SegmentNote
{
    bool isApart = false; // RowFlag::Apart
    // The row of a sent frame, which is derived from the octets that follow, directly precedes this row and
    // is this many nanoseconds earlier.
    std::optional<std::uint32_t> frameRowBefore;

    [[nodiscard]] bool isEmpty() const { return !isApart && !frameRowBefore; }
    bool operator==(const SegmentNote &) const = default;
};

struct Segment
{
    std::uint32_t sequence = 0;
    std::uint32_t acknowledged = 0;
    std::uint8_t flags = 0;
    SegmentNote note;
    OctetView payload; // Borrowed.

    [[nodiscard]] bool has(TcpFlag flag) const { return (flags & flagsOf(flag)) != 0; }
};

// The ends of a connection, as the headers of its packets have them: ours, and the peer's. An IPv4 address is
// in the first four octets.
struct PacketEnds
{
    std::array<std::array<std::byte, 16>, 2> addresses{};
    std::array<std::uint16_t, 2> ports{};

    auto operator<=>(const PacketEnds &) const = default;
};

// The sequence number of the octet at this offset of a stream.
[[nodiscard]] constexpr std::uint32_t sequenceOf(StreamOffset offset)
{
    return static_cast<std::uint32_t>(offset.value() + 1);
}
// The last offset up to `highest` that has this sequence number; nullopt if there is none.
[[nodiscard]] std::optional<StreamOffset> offsetOf(std::uint32_t sequence, StreamOffset highest);

// Encodes the packets of both ends of a connection.
class SegmentEncoder
{
public:
    struct End
    {
        std::string address; // Numeric, IPv4 or IPv6. Other texts become the loopback address.
        std::uint16_t port = 0;
    };

    SegmentEncoder(const End &ours, const End &peers);

    // The IP and TCP headers of a segment, with checksums; borrowed until the next call.
    [[nodiscard]] OctetView headers(Direction direction, const Segment &segment);
    [[nodiscard]] PacketEnds ends() const
    {
        return {.addresses = {m_addresses[0], m_addresses[1]}, .ports = {m_ports[0], m_ports[1]}};
    }

private:
    std::size_t writeNetwork(Direction direction, std::size_t transportLength);
    std::size_t writeOptions(std::size_t at, const Segment &segment);
    [[nodiscard]] std::uint16_t checksum(std::size_t start, std::size_t end, OctetView payload,
                                         std::size_t transportLength) const;

    using Address = std::array<std::byte, 16>;
    bool m_isV6 = false;
    Address m_addresses[2] = {}; // Ours, the peer's; an IPv4 address is in the first four octets.
    std::uint16_t m_ports[2] = {};
    std::array<std::byte, 40 + 60> m_headers{};
};

// nullopt if the packet is not a TCP segment, or is cut.
[[nodiscard]] std::optional<Segment> readSegment(OctetView packet);
// The ends of a packet that readSegment() can read. `direction`: of the packet.
[[nodiscard]] PacketEnds readEnds(OctetView packet, Direction direction);

// The one's complement sum of RFC 1071, before it is complemented. The octets begin at an even offset.
[[nodiscard]] std::uint16_t internetSum(OctetView octets, std::uint32_t start = 0);

} // namespace fg
