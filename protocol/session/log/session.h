// A session: the append-only log of one connection and everything derived from it. Octets and intents go in,
// in order, from one thread; rows, handshake, closing table, statistics and findings come out, for any
// thread. The same code derives them whether the connection is live, scripted in a test or read
// from a file.
#pragma once

#include "protocol/deflate/negotiation.h"
#include "protocol/endpoint/inbound_reader.h"
#include "protocol/handshake/opening.h"
#include "protocol/session/log/closing_record.h"
#include "protocol/session/log/extra_table.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/message_list.h"
#include "protocol/session/log/octet_store.h"
#include "protocol/session/log/row_list.h"
#include "protocol/session/log/session_recorder.h"
#include "protocol/session/log/statistics.h"
#include "protocol/session/log/turn_mutex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

// A broken rule and where it shows.
struct Finding
{
    Violation violation;
    Direction direction = Direction::In; // whose: In is the peer's
    RowNumber row;
    Duration time{};

    bool operator==(const Finding &) const = default;
};

// The opening handshake as it passed the wire.
struct HandshakeRecord
{
    std::string request; // octets of the head, with its empty line; what there is of it so far
    std::string answer; // the same; the heads of interim answers stand before it
    HttpHead requestHead; // complete ones only
    HttpHead answerHead;
    bool requestComplete = false;
    bool answerComplete = false;
    unsigned interimAnswers = 0; // 1xx but 101 (RFC 9110 15.2), passed over
    // Octets behind an answer that is no 101: where in the answering stream, and how many.
    StreamOffset bodyOffset;
    std::uint64_t bodyLength = 0;
    HandshakeCheck requestCheck; // what a server finds in the request
    HandshakeCheck answerCheck; // what a client finds in the answer
    DeflateNegotiation deflate; // permessage-deflate: offered, answered and agreed

    [[nodiscard]] bool isOpen() const { return answerComplete && !answerCheck.isFatal && requestComplete; }
};

enum class SessionState : std::uint8_t { Connecting, Handshaking, Open, Closing, Closed };

struct SessionLimits
{
    RowCount rows{2'000'000};
    std::size_t findings = 10'000;
    std::size_t octets = MemoryOctetStore::defaultLimit;
    std::size_t inflatedOctets = 128 * 1024 * 1024; // of compressed messages, the newest
    std::uint64_t messageOctets = 64ull * 1024 * 1024; // also once inflated

    // For a session whose octets are in a file: a row takes less than 64 octets of memory, with what the
    // newest compressed messages came to spread over ten million.
    [[nodiscard]] static SessionLimits onFile()
    {
        return {.rows = RowCount(50'000'000), .inflatedOctets = 32 * 1024 * 1024};
    }
};

struct SessionSummary
{
    SessionState state = SessionState::Connecting;
    RowCount rows;
    std::size_t findings = 0;
    std::optional<TransportError> error;
    std::optional<PeerInfo> peer;
    std::size_t messages = 0;
    bool isFull = false; // the limit of rows was reached, and they are no longer added
    bool hasForgotten = false; // the limit of octets was reached, and the oldest are no longer kept
    SessionLimits limits;
    // Why the session is no longer written to its file.
    std::optional<RecordingFault> recordingFault;
};

class Session
{
public:
    explicit Session(Role ourRole, SessionLimits limits = {}, SessionBacking backing = {});
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // --- in: one thread ---
    // From here on the session is written down there and lives on it, with what it holds so far.
    void record(SessionBacking backing);
    // A row as it is, with its extra and its octets (Octets rows only). An Octets In row's octets are
    // borrowed until settle(), because a reply can fall between two frames of one read: it carries, as
    // peerPosition, how far into them the reader had come. Rows that are no Derived ones, appended to an
    // empty session of the same role and limits in the same order, make the same log.
    void append(LogRow row, RowExtra extra = {}, OctetView octets = {});
    // All octets received so far have been taken in by the endpoint. Commits, too.
    void settle();
    // In place of those that it was made with, from here on.
    void setLimits(const SessionLimits &limits);
    // In a bulk phase nothing is inflated here a second time: who sends and receives says what compressed
    // messages came to, and what is wrong with the peer's. At other times these do nothing.
    void addInflated(Direction direction, std::uint64_t octets);
    void addFinding(const Violation &violation);
    // What was appended has been written down, where the session is, and rowCount() counts it from now on: a
    // row that was ever shown is in the file.
    void commit();
    // In place of append(), for the row that switches recording on after a bulk phase that is only known by
    // what it left.
    void appendBulkEnd(LogRow row, RowExtra extra, const BulkEnd &end);

