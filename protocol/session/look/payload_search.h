// Looks through the payloads of a session, a part at a time, for whoever has a thread for it: unmasked, put
// together over the frames of a message, and inflated. Each frame row in which something begins that matches
// is found once. What compressed messages come to is inflated anew, in order, because a session keeps only
// the newest of it; its memory does not grow with the session.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/session/log/session.h"
#include "protocol/session/look/search_needle.h"

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace fg {

class PayloadSearch
{
public:
    PayloadSearch(std::shared_ptr<const Session> session, Needle needle);

    // Goes on for some milliseconds, or through one row. False when it has come to the last row that is there
    // by now; more may come later. Once `stop` is requested it returns as soon as it can, and what it then
    // has found is not to be used.
    [[nodiscard]] bool searchSome(const std::stop_token &stop = {});
    // Rows looked through so far.
    [[nodiscard]] RowCount position() const { return rowsBefore(m_position); }
    // Rows found since the last call. One whose match ends in a later frame may come behind later rows.
    [[nodiscard]] std::vector<RowNumber> takeFound() { return std::exchange(m_found, {}); }
    // Frames whose payload is no longer kept, and messages that cannot be inflated, or not to their end.
    [[nodiscard]] std::uint64_t unreadable() const { return m_unreadable; }

private:
    // The octets of one direction, read in large parts.
    struct Reach
    {
        StreamOffset offset;
        OctetBuffer octets;
    };
    // The last octets of a message under way, with which a match may begin.
    struct Tail
    {
        OctetBuffer octets;
        std::vector<RowNumber> rows; // of each
        std::vector<RowNumber> found; // of these rows, and of the last one
    };
    struct Stream
    {
        Reach reach;
        std::optional<Inflater> inflater; // where compression was agreed on
        Tail tail;
        // Of the message under way.
        bool isCompressed = false;
        bool isBroken = false; // it cannot be inflated any further
        std::uint64_t inflated = 0; // octets that it has come to
    };

    // A frame of ours, which may declare another length than it has: it is looked through when the next one
    // shows where it ends, or all that it declares is there.
    struct Sent
    {
        LogRow row;
        RowNumber number;
    };

    void agree();
    void take(const LogRow &row, RowNumber number);
    void finishSent(StreamOffset end);
    void settleSent();
    void takeFrame(const LogRow &row, RowNumber number, std::uint64_t length);
    void takeData(const LogRow &row, RowNumber number, std::uint64_t length);
    void takeCompressed(Stream &stream, OctetView piece, RowNumber number);
    void finishCompressed(Stream &stream, RowNumber number);
    [[nodiscard]] bool takeStep(Stream &stream, const InflateStep &step, RowNumber number);
    void takePart(Stream &stream, OctetView piece, RowNumber number);
    void takeKept(RowNumber number);
    void resumeAfterBulk(RowNumber number);
    template <typename Take>
    bool forEachPiece(Stream &stream, const LogRow &row, std::uint64_t length, Take take);
    void find(Tail &tail, RowNumber number);

    std::shared_ptr<const Session> m_session;
    Needle m_needle;
    ByDirection<Stream> m_streams;
    std::array<LogRow, 256> m_rows;
    std::optional<Sent> m_sent;
    std::stop_token m_stop;
    RowNumber m_position; // the next row
    bool m_hasAgreed = false;
    OctetBuffer m_unmasked;
    OctetBuffer m_joined;
    std::vector<RowNumber> m_found;
    std::uint64_t m_unreadable = 0;
    std::uint64_t m_effort = 0; // octets looked at in this call
};

} // namespace fg
