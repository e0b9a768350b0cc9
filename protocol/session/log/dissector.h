// Derives everything that a session shows from its rows and octets as they are appended. Private to Session,
// which locks it.
#pragma once

#include "protocol/endpoint/endpoint.h"
#include "protocol/session/log/bulk_end.h"
#include "protocol/session/log/session.h"

#include <deque>
#include <map>

namespace fg {

class Session::Dissector
{
public:
    explicit Dissector(Session &session);

    // Whether the next octets of this direction begin inside the head of the opening handshake.
    [[nodiscard]] bool isInHead(Direction direction) const;
    // The stream ended at this time. Appends rows for the frames that were cut; they precede the row of the
    // end.
    void finish(Duration time);
    // Processes a row that was just appended; `octets` are those of an Octets row.
    void see(const LogRow &row, RowNumber number, OctetView octets);
    // Processes the peer's octets that are logged, up to this position in the peer's stream.
    void takeIn(StreamOffset position);
    void takeInAll() { takeIn(StreamOffset(UINT64_MAX)); }
    void setCompressedUse(CompressedUse use);
    // During a bulk phase, messages are not inflated here. The caller reports how many octets compressed
    // messages inflated to, and the violations of the peer.
    void addInflated(Direction direction, std::uint64_t octets);
    void addFinding(const Violation &violation) { find(violation, Direction::In); }
    // Processes at most this many octets of the peer. Returns true when none are left.
    [[nodiscard]] bool takeInSome(std::size_t octets);
    // The position in the peer's stream of an event that reports `position`: not before the octets that are
    // already processed.
    [[nodiscard]] StreamOffset positionIn(StreamOffset position) const;
    [[nodiscard]] Duration lastTime() const { return m_now; }

    // The state without the octets, which Session adds.
    [[nodiscard]] BulkEnd bulkEnd(std::size_t findingsBefore) const;
    void resume(const BulkEnd &end, std::size_t findingsBefore);

    HandshakeRecord handshake;
    ClosingRecord closing;
    Statistics statistics;
    std::vector<Finding> findings;
    std::optional<TransportError> error;
    std::optional<PeerInfo> peer;
    SessionState state = SessionState::Connecting;

private:
    // One direction: its part of the opening handshake, then its frames. The inflated octets of its messages
    // are stored in the session's store.
    struct Stream final : PayloadSink
    {
        Stream(MemoryOctetStore &store, Direction direction, OpeningHeadReader::Kind kind,
               HeadLimits limits = {});
        void payloadCame(OctetView octets) override { inflatedStore.append(direction, octets); }
        // Offset of the current frame; valid only once there are frames.
        [[nodiscard]] StreamOffset frameOffset() const { return StreamOffset(frames->frameOffset()); }

        MemoryOctetStore &inflatedStore;
        Direction direction;
        OpeningHeadReader head;
        std::optional<InboundReader> frames;
        StreamOffset position; // The octets before this offset have been processed.
        bool isBody = false; // The octets after an answer other than 101 are its body.
        bool isDeaf = false; // The octets that follow are not frames.
        bool closeSeen = false;
        RowNumber octetsRow; // The row of the last read or write.
        // Sent frames whose octets have not been processed yet: the offset of the first octet, and the row.
        std::deque<std::pair<StreamOffset, RowNumber>> announced;
        std::optional<RowNumber> frameRow; // The row of the current frame, once it has one.
        std::vector<std::size_t> frameFindings; // The findings of the current frame.
        std::optional<MessageRecord> message; // The current message.
        StreamOffset inflatedOffset; // Where the inflated octets of the current message begin.
    };

    [[nodiscard]] Stream &of(Direction direction) { return direction == Direction::In ? m_in : m_out; }
    [[nodiscard]] bool isRequest(const Stream &stream) const;

    [[nodiscard]] static bool isInHead(const Stream &stream);
    void take(Stream &stream, OctetView octets);
    void findEarly(Stream &stream, std::uint64_t count);
    [[nodiscard]] OctetView takeHead(Stream &stream, OctetView octets);
    void headCompleted(Stream &stream);
    void beginFrames(Stream &stream);
    void agreeOnDeflate(Stream &stream);
    void takeFrames(Stream &stream, OctetView octets);
    void frameStarted(Stream &stream);
    void frameEnded(Stream &stream);
    void followMessage(Stream &stream, RowNumber row);
    void messageEnded(Stream &stream, const InboundEvent &event);
    void pushMessage(const MessageRecord &message);
    void resume(Stream &stream, const BulkEnd::Stream &end);
    void closeEnded(Stream &stream, const ClosePayload &close);
    void closeStarted(Direction direction);
    [[nodiscard]] RowNumber pushFrameRow(Stream &stream, RowFlag flag);
    void find(const Violation &violation, Direction direction);
    void findInFrame(Stream &stream, const Violation &violation);

    void seeFrameIntent(const LogRow &row, RowNumber number);
    void seeTimerFired(const LogRow &row);
    void seeDropped(const LogRow &row);
    void finishStream(Stream &stream);
    void judgeEnd();

    Session &m_session;
    Stream m_in;
    Stream m_out;
    OctetView m_pending; // Octets of the peer that are logged but not processed yet.
    OctetBuffer m_resumed; // Owns the pending octets if they came with the end of a bulk phase.
    Duration m_now{}; // Time of the row that is being processed.
    RowNumber m_row;
    Duration m_pendingTime{};
    RowNumber m_pendingRow;
    bool m_failing = false;
    bool m_illegalCloseCame = false;
    bool m_earlyFound = false;
};

} // namespace fg
