// Blocks of a pcapng file (draft-ietf-opsawg-pcapng), as far as a session file uses them: little-endian, with
// options. This file does not interpret their contents. Lengths are checked when they are read.
#pragma once

#include "protocol/session/log/log_row.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace fg::pcapng {

enum class BlockType : std::uint32_t {
    Section = 0x0A0D0D0A,
    Interface = 1,
    Packet = 6,
    Journal = 9, // One entry in systemd's Journal Export Format.
};

enum class OptionCode : std::uint16_t {
    End = 0,
    Comment = 1,
    PacketFlags = 2, // Of a packet.
    InterfaceName = 2, // Of an interface.
    InterfaceDescription = 3,
    Application = 4, // Of a section.
    TimeResolution = 9, // Of an interface.
};

// Raw IP without a link layer.
inline constexpr std::uint16_t linkTypeRaw = 101;
// if_tsresol: times are multiples of 10^-9 s.
inline constexpr std::byte nanoseconds{9};
// What it is where an interface does not say it: microseconds.
inline constexpr std::byte usualResolution{6};
// A block that claims to be longer is invalid: our blocks are all much shorter.
inline constexpr std::uint32_t largestBlock = 8 * 1024 * 1024;
// Block type, length, and length again.
inline constexpr std::size_t emptyBlock = 12;
// The fields of a packet block before the packet's octets: type, length, interface, time and two lengths.
inline constexpr std::size_t packetStart = 28;

[[nodiscard]] constexpr std::size_t padded(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

// Appends one block; end() completes it.
class BlockWriter
{
public:
    BlockWriter(OctetBuffer &out, BlockType type);
    BlockWriter(const BlockWriter &) = delete;
    BlockWriter &operator=(const BlockWriter &) = delete;

    BlockWriter &number16(std::uint16_t value);
    BlockWriter &number32(std::uint32_t value);
    BlockWriter &number64(std::uint64_t value);
    // Padded to a multiple of four octets, as all variable parts are.
    BlockWriter &octets(OctetView part);
    // The value is cut to the largest size of an option.
    BlockWriter &option(OptionCode code, OctetView value);
    void end();

private:
    OctetBuffer &m_out;
    std::size_t m_start;
};

void appendSection(OctetBuffer &out, std::string_view application);
void appendInterface(OctetBuffer &out, std::string_view name, std::string_view description);
void appendJournal(OctetBuffer &out, OctetView entry);
// Appends a packet of `head` and `payload`. `time`: nanoseconds since 1970.
void appendPacket(OctetBuffer &out, std::uint32_t interface, std::uint64_t time, Direction direction,
                  OctetView head, OctetView payload, std::string_view comment = {});

struct Block
{
    BlockType type{};
    OctetView body; // Borrowed.
    std::size_t length = 0; // Length of the whole block.
};

enum class BlockFault : std::uint8_t {
    Incomplete, // The octets end before the block does.
    BadLength, // Not a multiple of four, too short, or over largestBlock.
    LengthsDiffer, // The lengths at the block's start and end differ.
};

// Reads the block that begins at the first octet.
[[nodiscard]] std::variant<Block, BlockFault> readBlock(OctetView octets);
// The length in the first eight octets of a block; a fault if it is invalid.
[[nodiscard]] std::variant<std::uint32_t, BlockFault> readLength(OctetView octets);

// Finds the direction among the options of a packet.
[[nodiscard]] std::optional<Direction> directionIn(OctetView options);

// Returns false if the section has another byte order or version than ours.
[[nodiscard]] bool isReadableSection(OctetView body);
// The value of the application option of a section, given the body of its block; empty if there is none.
[[nodiscard]] std::string_view applicationOf(OctetView sectionBody);

struct Interface
{
    std::uint16_t linkType = 0;
    std::byte resolution = usualResolution; // if_tsresol

    // A time of its packets in nanoseconds.
    [[nodiscard]] std::uint64_t nanosecondsOf(std::uint64_t time) const;
};
[[nodiscard]] std::optional<Interface> readInterface(OctetView body);

struct Packet
{
    std::uint32_t interface = 0;
    std::uint64_t time = 0;
    OctetView octets; // Borrowed.
    std::optional<Direction> direction;
};
[[nodiscard]] std::optional<Packet> readPacket(OctetView body);

[[nodiscard]] std::uint16_t number16At(OctetView octets, std::size_t at);
[[nodiscard]] std::uint32_t number32At(OctetView octets, std::size_t at);

} // namespace fg::pcapng
