// One row of the session log: a value of fixed size without strings, so that millions of them are
// cheap. What does not fit stands in a side table (RowExtra), the octets in the octet store.
#pragma once

#include "protocol/session/log/direction.h"
#include "protocol/session/log/row_number.h"
#include "protocol/session/log/stream_offset.h"
#include "protocol/transport/time_source.h"
#include "protocol/transport/transport.h"
#include "protocol/wire/frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace fg {

enum class RowKind : std::uint8_t {
    Connected, // the stream is up; extra: PeerInfo
    Octets, // one read or one handed-over write: offset, length
    Frame, // offset of its first octet, length: the declared payload length; extra where sent: FrameIntent
    TimerSet, // timer, length: nanoseconds; extra for Wait: the tag
    TimerFired, // the same
    Failing, // we fail the connection from here on (RFC 6455 7.1.7)
    Recording, // recording of octets and frames was switched: RowFlag::On; extra where switched on:
               // BulkRecord
    Dropped, // the stream is over; direction says who ended it
    Error, // the stream never came about, or TLS refused it; extra: TransportError
    Note, // extra: a text of ours, an EchoRecord, a LimitRecord or a RecordingFault
};

// Timers that a log shows: those of a case, and those of the endpoint.
enum class TimerPurpose : std::uint8_t {
    FailConnection,
    CloseConnection,
    Wait,
    OpeningHandshake,
    CloseReply,
    ServerDrop,
};

enum class RowFlag : std::uint8_t {
    Apart = 1, // Octets: a write that had to leave alone
    Derived = 2, // not appended but found in the octets
    Incomplete = 4, // Frame: the stream ended inside it
    Streamed = 8, // Frame: sent in parts, or as raw octets; found in the octets afterwards
    On = 16, // Recording
    Silent = 32, // Recording: reports have no row for it
    Head = 64, // Octets: holds octets of the opening handshake; set by the session
};

struct LogRow
{
    Duration time{}; // since the session began
    StreamOffset offset; // in the stream of its direction
    std::uint64_t length = 0;
    // Octets of the peer that had been taken in when it happened: where it stands among them.
    StreamOffset peerPosition;
    std::uint32_t extra = 0; // number in the side table, from 1; 0: none
    RowKind kind = RowKind::Note;
    Direction direction = Direction::In;
    std::uint8_t opcodeBits = 0; // Frame: the first octet of the header
    std::uint8_t flags = 0;
    MaskingKey maskingKey{}; // Frame, where masked
    std::uint8_t lengthBits = 0; // Frame: MASK in the top bit, the LengthForm in the lowest two
    TimerPurpose timer{}; // TimerSet, TimerFired
    TcpEnd tcpEnd{}; // Dropped by the peer
    TlsEnd tlsEnd{}; // Dropped by the peer

    [[nodiscard]] bool has(RowFlag flag) const { return (flags & static_cast<std::uint8_t>(flag)) != 0; }
    void set(RowFlag flag) { flags = static_cast<std::uint8_t>(flags | static_cast<std::uint8_t>(flag)); }

    // Frame only.
    [[nodiscard]] FrameHeader header() const;
    void setHeader(const FrameHeader &header);
    [[nodiscard]] Opcode opcode() const { return opcodeOf(opcodeBits); }
    [[nodiscard]] bool fin() const { return (opcodeBits & 0x80) != 0; }
    [[nodiscard]] unsigned rsv() const { return (opcodeBits >> 4) & 0x7u; }
    [[nodiscard]] bool isMasked() const { return (lengthBits & 0x80) != 0; }
    bool operator==(const LogRow &) const = default;
};

static_assert(sizeof(LogRow) <= 48);

// How a frame that we sent was asked for.
struct FrameIntent
{
    std::uint64_t patternLength = 0; // of the payload before it was repeated
    std::optional<std::uint64_t> repeatTo;
    std::size_t chop = 0;
    bool sync = false;

    bool operator==(const FrameIntent &) const = default;
};

// What passed in one direction while octets and frames were not recorded.
struct BulkStream
{
    std::uint64_t octets = 0;
    std::uint64_t frames = 0;
    std::uint32_t crc = 0; // CRC-32 of the octets (RFC 1952 8)

    void add(OctetView passed);
    bool operator==(const BulkStream &) const = default;
};

// Stands in the row that switches recording on again. The last octets of each direction are kept.
using BulkRecord = ByDirection<BulkStream>;

// How the echoes of a bulk phase compared with what was sent.
struct EchoRecord
{
    enum class Fault : std::uint8_t { None, Type, Length, Content };

    std::uint64_t wanted = 0; // messages
    std::uint64_t right = 0; // that came back the same
    Fault fault = Fault::None; // of the message behind the right ones
    std::uint64_t difference = 0; // Content: offset in the message; Length: the length that came
    std::uint64_t length = 0; // octets of the last message sent

    bool operator==(const EchoRecord &) const = default;
};

// A limit of the log that was reached, once for each. Its row is a Derived one.
struct LimitRecord
{
    enum class What : std::uint8_t {
        Octets, // from here on the oldest are no longer kept
        Rows, // further ones are no longer added; this is the last
    };

    What what = What::Octets;
    std::uint64_t limit = 0;

    bool operator==(const LimitRecord &) const = default;
};

// The session's file cannot be written any more; what follows is kept in memory alone.
struct RecordingFault
{
    std::string file;
    std::string reason; // in the system's own words

    bool operator==(const RecordingFault &) const = default;
};

using RowExtra = std::variant<std::monostate, FrameIntent, std::string, PeerInfo, TransportError, BulkRecord,
                              EchoRecord, LimitRecord, RecordingFault>;

} // namespace fg
