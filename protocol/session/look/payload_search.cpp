#include "protocol/session/look/payload_search.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// The effort of one call, in octets searched, and the effort of a row in addition to its payload.
constexpr std::uint64_t effortOfCall = 4 * 1024 * 1024;
constexpr std::uint64_t effortOfRow = 64;

} // namespace

PayloadSearch::PayloadSearch(std::shared_ptr<const Session> session, Needle needle)
    : m_session(std::move(session))
    , m_needle(std::move(needle))
    , m_walk(m_session, *this)
{
}

bool PayloadSearch::searchSome(const std::stop_token &stop)
{
    m_walk.setStop(stop);
    m_effort = 0;
    const auto isEnough = [&] { return m_effort >= effortOfCall || stop.stop_requested(); };
    while (!isEnough()) {
        const RowCount count = m_session->rows(m_position, m_rows);
        if (count == RowCount()) {
            m_walk.finishSentIfComplete();
            return false;
        }
        for (std::size_t i = 0; i < count.value() && !isEnough(); ++i) {
            m_walk.addRow(m_rows[i], m_position);
            ++m_position;
            m_effort += effortOfRow;
        }
    }
    return true;
}

bool PayloadSearch::beginFrame(const PayloadWalk::Frame &frame)
{
    if (!frame.step.isOfMessage())
        m_alone = {};
    else if (frame.step.place == MessageAssembler::Place::First)
        m_tails[frame.row.direction] = {};
    return true;
}

void PayloadSearch::piece(const PayloadWalk::Frame &frame, OctetView octets)
{
    searchPiece(frame.step.isOfMessage() ? m_tails[frame.row.direction] : m_alone, octets, frame.number);
}

void PayloadSearch::keptMessage(const PayloadWalk::Frame &, const MessageRecord &message, OctetView octets)
{
    m_effort += octets.size();
    if (m_needle.find(octets) != Needle::nowhere)
        m_found.push_back(message.firstRow);
}

void PayloadSearch::endFrame(const PayloadWalk::Frame &frame)
{
    if (frame.step.endsMessage)
        m_tails[frame.row.direction] = {};
}

void PayloadSearch::forgetMessages() { m_tails = {}; }

// Searches the next piece of a message. The tail has the octets before it.
void PayloadSearch::searchPiece(Tail &tail, OctetView piece, RowNumber number)
{
    m_effort += piece.size();
    const std::size_t overlap = m_needle.longestMatch() - 1;
    if (!tail.octets.empty()) {
        m_joined = tail.octets;
        const OctetView head = piece.first(std::min(piece.size(), overlap));
        m_joined.insert(m_joined.end(), head.begin(), head.end());
        for (std::size_t at = 0; at < tail.octets.size(); ++at) {
            const std::size_t match = m_needle.find(OctetView(m_joined).subspan(at));
            if (match == Needle::nowhere || at + match >= tail.octets.size())
                break;
            at += match;
            report(tail, tail.rows[at]);
        }
    }
    if (m_needle.find(piece) != Needle::nowhere)
        report(tail, number);
    const OctetView end = piece.last(std::min(piece.size(), overlap));
    const std::size_t kept = std::min(tail.octets.size(), overlap - end.size());
    tail.octets.erase(tail.octets.begin(), tail.octets.end() - static_cast<std::ptrdiff_t>(kept));
    tail.rows.erase(tail.rows.begin(), tail.rows.end() - static_cast<std::ptrdiff_t>(kept));
    tail.octets.insert(tail.octets.end(), end.begin(), end.end());
    tail.rows.resize(tail.octets.size(), number);
    const RowNumber oldest = tail.rows.empty() ? number : tail.rows.front();
    std::erase_if(tail.found, [oldest](RowNumber row) { return row < oldest; });
}

// A match is found again as long as it is in the tail, so it is reported only once.
void PayloadSearch::report(Tail &tail, RowNumber number)
{
    if (std::ranges::find(tail.found, number) != tail.found.end())
        return;
    tail.found.push_back(number);
    m_found.push_back(number);
}

} // namespace fg
