// Reads the payloads of a session's frames in order: unmasked, and inflated where they are parts of
// compressed messages. Compressed messages are inflated again in order, because a session keeps only the
// newest inflated octets. The memory used does not grow with the session.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/session/log/message_rows.h"
#include "protocol/session/log/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

namespace fg {

class PayloadWalk
{
public:
    struct Frame
    {
        LogRow row;
        RowNumber number;
        MessageAssembler::Step step;
    };

    // Who reads the payloads. For each frame there is one beginFrame(), pieces, and one endFrame().
    class Reader
    {
    public:
        virtual ~Reader() = default;
        // Whether the frame's payload is wanted. A compressed one is inflated in any case.
        [[nodiscard]] virtual bool beginFrame(const Frame &frame) = 0;
        // The next octets of the frame's payload; borrowed.
        virtual void piece(const Frame &frame, OctetView octets) = 0;
        // The whole message that this frame ends. It comes in place of pieces if the message cannot be
        // inflated, because earlier octets are gone, but the session has still kept it.
        virtual void keptMessage(const Frame &last, const MessageRecord &message, OctetView octets) = 0;
        virtual void endFrame(const Frame &frame) = 0;
        // The messages that are open will not be continued, because frames after them were not recorded.
        virtual void forgetMessages() = 0;
    };

    // `reader` is borrowed.
    PayloadWalk(std::shared_ptr<const Session> session, Reader &reader);

    // From here on, payloads are read only until `stop` is requested.
    void setStop(const std::stop_token &stop) { m_stop = stop; }
    // The next row of the log. A frame of ours may declare a length other than its real one, so it is read
    // only when the next one shows where it ends.
    void addRow(const LogRow &row, RowNumber number);
    // Reads the last frame of ours. It ends here at the latest, regardless of its declared length.
    void finishSent(StreamOffset end);
    // The same, although no row follows it yet, if its octets are complete or the session has ended.
    void finishSentIfComplete();

    // Number of frames whose payload is no longer kept, and of messages that cannot be inflated completely.
    [[nodiscard]] std::uint64_t unreadable() const { return m_unreadable; }

private:
    // Octets of one direction, read in large parts.
    struct Reach
    {
        StreamOffset offset;
        OctetBuffer octets;
    };
    struct Stream
    {
        Reach reach;
        std::optional<Inflater> inflater; // Set if compression was agreed on.
        // About the current message.
        bool isCompressed = false;
        bool isBroken = false; // It cannot be inflated any further.
        std::uint64_t inflated = 0; // Number of octets that it has inflated to so far.
    };
    struct Sent
    {
        LogRow row;
        RowNumber number;
    };

    // Each reads the first `length` octets of the frame's payload.
    void readFrame(const LogRow &row, RowNumber number, std::uint64_t length);
    void readCompressed(const Frame &frame, std::uint64_t length);
    void beginMessage(const LogRow &row);
    void createInflaters();
    void inflate(Stream &stream, OctetView piece, const Frame &frame);
    void inflateEnd(Stream &stream, const Frame &frame);
    [[nodiscard]] bool pass(Stream &stream, const InflateStep &step, const Frame &frame);
    void passKept(const Frame &frame);
    void resumeAfterBulk(RowNumber number);
    template <typename Visit>
    bool forEachPiece(Stream &stream, const LogRow &row, std::uint64_t length, Visit visit);

    std::shared_ptr<const Session> m_session;
    Reader &m_reader;
    RowAssembler m_assembler;
    ByDirection<Stream> m_streams;
    std::optional<Sent> m_sent;
    std::stop_token m_stop;
    bool m_hasReadAgreement = false;
    OctetBuffer m_unmasked;
    std::uint64_t m_unreadable = 0;
};

} // namespace fg
