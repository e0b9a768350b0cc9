// A session: the append-only log of one connection and everything derived from it. One thread appends octets
// and intents in order; any thread reads rows, handshake, closing table, statistics and findings. The same
// code derives them for a live connection, a scripted one in a test and one read from a file.
#pragma once

#include "protocol/endpoint/opening_handshake.h"
#include "protocol/endpoint/role.h"
#include "protocol/session/log/closing_record.h"
#include "protocol/session/log/extra_table.h"
#include "protocol/session/log/log_row.h"
#include "protocol/session/log/message_list.h"
#include "protocol/session/log/octet_store.h"
#include "protocol/session/log/row_list.h"
#include "protocol/session/log/session_recorder.h"
#include "protocol/session/log/statistics.h"
#include "protocol/session/log/turn_mutex.h"
#include "protocol/wire/rules.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

class PeerOctets;
struct BulkEnd;
struct StreamReaderSettings;

// A violation and where it is in the log.
struct Finding
{
    Violation violation;
    Direction direction = Direction::In; // Whose violation it is: In is the peer's.
    // The frame, or the read or write with the octets, or what happened instead of them.
    RowNumber row;
    Duration time{};
    // Set if violation.where.inMessage counts inflated octets: where those of the message begin among the
    // inflated octets of the direction.
    std::optional<StreamOffset> inflatedAt;

    [[nodiscard]] const Rule &rule() const { return ruleOf(violation.rule); }
    [[nodiscard]] Severity severity() const { return rule().severity; }
    [[nodiscard]] std::string_view clause() const { return clauseOf(violation); }
    [[nodiscard]] const Where &where() const { return violation.where; }
    bool operator==(const Finding &) const = default;
};

// The opening handshake as it passed the wire.
struct HandshakeRecord : OpeningHandshake
{
    std::string request; // Octets of the head, with its empty line; incomplete until requestComplete.
    std::string answer; // The same for the answer, preceded by the heads of interim answers.
    // Octets after an answer other than 101: their offset in the answering stream, and their number.
    StreamOffset bodyOffset;
    std::uint64_t bodyLength = 0;
};

enum class SessionState : std::uint8_t { Connecting, Handshaking, Open, Closing, Closed };

struct SessionLimits
{
    RowCount rows{2'000'000};
    std::size_t findings = 10'000;
    std::size_t octets = MemoryOctetStore::defaultLimit;
    // Limit for inflated messages; the newest octets are kept.
    std::size_t inflatedOctets = 128 * 1024 * 1024;
    std::uint64_t messageOctets = 64ull * 1024 * 1024; // Limit for one message, also after inflating.

    // The limits for a session whose octets are in a file. A row takes less than 64 octets of memory,
    // including its share of the newest inflated octets if there are ten million rows.
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
    // The number of the finding because of which we failed the connection (RFC 6455 7.1.7).
    std::optional<std::size_t> failedBy;
    std::optional<TransportError> error;
    std::optional<PeerInfo> peer;
    std::size_t messages = 0;
    bool isFull = false; // The limit of rows was reached; no more are added.
    bool hasDiscardedOctets = false; // The limit of octets was reached; the oldest are no longer kept.
    // What follows in its file was not read, because the memory for the file was used up.
    bool isCutShort = false;
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

