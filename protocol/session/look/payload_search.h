// Searches the payloads of a session in parts, for callers with a thread of their own. Payloads are unmasked,
// joined over the frames of a message, and inflated (payload_walk.h). A frame outside of all messages is
// searched by itself. Each frame row in which a match begins is reported once. The memory used does not grow
// with the session.
#pragma once

#include "protocol/session/look/payload_walk.h"
#include "protocol/session/look/search_needle.h"

#include <array>
#include <memory>
#include <stop_token>
#include <vector>

namespace fg {

class PayloadSearch : private PayloadWalk::Reader
{
public:
    PayloadSearch(std::shared_ptr<const Session> session, Needle needle);
    PayloadSearch(const PayloadSearch &) = delete;
    PayloadSearch &operator=(const PayloadSearch &) = delete;

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
    [[nodiscard]] std::uint64_t unreadable() const { return m_walk.unreadable(); }

private:
    // The last octets of the current message, in which a match may begin.
    struct Tail
    {
        OctetBuffer octets;
        std::vector<RowNumber> rows; // The row of each octet.
        std::vector<RowNumber> found; // Those of these rows, and of the last one, that were reported.
    };

    bool beginFrame(const PayloadWalk::Frame &frame) override;
    void piece(const PayloadWalk::Frame &frame, OctetView octets) override;
    void keptMessage(const PayloadWalk::Frame &last, const MessageRecord &message, OctetView octets) override;
    void endFrame(const PayloadWalk::Frame &frame) override;
    void forgetMessages() override;
    void searchPiece(Tail &tail, OctetView piece, RowNumber number);
    void report(Tail &tail, RowNumber number);

    std::shared_ptr<const Session> m_session;
    Needle m_needle;
    PayloadWalk m_walk;
    ByDirection<Tail> m_tails;
    Tail m_alone; // Of a frame that is not part of a message. It may be between the frames of one.
    std::array<LogRow, 256> m_rows;
    RowNumber m_position; // The next row.
    OctetBuffer m_joined;
    std::vector<RowNumber> m_found;
    std::uint64_t m_effort = 0; // Octets searched in this call.
};

} // namespace fg