    // --- out: any thread ---
    [[nodiscard]] Role role() const { return m_role; }
    [[nodiscard]] SessionSummary summary() const;
    [[nodiscard]] RowCount rowCount() const;
    // Also of a row that rowCount() does not count yet, because a finding or a message names it.
    [[nodiscard]] LogRow row(RowNumber number) const;
    // Copies rows [first, first + into.size()) as far as there are; returns how many.
    RowCount rows(RowNumber first, std::span<LogRow> into) const;
    // A sent frame always has its FrameIntent.
    [[nodiscard]] RowExtra extra(const LogRow &row) const;
    [[nodiscard]] HandshakeRecord handshake() const;
    [[nodiscard]] ClosingRecord closing() const;
    [[nodiscard]] Statistics statistics() const;
    // From number `first` on, at most `count`.
    [[nodiscard]] std::vector<Finding> findings(std::size_t first = 0, std::size_t count = SIZE_MAX) const;
    [[nodiscard]] std::vector<MessageRecord> messages(std::size_t first = 0,
                                                      std::size_t count = SIZE_MAX) const;
    [[nodiscard]] std::size_t messageCount() const;
    // The complete message that a data frame is part of.
    [[nodiscard]] std::optional<MessageRecord> messageOf(RowNumber frame) const;
    // What the bulk phase left that ended with this row; nullopt where none did.
    [[nodiscard]] std::optional<BulkEnd> bulkEnd(RowNumber row) const;
    // Octets of a stream so far.
    [[nodiscard]] StreamOffset streamSize(Direction direction) const;
    // Octets of a stream as they passed the wire; fewer than asked where there are no more or no longer any.
    // This and both payloads may read the disk, and hold up nobody meanwhile.
    [[nodiscard]] OctetBuffer octets(Direction direction, StreamOffset offset, std::size_t length) const;
    // The payload of a Frame row, unmasked, from `from` on; at most `limit` octets.
    [[nodiscard]] OctetBuffer payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const;
    // The payload of a message, unmasked, put together and inflated; at most `limit` octets, and none behind
    // the first that is no longer kept.
    [[nodiscard]] OctetBuffer payload(const MessageRecord &message, std::size_t limit) const;

private:
    class Dissector;
    class ReadLock;
    struct FrameRead;

    [[nodiscard]] std::optional<RecordingFault> writeAndShow();
    void noteFault(const RecordingFault &fault);
    // With the mutex held. Number of the row, or of the last one where the log is full.
    RowNumber pushRow(const LogRow &row);
    [[nodiscard]] std::uint32_t pushExtra(const LogRow &row, RowExtra extra);
    void noteLimit(const LimitRecord &limit, Duration time);
    void writeDown(const LogRow &row, const RowExtra &extra, OctetView octets, bool endsBulk);
    [[nodiscard]] RowExtra beginOrEndBulk(bool on);
    [[nodiscard]] BulkEnd bulkEndNow() const;
    [[nodiscard]] BulkEnd withTails(BulkEnd end) const;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset, std::uint64_t length) const;
    [[nodiscard]] OctetRead beginPayload(const LogRow &frame, std::uint64_t from, std::size_t limit) const;
    // Of the rows from `next` on, some that belong to the message, up to about `limit` octets; goes on to the
    // row after them. None where there are no more.
    [[nodiscard]] std::vector<FrameRead> beginFrames(const MessageRecord &message, RowNumber &next,
                                                     std::size_t limit) const;
    [[nodiscard]] OctetBuffer inflatedHeld(const MessageRecord &message, std::size_t limit) const;

    mutable TurnMutex m_mutex; // never held over a read or a write of a disk
    Role m_role;
    SessionLimits m_limits;
    RowList m_rows;
    RowCount m_committedRows;
    ExtraTable m_extras;
    MessageList m_messages{m_rows};
    std::unique_ptr<OctetStore> m_store;
    std::unique_ptr<SessionRecorder> m_recorder; // uses the store
    std::optional<RecordingFault> m_recordingFault;
    MemoryOctetStore m_inflated; // what compressed messages came to
    std::unique_ptr<Dissector> m_dissector;
    BulkRecord m_bulk; // of the phase under way
    ByDirection<StreamOffset> m_bulkStart; // where it began
    struct EndedBulk;
    std::vector<EndedBulk> m_endedBulks; // in the order of their rows; without their octets
    std::size_t m_bulkFindings = 0; // found before it
    bool m_isBulk = false;
    bool m_isUncommitted = false;
    bool m_isFull = false;
    bool m_hasForgotten = false;
};

} // namespace fg
