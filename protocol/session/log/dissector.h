// Derives everything that a session shows from its rows and octets as they are appended, and is the one
// reader of the peer's octets: a live connection's endpoint takes its events from here, each with its row
// already in the log. Private to Session. Octets are read without the session's lock; what they say is
// written down under it.
#pragma once

#include "protocol/endpoint/closing_handshake.h"
#include "protocol/endpoint/peer_octets.h"
#include "protocol/endpoint/pending_octets.h"
#include "protocol/session/log/bulk_end.h"
#include "protocol/session/log/session.h"

#include <deque>
#include <map>

namespace fg {

class Session::Dissector final : public PeerOctets
{
public:
    // `budget`: what the session's memory counts against; may be null.
    Dissector(Session &session, const MemoryBudget *budget);

    // --- for the thread that appends, without the lock ---
    // From here on next() hands out what the peer sends, read with these settings. Only before the first
    // octets.
    void handOut(StreamReaderSettings settings);
    // Reads the peer's octets up to this position in its stream. What next() has to hand out of it, it hands
    // out later.
    void readUntil(StreamOffset position);
    // Reads everything that is left; next() does not hand it out.
    void readAll();
    // The stream ends: what was sent before an answer that is missing is read as frames, too.
    void readToEnd();
    // Reads what there is, and copies what cannot be read yet.
    void finishRead();
    // Reads octets that were sent, those of the row that was just added.
    void readSent(OctetView octets);
    // Octets that are about to be added are one frame whose row is already in the log, with this payload.
    // Reads it without taking the octets apart; writeSentFrame() then writes down what that says, under the
    // lock. Returns false if the frame has to be read as octets.
    [[nodiscard]] bool readSentFrame(OctetView octets, OctetView payload);
    // Whether the next octets of this direction begin inside the head of the opening handshake.
    [[nodiscard]] bool isInHead(Direction direction) const;
    // The position in the peer's stream up to which it has been read.
    [[nodiscard]] StreamOffset position() const { return m_in.position(); }
    [[nodiscard]] Duration lastTime() const { return m_lastTime; }
    void setCompressedUse(CompressedUse use);

    // --- PeerOctets: for the endpoint, in the thread that appends, without the lock ---
    [[nodiscard]] const InboundEvent &next() override;
    [[nodiscard]] StreamReader &reader() override { return m_in.reader; }
    [[nodiscard]] const OpeningHandshake &handshake() const override { return record; }
    void requestSent(const HttpHead &request) override { m_sentRequest = request; }
    // The octets of our answer say the same.
    void answerSent(const HttpHead &) override { }
    void refused() override { }

    // Nothing more is handed out or read; what reading has taken of memory goes back.
    void endReading();
    // Octets of memory that it takes, with its own size. For the thread that appends.
    [[nodiscard]] std::size_t memory() const;

    // --- with the lock held ---
    void writeSentFrame();
    // A row that was just appended; `octets` are those of an Octets row, borrowed until finishRead().
    void add(const LogRow &row, const PlacedRow &placed, OctetView octets);
    // We fail the connection: the frame that was the reason gets its row now. Returns that row, if there is
    // one.
    std::optional<RowNumber> addFailedFrame();
    // Another frame is about to be sent: one that is being sent in parts gets its row before that.
    void addFrameInParts() { addOpenFrame(m_out); }
    [[nodiscard]] bool hasFailed() const { return m_failing; }
    // This end ended the stream at this time, and everything is read. Appends rows for the frames that were
    // cut; they precede the row of the end.
    void finish(Duration time, Direction endedBy);
    // Rows of frames are missing, so no message continues after this.
    void forgetMessages();
    // During a bulk phase, messages that we send are not inflated here; the sender says how long they are.
    void addSentInflated(std::uint64_t octets) { statistics.out.payloadOctets += octets; }
    // The state without the octets, which Session adds.
    [[nodiscard]] BulkEnd bulkEnd(std::size_t findingsBefore) const;
    void resume(const BulkEnd &end, std::size_t findingsBefore);

