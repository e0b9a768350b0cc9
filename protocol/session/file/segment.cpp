#include "protocol/session/file/segment.h"

#include <arpa/inet.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace fg {
namespace {

constexpr std::size_t v4Header = 20;
constexpr std::size_t v6Header = 40;
constexpr std::size_t tcpHeader = 20;
constexpr std::byte tcpProtocol{6};
constexpr std::byte hopLimit{64};
constexpr std::uint16_t window = 0xFFFF;

constexpr std::byte optionNop{1};
constexpr std::byte optionWindowScale{3};
constexpr std::byte largestScale{14}; // RFC 7323 2.3.
// RFC 6994: an experimental option begins with an identifier of the experiment.
constexpr std::byte optionExperiment{254};
constexpr std::byte noteLength{12};
constexpr std::byte experiment[2] = {std::byte{'F'}, std::byte{'G'}};
constexpr std::uint8_t noteApart = 1;
constexpr std::uint8_t noteFrameRow = 2;

void put16(std::byte *at, std::uint32_t value)
{
    at[0] = static_cast<std::byte>(value >> 8);
    at[1] = static_cast<std::byte>(value);
}

void put32(std::byte *at, std::uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value);
}

std::uint32_t get16(const std::byte *at)
{
    return std::to_integer<std::uint32_t>(at[0]) << 8 | std::to_integer<std::uint32_t>(at[1]);
}

std::uint32_t get32(const std::byte *at) { return get16(at) << 16 | get16(at + 2); }

// A scope ("%eth0") has no meaning in a packet.
std::string withoutScope(const std::string &address) { return address.substr(0, address.find('%')); }

// The address as IPv6; an IPv4 address becomes a mapped one (RFC 4291 2.5.5.2).
std::array<std::byte, 16> wideAddress(const std::string &text)
{
    std::array<std::byte, 16> address{};
    if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1)
        return address;
    address[10] = address[11] = std::byte{0xFF};
    if (inet_pton(AF_INET, text.c_str(), address.data() + 12) == 1)
        return address;
    address = {};
    address[15] = std::byte{1};
    return address;
}

std::array<std::byte, 16> narrowAddress(const std::string &text)
{
    std::array<std::byte, 16> address{};
    if (inet_pton(AF_INET, text.c_str(), address.data()) != 1)
        put32(address.data(), INADDR_LOOPBACK);
    return address;
}

