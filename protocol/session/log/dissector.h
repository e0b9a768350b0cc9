// Derives everything that a session shows from its rows and octets, as they come. Private to Session,
// which guards it.
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

    // Whether octets that come now in this direction begin inside its head.
    [[nodiscard]] bool isInHead(Direction direction) const;
    // The stream is over at this time: what it ended inside of gets its rows, before that of the end.
    void finish(Duration time);
    // A row that was just appended, with its octets (Octets rows).
    void see(const LogRow &row, RowNumber number, OctetView octets);
    // Takes in the peer's octets that are there, up to this position in its stream.
    void takeIn(StreamOffset position);
    void takeInAll() { takeIn(StreamOffset(UINT64_MAX)); }
    void setCompressedUse(CompressedUse use);
    // What compressed messages that were passed over came to, and what was wrong with the peer's.
    void addInflated(Direction direction, std::uint64_t octets);
    void addFinding(const Violation &violation) { find(violation, Direction::In); }
    // At most so many of them; true when there are no more.
    [[nodiscard]] bool takeInSome(std::size_t octets);
    // Where in the peer's stream something stands of which it is said that it stands at `position`.
    [[nodiscard]] StreamOffset positionIn(StreamOffset position) const;
    [[nodiscard]] Duration lastTime() const { return m_now; }

    // Without the octets.
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
    // One direction: its part of the opening handshake, then its frames. What its messages inflate to goes
    // into the session's store.
    struct Stream final : PayloadSink
    {
        Stream(MemoryOctetStore &store, Direction direction, OpeningHeadReader::Kind kind,
               HeadLimits limits = {});
        void payloadCame(OctetView octets) override { inflatedStore.append(direction, octets); }
        // Of the frame under way; only once there are frames.
        [[nodiscard]] StreamOffset frameOffset() const { return StreamOffset(frames->frameOffset()); }

        MemoryOctetStore &inflatedStore;
        Direction direction;
        OpeningHeadReader head;
        std::optional<InboundReader> frames;
        StreamOffset position; // octets taken in
        bool isBody = false; // behind an answer that is no 101
        bool isDeaf = false; // what follows is no frames
        bool closeSeen = false;
        RowNumber octetsRow; // the last one
        // Sent frames whose octets were not yet seen: offset of the first octet, and the row.
        std::deque<std::pair<StreamOffset, RowNumber>> announced;
        std::optional<RowNumber> frameRow; // of the frame under way, once it has one
        std::vector<std::size_t> frameFindings; // of the frame under way
        std::optional<MessageRecord> message; // under way
        StreamOffset inflatedOffset; // where what it inflates to begins
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
    OctetView m_pending; // octets of the peer that are logged but not yet taken in
    OctetBuffer m_resumed; // the same, where they came with the end of a bulk phase
    Duration m_now{}; // of the row that is being seen
    RowNumber m_row;
    Duration m_pendingTime{};
    RowNumber m_pendingRow;
    bool m_failing = false;
    bool m_illegalCloseCame = false;
    bool m_earlyFound = false;
};

} // namespace fg
