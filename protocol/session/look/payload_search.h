// Searches the payloads of a session in parts, for callers with a thread of their own. Payloads are unmasked,
// joined over the frames of a message, and inflated. A frame outside of all messages is searched by itself.
// Each frame row in which a match begins is reported once. Compressed messages are inflated again in order,
// because a session keeps only the newest inflated octets. The memory used does not grow with the session.
#pragma once

#include "protocol/deflate/codec.h"
#include "protocol/session/log/message_rows.h"
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

    // Continues for some milliseconds, or for one row. Returns false once it has reached the last row there
    // is; more rows may be added later. After a `stop` request it returns as soon as possible, and the caller
    // must ignore the rows it has found.
    [[nodiscard]] bool searchSome(const std::stop_token &stop = {});
    // Number of rows searched so far.
    [[nodiscard]] RowCount position() const { return rowsBefore(m_position); }
    // The rows found since the last call. A row whose match ends in a later frame may follow rows with higher
    // numbers.
    [[nodiscard]] std::vector<RowNumber> takeFound() { return std::exchange(m_found, {}); }
    // Number of frames whose payload is no longer kept, and of messages that cannot be inflated completely.
    [[nodiscard]] std::uint64_t unreadable() const { return m_unreadable; }

private:
    // Octets of one direction, read in large parts.
    struct Reach
    {
        StreamOffset offset;
        OctetBuffer octets;
    };
    // The last octets of the current message, in which a match may begin.
    struct Tail
    {
        OctetBuffer octets;
        std::vector<RowNumber> rows; // The row of each octet.
        std::vector<RowNumber> found; // Those of these rows, and of the last one, that were reported.
    };
    struct Stream
    {
        Reach reach;
        std::optional<Inflater> inflater; // Set if compression was agreed on.
        Tail tail;
        // About the current message.
        bool isCompressed = false;
        bool isBroken = false; // It cannot be inflated any further.
        std::uint64_t inflated = 0; // Number of octets that it has inflated to so far.
    };

    // A frame of ours. It may declare a length other than its real one, so it is searched only when the next
    // frame shows where it ends, or when all octets that it declares have been sent.
    struct Sent
    {
        LogRow row;
        RowNumber number;
    };

    void searchRow(const LogRow &row, RowNumber number);
    void searchSent(StreamOffset end);
    void searchSentIfComplete();
    // Each searches the first `length` octets of the frame's payload.
    void searchFrame(const LogRow &row, RowNumber number, std::uint64_t length);
    void searchAlone(const LogRow &row, RowNumber number, std::uint64_t length);
    void searchPartOfMessage(const LogRow &row, RowNumber number, std::uint64_t length);
    void beginMessage(const LogRow &row);
    void endMessage(Stream &stream, RowNumber lastFrame);
    void createInflaters();
    void inflateAndSearch(Stream &stream, OctetView piece, RowNumber number);
    void inflateAndSearchEnd(Stream &stream, RowNumber number);
    [[nodiscard]] bool searchInflated(Stream &stream, const InflateStep &step, RowNumber number);
    void searchPiece(Stream &stream, OctetView piece, RowNumber number);
    void searchKept(RowNumber number);
    void resumeAfterBulk(RowNumber number);
    template <typename Visit>
    bool forEachPiece(Stream &stream, const LogRow &row, std::uint64_t length, Visit visit);
    void report(Tail &tail, RowNumber number);

    std::shared_ptr<const Session> m_session;
    Needle m_needle;
    RowAssembler m_assembler;
    ByDirection<Stream> m_streams;
    std::array<LogRow, 256> m_rows;
    std::optional<Sent> m_sent;
    std::stop_token m_stop;
    RowNumber m_position; // The next row.
    bool m_hasReadAgreement = false;
    OctetBuffer m_unmasked;
    OctetBuffer m_joined;
    std::vector<RowNumber> m_found;
    std::uint64_t m_unreadable = 0;
    std::uint64_t m_effort = 0; // Octets searched in this call.
};

} // namespace fg