std::uint16_t folded(std::uint64_t sum)
{
    while (sum >> 16 != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

SegmentNote readNote(OctetView options)
{
    while (!options.empty()) {
        const std::byte kind = options[0];
        if (kind == std::byte{0})
            break;
        if (kind == optionNop) {
            options = options.subspan(1);
            continue;
        }
        const std::size_t length = options.size() < 2 ? 0 : std::to_integer<std::size_t>(options[1]);
        if (length < 2 || length > options.size())
            break;
        const bool isNote = kind == optionExperiment && options[1] == noteLength
            && options[2] == experiment[0] && options[3] == experiment[1];
        if (isNote) {
            const auto bits = std::to_integer<std::uint8_t>(options[4]);
            SegmentNote note{.isApart = (bits & noteApart) != 0};
            if ((bits & noteFrameRow) != 0)
                note.frameRowBefore = get32(options.data() + 8);
            return note;
        }
        options = options.subspan(length);
    }
    return {};
}

} // namespace

std::uint16_t internetSum(OctetView octets, std::uint32_t start)
{
    // The sum depends neither on the byte order of the words, as long as the result is swapped too (RFC 1071
    // 2), nor on their width.
    std::uint64_t sum = 0;
    while (octets.size() >= 4) {
        std::uint32_t word;
        std::memcpy(&word, octets.data(), sizeof word);
        sum += word;
        octets = octets.subspan(4);
    }
    std::uint32_t rest = 0;
    if (!octets.empty()) // An empty view may have a null address, which memcpy does not accept.
        std::memcpy(&rest, octets.data(), octets.size());
    std::uint16_t result = folded(sum + rest);
    if constexpr (std::endian::native == std::endian::little)
        result = static_cast<std::uint16_t>(result << 8 | result >> 8);
    return folded(std::uint64_t{result} + start);
}

std::optional<StreamOffset> offsetOf(std::uint32_t sequence, StreamOffset highest)
{
    const std::uint32_t back = sequenceOf(highest) - sequence;
    if (back > highest.value())
        return std::nullopt;
    return highest - back;
}

SegmentEncoder::SegmentEncoder(const End &ours, const End &peers)
    : m_isV6(ours.address.find(':') != std::string::npos || peers.address.find(':') != std::string::npos)
    , m_ports{ours.port, peers.port}
{
    const auto read = m_isV6 ? wideAddress : narrowAddress;
    m_addresses[0] = read(withoutScope(ours.address));
    m_addresses[1] = read(withoutScope(peers.address));
}

OctetView SegmentEncoder::headers(Direction direction, const Segment &segment)
{
    const std::size_t start = m_isV6 ? v6Header : v4Header;
    const std::size_t end = writeOptions(start + tcpHeader, segment);
    const std::size_t length = end - start + segment.payload.size();
    writeNetwork(direction, length);
    const bool isOut = direction == Direction::Out;
    std::byte *const tcp = m_headers.data() + start;
    put16(tcp, m_ports[isOut ? 0 : 1]);
    put16(tcp + 2, m_ports[isOut ? 1 : 0]);
    put32(tcp + 4, segment.sequence);
    put32(tcp + 8, segment.has(TcpFlag::Ack) ? segment.acknowledged : 0);
    tcp[12] = static_cast<std::byte>((end - start) / 4 << 4);
    tcp[13] = static_cast<std::byte>(segment.flags);
    put16(tcp + 14, window);
    put32(tcp + 16, 0); // Checksum and urgent pointer.
    put16(tcp + 16, checksum(start, end, segment.payload, length));
    return OctetView(m_headers).first(end);
}

std::size_t SegmentEncoder::writeNetwork(Direction direction, std::size_t transportLength)
{
    std::byte *const out = m_headers.data();
    const Address &from = m_addresses[direction == Direction::Out ? 0 : 1];
    const Address &to = m_addresses[direction == Direction::Out ? 1 : 0];
    if (m_isV6) {
        put32(out, 6u << 28);
        put16(out + 4, static_cast<std::uint32_t>(transportLength));
        out[6] = tcpProtocol;
        out[7] = hopLimit;
        std::ranges::copy(from, out + 8);
        std::ranges::copy(to, out + 24);
        return v6Header;
    }
    put16(out, 0x4500);
    put16(out + 2, static_cast<std::uint32_t>(v4Header + transportLength));
    put32(out + 4, 0x4000); // Do not fragment.
    out[8] = hopLimit;
    out[9] = tcpProtocol;
    put16(out + 10, 0);
    std::copy_n(from.begin(), 4, out + 12);
    std::copy_n(to.begin(), 4, out + 16);
    put16(out + 10, static_cast<std::uint16_t>(~internetSum(OctetView(m_headers).first(v4Header))));
    return v4Header;
}

// The window is as large as possible, so that no segment seems to have been sent beyond it.
std::size_t SegmentEncoder::writeOptions(std::size_t at, const Segment &segment)
{
    std::byte *const out = m_headers.data() + at;
    if (segment.has(TcpFlag::Syn)) {
        out[0] = optionWindowScale;
        out[1] = std::byte{3};
        out[2] = largestScale;
        out[3] = optionNop;
        return at + 4;
    }
    if (segment.note.isEmpty())
        return at;
    out[0] = optionExperiment;
    out[1] = noteLength;
    out[2] = experiment[0];
    out[3] = experiment[1];
    put32(out + 4, 0);
    out[4] = static_cast<std::byte>((segment.note.isApart ? noteApart : 0)
                                    | (segment.note.frameRowBefore ? noteFrameRow : 0));
    put32(out + 8, segment.note.frameRowBefore.value_or(0));
    return at + std::to_integer<std::size_t>(noteLength);
}

// The checksum of the pseudo header (RFC 9293 3.1), the header and the payload.
std::uint16_t SegmentEncoder::checksum(std::size_t start, std::size_t end, OctetView payload,
                                       std::size_t transportLength) const
{
    const std::size_t addressLength = m_isV6 ? 16 : 4;
    std::uint32_t sum = std::to_integer<std::uint32_t>(tcpProtocol)
        + static_cast<std::uint32_t>(transportLength & 0xFFFF)
        + static_cast<std::uint32_t>(transportLength >> 16);
    for (const Address &address : m_addresses)
        sum = internetSum(OctetView(address).first(addressLength), sum);
    sum = internetSum(OctetView(m_headers).subspan(start, end - start), sum);
    return static_cast<std::uint16_t>(~internetSum(payload, sum));
}

std::optional<Segment> readSegment(OctetView packet)
{
    if (packet.empty())
        return std::nullopt;
    const auto version = std::to_integer<unsigned>(packet[0]) >> 4;
    std::size_t start = v6Header;
    if (version == 4)
        start = (std::to_integer<std::size_t>(packet[0]) & 0xF) * 4;
    if ((version != 4 && version != 6) || start < v4Header || packet.size() < start + tcpHeader)
        return std::nullopt;
    if (packet[version == 4 ? 9 : 6] != tcpProtocol)
        return std::nullopt;
    const OctetView tcp = packet.subspan(start);
    const std::size_t length = (std::to_integer<std::size_t>(tcp[12]) >> 4) * 4;
    if (length < tcpHeader || length > tcp.size())
        return std::nullopt;
    return Segment{.sequence = get32(tcp.data() + 4),
                   .acknowledged = get32(tcp.data() + 8),
                   .flags = std::to_integer<std::uint8_t>(tcp[13]),
                   .note = readNote(tcp.subspan(tcpHeader, length - tcpHeader)),
                   .payload = tcp.subspan(length)};
}

PacketEnds readEnds(OctetView packet, Direction direction)
{
    const bool isV6 = std::to_integer<unsigned>(packet[0]) >> 4 == 6;
    const std::size_t addressLength = isV6 ? 16 : 4;
    const std::size_t addressStart = isV6 ? 8 : 12;
    const std::size_t start = isV6 ? v6Header : (std::to_integer<std::size_t>(packet[0]) & 0xF) * 4;
    const std::size_t sender = direction == Direction::Out ? 0 : 1;
    PacketEnds ends;
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        const OctetView address = packet.subspan(addressStart + end * addressLength, addressLength);
        const std::size_t whose = end == 0 ? sender : 1 - sender;
        std::ranges::copy(address, ends.addresses[whose].begin());
        ends.ports[whose] = static_cast<std::uint16_t>(get16(packet.data() + start + 2 * end));
    }
    return ends;
}

} // namespace fg
