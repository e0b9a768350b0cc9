// One row of the session log: a value of fixed size without strings, so that millions of rows take little
// memory. Further details are in a side table (RowExtra), the octets in the octet store.
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
    Connected, // The stream is established. extra: PeerInfo.
    Octets, // One read, or one write that was handed over. offset, length.
    // offset: of its first octet; length: the declared payload length; extra of a sent frame: FrameIntent.
    Frame,
    TimerSet, // timer; length: nanoseconds; extra for Wait: the tag.
    TimerFired, // The same as for TimerSet.
    // We fail the connection from here on (RFC 6455 7.1.7). length: the row of the frame that is the reason,
    // from 1; 0: it was not a frame. Set by the session.
    Failing,
    // Recording of octets and frames was switched on (RowFlag::On) or off; extra if on: BulkRecord.
    Recording,
    // The stream has ended; direction: who ended it. peerPosition: up to where the peer's octets count. What
    // it sent after that, when we had already decided to drop the connection, is in the log all the same.
    Dropped,
    Error, // The stream was never established, or TLS refused it. extra: TransportError.
    Note, // extra: a text of ours, an EchoRecord, a LimitRecord or a RecordingFault.
};

// The timers in a log: those of a case, and those of the endpoint.
enum class TimerPurpose : std::uint8_t {
    FailConnection,
    CloseConnection,
    Wait,
    OpeningHandshake,
    CloseReply,
    ServerDrop,
};

enum class RowFlag : std::uint8_t {
    Apart = 1, // Octets: a write that had to be sent separately.
    Derived = 2, // The row was not appended but derived from the octets.
    Incomplete = 4, // Frame: the stream ended inside it.
    Streamed = 8, // Frame: sent in parts or as raw octets, and found in the octets afterwards.
    On = 16, // Recording: it was switched on.
    Silent = 32, // Recording: reports have no row for it.
    Head = 64, // Octets: contains octets of the opening handshake; set by the session.
    // Frame that we sent: it did not pass as a frame, because it was never written, or because an earlier
    // frame that declares too great a length has its octets as payload; set by the session.
    NotPassed = 128,
};

struct LogRow
{
    Duration time{}; // Since the session began.
    StreamOffset offset; // Offset in the stream of its direction.
    std::uint64_t length = 0;
    // Number of the peer's octets that had been processed when the row's event happened.
    StreamOffset peerPosition;
    std::uint32_t extra = 0; // Number in the side table, from 1; 0: none.
    RowKind kind = RowKind::Note;
    Direction direction = Direction::In;
    std::uint8_t opcodeBits = 0; // Frame: the first octet of the header.
    std::uint8_t flags = 0;
    MaskingKey maskingKey{}; // Frame, if masked.
    std::uint8_t lengthBits = 0; // Frame: MASK in the top bit, the LengthForm in the lowest two.
    TimerPurpose timer{}; // TimerSet, TimerFired
    TcpEnd tcpEnd{}; // Dropped, if the peer ended the stream.
    TlsEnd tlsEnd{}; // Dropped, if the peer ended the stream.

    [[nodiscard]] bool has(RowFlag flag) const { return (flags & static_cast<std::uint8_t>(flag)) != 0; }
    void set(RowFlag flag) { flags = static_cast<std::uint8_t>(flags | static_cast<std::uint8_t>(flag)); }

    // For Frame rows only.
    [[nodiscard]] FrameHeader header() const;
    void setHeader(const FrameHeader &header);
    [[nodiscard]] Opcode opcode() const { return opcodeOf(opcodeBits); }
    [[nodiscard]] bool fin() const { return (opcodeBits & 0x80) != 0; }
    [[nodiscard]] unsigned rsv() const { return (opcodeBits >> 4) & 0x7u; }
    [[nodiscard]] bool isMasked() const { return (lengthBits & 0x80) != 0; }
    // For Failing rows only: the row of the frame that is the reason.
    [[nodiscard]] std::optional<RowNumber> cause() const
    {
        return length > 0 ? std::optional(RowNumber(length - 1)) : std::nullopt;
    }
    void setCause(std::optional<RowNumber> frame) { length = frame ? frame->value() + 1 : 0; }
    bool operator==(const LogRow &) const = default;
};

static_assert(sizeof(LogRow) <= 48);

// How the user asked for a frame that we sent.
struct FrameIntent
{
    std::uint64_t patternLength = 0; // Length of the payload before it was repeated.
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
    std::uint32_t crc = 0; // CRC-32 of the octets (RFC 1952 8).

    void add(OctetView passed);
    bool operator==(const BulkStream &) const = default;
};

// The extra of the row that switches recording on again. The last octets of each direction are kept.
using BulkRecord = ByDirection<BulkStream>;

// The result of comparing the echoes of a bulk phase with what was sent.
struct EchoRecord
{
    enum class Fault : std::uint8_t { None, Type, Length, Content };

    std::uint64_t wanted = 0; // Number of messages.
    std::uint64_t right = 0; // Number of messages that came back unchanged.
    Fault fault = Fault::None; // The fault of the first message that came back changed.
    std::uint64_t difference = 0; // Content: offset in the message; Length: the received length.
    std::uint64_t length = 0; // Number of octets of the last message sent.

    bool operator==(const EchoRecord &) const = default;
};

// A limit of the log was reached. Each limit has one such row, which is a Derived one.
struct LimitRecord
{
    enum class What : std::uint8_t {
        Octets, // From here on the oldest octets are discarded.
        Rows, // No further rows are added; this is the last.
        Memory, // The same, because the memory for all sessions of a file is used up (memory_budget.h).
    };

    What what = What::Octets;
    std::uint64_t limit = 0;

    bool operator==(const LimitRecord &) const = default;
};

// The session's file can no longer be written; what follows is kept in memory only.
struct RecordingFault
{
    std::string file;
    std::string reason; // In the system's own words.

    bool operator==(const RecordingFault &) const = default;
};

using RowExtra = std::variant<std::monostate, FrameIntent, std::string, PeerInfo, TransportError, BulkRecord,
                              EchoRecord, LimitRecord, RecordingFault>;

} // namespace fg