    // --- for the one thread that appends ---
    // From here on the session, with what it holds so far, is written to this backing and read from it.
    void record(SessionBacking backing);
    // Appends a row with its extra and, for an Octets row only, its octets. The octets of an Octets row of
    // direction In are borrowed until processReceived(), because we may reply between two frames of one read:
    // the row of the reply has, as peerPosition, how many of the octets had been read by then. Rows other
    // than Derived ones produce the same log again if they are appended in the same order to an empty session
    // with the same role and limits. Only the first Failing row of a connection is appended.
    void append(LogRow row, RowExtra extra = {}, OctetView octets = {});
    // The same for octets of ours in one write that are a frame whose Frame row was appended. `payload` is
    // that frame's payload, unmasked, so that nobody has to take the octets apart again.
    void appendSent(LogRow row, OctetView octets, OctetView payload);
    // Reads what is left of the octets received so far. This also commits.
    void processReceived();
    // For the endpoint of a live connection: from here on it takes what the peer sends from the result, read
    // with these settings. Every event has its rows in the log when it is handed out. Before the first
    // octets.
    [[nodiscard]] PeerOctets &peerOctets(const StreamReaderSettings &settings);
    // The position in the peer's stream up to which it has been read.
    [[nodiscard]] StreamOffset peerPosition() const;
    // Memory that the log takes, for its rows and for octets. For the thread that appends.
    [[nodiscard]] std::size_t memory() const;
    // Replaces the limits from here on, except for messageOctets, which stays.
    void setLimits(const SessionLimits &limits);
    // In a bulk phase the session does not inflate what we send; the sender says how long it is. At other
    // times this does nothing.
    void addSentInflated(std::uint64_t octets);
    // Writes the appended rows to the backing, if there is one; rowCount() counts them from then on. Every
    // row that was ever shown is therefore in the file.
    void commit();
    // Replaces append() for the row that switches recording on after a bulk phase of which only the final
    // state is known.
    void appendBulkEnd(LogRow row, RowExtra extra, const BulkEnd &end);
    // For a session of a file: the memory for the file is used up, so nothing more is appended; a row says
    // so. The session does this by itself where a row no longer fits.
    void cutShort();
    // For a session that was read from a file: nothing more will be appended. What reading took of memory
    // goes back.
    void endReading();

    // --- for any thread ---
    // What a person notes on rows. A session that is recorded keeps it in its file.
    [[nodiscard]] RowNotes &notes() const { return m_notes; }
    [[nodiscard]] Role role() const { return m_role; }
    [[nodiscard]] SessionSummary summary() const;
    [[nodiscard]] RowCount rowCount() const;
    // Also accepts a row that rowCount() does not count yet, because a finding or a message may name one.
    [[nodiscard]] LogRow row(RowNumber number) const;
    // Copies the rows [first, first + into.size()) that exist; returns how many.
    RowCount rows(RowNumber first, std::span<LogRow> into) const;
    // The result for a sent frame is always a FrameIntent.
    [[nodiscard]] RowExtra extra(const LogRow &row) const;
    [[nodiscard]] HandshakeRecord handshake() const;
    [[nodiscard]] ClosingRecord closing() const;
    [[nodiscard]] Statistics statistics() const;
    // From number `first` on, at most `count`.
    [[nodiscard]] std::vector<Finding> findings(std::size_t first = 0, std::size_t count = SIZE_MAX) const;
    // The one because of which we failed the connection.
    [[nodiscard]] std::optional<Finding> failure() const;
    [[nodiscard]] std::vector<MessageRecord> messages(std::size_t first = 0,
                                                      std::size_t count = SIZE_MAX) const;
    [[nodiscard]] std::size_t messageCount() const;
    // The complete data message that the frame in this row is part of.
    [[nodiscard]] std::optional<MessageRecord> messageOf(RowNumber frame) const;
    // The final state of the bulk phase that ended with this row; nullopt if none did.
    [[nodiscard]] std::optional<BulkEnd> bulkEnd(RowNumber row) const;
    // Number of octets of a stream so far.
    [[nodiscard]] StreamOffset streamSize(Direction direction) const;
    // Octets of a stream as they passed the wire; fewer than `length` at the end of the stream or if they are
    // no longer kept. This function and both payload() functions may read the disk, without making other
    // threads wait.
    [[nodiscard]] OctetBuffer octets(Direction direction, StreamOffset offset, std::size_t length) const;
    // The unmasked payload of a Frame row from `from` on; at most `limit` octets.
    [[nodiscard]] OctetBuffer payload(const LogRow &frame, std::uint64_t from, std::size_t limit) const;
    // The payload of a message, unmasked, joined and inflated; at most `limit` octets. It ends before the
    // first octet that is no longer kept.
    [[nodiscard]] OctetBuffer payload(const MessageRecord &message, std::size_t limit) const;
    // The inflated octets of a direction from `offset` on, also those of messages that are broken; at most
    // `limit`, and none if the first is no longer kept.
    [[nodiscard]] OctetBuffer inflated(Direction direction, StreamOffset offset, std::size_t limit) const;

private:
    class Dissector;
    // Where a row is in the log. One that is not kept, because the log is full or in a bulk phase, has the
    // number of the last row.
    struct PlacedRow
    {
        RowNumber number;
        bool isKept = false;
    };
    class ReadLock;
    struct FrameRead;