    HandshakeRecord record;
    ClosingRecord closing;
    Statistics statistics;
    std::vector<Finding> findings;
    std::optional<TransportError> error;
    std::optional<PeerInfo> peer;
    SessionState state = SessionState::Connecting;

private:
    // A frame that we send, as it was asked for.
    struct AnnouncedFrame
    {
        StreamOffset offset;
        FrameHeader header;
        PlacedRow row;
    };
    // One direction: its part of the opening handshake, then its frames.
    struct Stream final : PayloadSink
    {
        Stream(Session &session, Direction direction, StreamReaderSettings settings,
               OpeningHandshake &handshake);
        // Stores the inflated octets of messages.
        void payloadArrived(OctetView octets) override;
        // Octets of memory that it takes beside its own size.
        [[nodiscard]] std::size_t memory() const;
        // Offset of the current frame; valid only once there are frames.
        [[nodiscard]] StreamOffset frameOffset() const
        {
            return StreamOffset(reader.frames()->frameOffset());
        }
        [[nodiscard]] StreamOffset position() const { return StreamOffset(reader.position()); }

        Session &session;
        Direction direction;
        StreamReader reader;
        PendingOctets pending;
        Keep keep = Keep::All; // What the store keeps of its octets.
        bool closeSeen = false;
        StreamOffset closeEnd; // Where the close frame ends that was seen.
        bool needsOctets = true; // No event comes before further octets do.
        // The last read or write: its row and time.
        RowNumber octetsRow;
        Duration octetsTime{};
        std::deque<AnnouncedFrame> announced; // Those whose octets have not been read yet.
        std::optional<PlacedRow> frameRow; // The row of the current frame, once it has one.
        bool isAnnounced = false; // That row was there before its octets.
        std::vector<std::size_t> frameFindings; // The findings of the current frame.
        std::optional<MessageRecord> message; // The current message.
        StreamOffset inflatedOffset; // Where the inflated octets of the current message begin.
    };

    [[nodiscard]] Stream &of(Direction direction) { return direction == Direction::In ? m_in : m_out; }
    [[nodiscard]] bool isRequest(const Stream &stream) const;

    // Reads up to the next event of these octets and writes down what it says.
    [[nodiscard]] const InboundEvent &readEvent(Stream &stream, OctetView &octets);
    enum class HandOut : std::uint8_t { Later, Never };
    void readUntil(StreamOffset position, HandOut handOut);
    [[nodiscard]] bool readForLater(OctetView &octets, HandOut handOut);
    [[nodiscard]] const InboundEvent &readOpening(Stream &stream, OctetView &octets);
    void readSentFully();

    void write(Stream &stream, const InboundEvent &event);
    void headEnded(Stream &stream);
    void measureHeads();
    void frameStarted(Stream &stream);
    void frameEnded(Stream &stream);
    void followMessage(Stream &stream, RowNumber row);
    void messageEnded(Stream &stream, const InboundEvent &event);
    void pushMessage(const MessageRecord &message);
    void controlEnded(Stream &stream, const InboundEvent &event);
    void closeEnded(Stream &stream, const ClosePayload &close);
    void closeStarted(Direction direction, Duration time);
    void pushFrameRow(Stream &stream, std::optional<RowFlag> flag);
    void keepOnly(Stream &stream, Keep keep);
    void find(const Violation &violation, Direction direction, RowNumber row, Duration time);
    void findInStream(Stream &stream, const Violation &violation);
    void resume(Stream &stream, const BulkEnd::Stream &end);

    void addOpenFrame(Stream &stream);
    void addFrameIntent(const LogRow &row, const PlacedRow &placed);
    void setFlag(const PlacedRow &placed, RowFlag flag);
    void addTimerFired(const LogRow &row, RowNumber number);
    void addDropped(const LogRow &row, RowNumber number);
    void forgetCloseOfPeer();
    void finishStream(Stream &stream, Direction endedBy);
    void judgeEnd(RowNumber row);

    Session &m_session;
    Stream m_in;
    Stream m_out;
    OctetBuffer m_resumed; // Owns the pending octets if they came with the end of a bulk phase.
    std::optional<HttpHead> m_sentRequest;
    std::size_t m_headMemory = 0; // Of the two heads of the record.
    // Events that next() has to hand out, because a row of ours was appended before it did.
    std::deque<InboundEvent> m_due;
    InboundEvent m_handedOut; // The last one of these.
    std::vector<InboundEvent> m_ofSentFrame; // What readSentFrame() found.
    bool m_handsOut = false;
    Duration m_lastTime{}; // Time of the last row.
    bool m_failing = false;
    bool m_illegalCloseCame = false;
};

} // namespace fg