    [[nodiscard]] std::optional<RecordingFault> writeAndShow();
    void noteFault(const RecordingFault &fault);
    // Call with the mutex held. Stores a row and what belongs to it.
    void place(LogRow &row, RowExtra &&extra, OctetView octets);
    void commitIfMuch();
    // Call with the mutex held.
    PlacedRow pushRow(const LogRow &row);
    [[nodiscard]] bool hasMemoryForRow();
    void cutShortHere();
    void countMemory();
    [[nodiscard]] std::uint32_t pushExtra(const LogRow &row, RowExtra &&extra);
    void noteLimit(const LimitRecord &limit, Duration time);
    void writeDown(const LogRow &row, const RowExtra &extra, OctetView octets, bool endsBulk);
    [[nodiscard]] RowExtra beginOrEndBulk(bool on);
    [[nodiscard]] BulkEnd bulkEndNow() const;
    [[nodiscard]] BulkEnd withTails(BulkEnd end) const;
    [[nodiscard]] OctetRead beginRead(Direction direction, StreamOffset offset, std::uint64_t length) const;
    [[nodiscard]] OctetRead beginPayload(const LogRow &frame, std::uint64_t from, std::size_t limit) const;
    // Begins reading some frames of the message from row `next` on, up to about `limit` octets, and advances
    // `next` past them. The result is empty when there are no more.
    [[nodiscard]] std::vector<FrameRead> beginFrames(const MessageRecord &message, RowNumber &next,
                                                     std::size_t limit) const;
    [[nodiscard]] OctetBuffer inflatedHeld(Direction direction, StreamOffset offset, std::size_t limit) const;

    mutable TurnMutex m_mutex; // Never held while a disk is read or written.
    Role m_role;
    SessionLimits m_limits;
    RowList m_rows;
    RowCount m_committedRows;
    ExtraTable m_extras;
    MessageList m_messages{m_rows};
    std::unique_ptr<OctetStore> m_store;
    std::unique_ptr<SessionRecorder> m_recorder; // Uses m_store, so it is destroyed first.
    std::optional<RecordingFault> m_recordingFault;
    mutable RowNotes m_notes; // Not a part of the log.
    MemoryOctetStore m_inflated; // The inflated octets of compressed messages.
    std::unique_ptr<Dissector> m_dissector;
    BulkRecord m_bulk; // Of the current phase.
    ByDirection<StreamOffset> m_bulkStart; // Sizes of both streams when the phase began.
    struct EndedBulk;
    std::vector<EndedBulk> m_endedBulks; // In the order of their rows; without their octets.
    std::size_t m_bulkFindings = 0; // Number of findings before the phase.
    std::size_t m_endedBulkMemory = 0; // Octets of memory that m_endedBulks takes.
    MemoryShare m_share; // What the session takes of the memory for its file.
    bool m_isBulk = false;
    bool m_isUncommitted = false;
    bool m_isFull = false;
    bool m_isCutShort = false;
    bool m_hasDiscardedOctets = false;
};

} // namespace fg
