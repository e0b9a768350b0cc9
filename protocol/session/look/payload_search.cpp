#include "protocol/session/look/payload_search.h"

#include "protocol/session/log/bulk_end.h"
#include "protocol/wire/masking.h"

#include <algorithm>
#include <span>
#include <utility>

namespace fg {
namespace {

// The effort of one call, in octets searched, and the effort of a row in addition to its payload.
constexpr std::uint64_t effortOfCall = 4 * 1024 * 1024;
constexpr std::uint64_t effortOfRow = 64;
constexpr std::size_t reachOctets = 256 * 1024;

} // namespace

PayloadSearch::PayloadSearch(std::shared_ptr<const Session> session, Needle needle)
    : m_session(std::move(session))
    , m_needle(std::move(needle))
{
}

bool PayloadSearch::searchSome(const std::stop_token &stop)
{
    m_stop = stop;
    m_effort = 0;
    const auto isEnough = [this] { return m_effort >= effortOfCall || m_stop.stop_requested(); };
    while (!isEnough()) {
        const RowCount count = m_session->rows(m_position, m_rows);
        if (count == RowCount()) {
            searchSentIfComplete();
            return false;
        }
        for (std::size_t i = 0; i < count.value() && !isEnough(); ++i) {
            searchRow(m_rows[i], m_position);
            ++m_position;
            m_effort += effortOfRow;
        }
    }
    return true;
}

// Both heads are complete once the first compressed frame has passed.
void PayloadSearch::createInflaters()
{
    if (std::exchange(m_hasReadAgreement, true))
        return;
    const std::optional<DeflateAgreement> agreement = m_session->handshake().deflate.agreement;
    if (!agreement)
        return;
    const bool isClient = m_session->role() == Role::Client;
    const auto limits = InflateLimits::forMessages(m_session->summary().limits.messageOctets);
    m_streams.in.inflater.emplace(isClient ? agreement->server : agreement->client, limits);
    m_streams.out.inflater.emplace(isClient ? agreement->client : agreement->server, limits);
}

void PayloadSearch::searchRow(const LogRow &row, RowNumber number)
{
    if (resumesRecording(row))
        resumeAfterBulk(number);
    if (row.kind != RowKind::Frame)
        return;
    if (row.direction == Direction::In)
        return searchFrame(row, number, row.length);
    searchSent(row.offset);
    m_sent = {row, number};
}

// Searches the frame that was sent last. It ends here at the latest, regardless of its declared length.
void PayloadSearch::searchSent(StreamOffset end)
{
    const std::optional<Sent> sent = std::exchange(m_sent, std::nullopt);
    if (!sent)
        return;
    const StreamOffset payload = sent->row.offset + sent->row.header().size();
    searchFrame(sent->row, sent->number, std::min(sent->row.length, end - std::min(end, payload)));
}

// Searches the last sent frame although no row follows it yet, if its octets are complete or the session has
// ended.
void PayloadSearch::searchSentIfComplete()
{
    if (!m_sent)
        return;
    const bool isClosed = m_session->summary().state == SessionState::Closed;
    const StreamOffset there = m_session->streamSize(Direction::Out);
    const StreamOffset payload = m_sent->row.offset + m_sent->row.header().size();
    if (isClosed || (there >= payload && there - payload >= m_sent->row.length))
        searchSent(there);
}

void PayloadSearch::searchFrame(const LogRow &row, RowNumber number, std::uint64_t length)
{
    const MessageAssembler::Step step = m_assembler.add(row);
    switch (step.place) {
    case MessageAssembler::Place::Outside:
        return searchAlone(row, number, length);
    case MessageAssembler::Place::First:
        beginMessage(row);
        break;
    case MessageAssembler::Place::Further:
        break;
    }
    searchPartOfMessage(row, number, length);
    if (step.endsMessage)
        endMessage(m_streams[row.direction], number);
}

// Searches a frame that is not part of a message. It may be between the frames of one.
void PayloadSearch::searchAlone(const LogRow &row, RowNumber number, std::uint64_t length)
{
    Stream &stream = m_streams[row.direction];
    Tail ofMessage = std::exchange(stream.tail, {});
    (void)forEachPiece(stream, row, length, [&](OctetView piece) { searchPiece(stream, piece, number); });
    stream.tail = std::move(ofMessage);
}

void PayloadSearch::beginMessage(const LogRow &row)
{
    Stream &stream = m_streams[row.direction];
    if ((row.rsv() & rsv1) != 0)
        createInflaters();
    stream.tail = {};
    stream.isCompressed = (row.rsv() & rsv1) != 0 && stream.inflater;
    stream.inflated = 0;
    stream.isBroken = stream.isCompressed && !stream.inflater->begin();
}

void PayloadSearch::searchPartOfMessage(const LogRow &row, RowNumber number, std::uint64_t length)
{
    Stream &stream = m_streams[row.direction];
    if (!stream.isCompressed) {
        (void)forEachPiece(stream, row, length, [&](OctetView piece) { searchPiece(stream, piece, number); });
        return;
    }
    const bool isWhole =
        forEachPiece(stream, row, length, [&](OctetView piece) { inflateAndSearch(stream, piece, number); });
    if (isWhole)
        return;
    stream.inflater->resume({.window = {}, .isFirst = false, .isLost = true});
    stream.isBroken = true;
}

void PayloadSearch::endMessage(Stream &stream, RowNumber lastFrame)
{
    if (stream.isCompressed)
        inflateAndSearchEnd(stream, lastFrame);
    stream.tail = {};
    stream.isCompressed = false;
}

void PayloadSearch::inflateAndSearch(Stream &stream, OctetView piece, RowNumber number)
{
    while (!stream.isBroken && searchInflated(stream, stream.inflater->next(piece), number)) { }
}

void PayloadSearch::inflateAndSearchEnd(Stream &stream, RowNumber number)
{
    while (!stream.isBroken && searchInflated(stream, stream.inflater->finish(), number)) { }
    // The session may still have the inflated message although it can no longer be inflated here, because
    // earlier octets are gone.
    if (stream.isBroken && stream.inflated == 0)
        searchKept(number);
    else if (stream.isBroken)
        ++m_unreadable;
}

// Searches the result of a step of the inflater. Returns true while the inflater has more octets.
bool PayloadSearch::searchInflated(Stream &stream, const InflateStep &step, RowNumber number)
{
    using Kind = InflateStep::Kind;
    stream.isBroken = stream.isBroken || (step.kind == Kind::Broken && step.isLast);
    if (step.kind == Kind::Octets) {
        stream.inflated += step.octets.size();
        searchPiece(stream, step.octets, number);
    }
    return step.kind != Kind::NeedInput && step.kind != Kind::Complete && !stream.isBroken
        && !m_stop.stop_requested();
}

void PayloadSearch::searchKept(RowNumber number)
{
    const std::optional<MessageRecord> message = m_session->messageOf(number);
    const OctetBuffer octets = message ? m_session->payload(*message, SIZE_MAX) : OctetBuffer();
    if (octets.empty()) {
        ++m_unreadable;
        return;
    }
    m_effort += octets.size();
    if (m_needle.find(octets) != Needle::nowhere)
        m_found.push_back(message->firstRow);
}

// Searches the next piece of a message. The tail has the octets before it.
void PayloadSearch::searchPiece(Stream &stream, OctetView piece, RowNumber number)
{
    m_effort += piece.size();
    const std::size_t overlap = m_needle.longestMatch() - 1;
    Tail &tail = stream.tail;
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

// The messages of the phase were not recorded, but the compression context that later messages need was.
void PayloadSearch::resumeAfterBulk(RowNumber number)
{
    searchSent(StreamOffset(UINT64_MAX));
    m_assembler.reset();
    createInflaters();
    const std::optional<BulkEnd> end = m_session->bulkEnd(number);
    for (const Direction direction : bothDirections) {
        Stream &stream = m_streams[direction];
        stream.tail = {};
        stream.isCompressed = false;
        if (!stream.inflater || !end)
            continue;
        const std::optional<InboundReader::Settings> &frames = end->streams[direction].frames;
        InflateContext context{.window = {}, .isFirst = false, .isLost = true};
        if (frames && !frames->contextLost && frames->inflateContext)
            context = *frames->inflateContext;
        stream.inflater->resume(context);
    }
}

// Calls `visit` with pieces of the first `length` octets of a frame's payload, unmasked. Returns false if the
// frame has more octets than that, or if some are no longer kept.
template <typename Visit>
bool PayloadSearch::forEachPiece(Stream &stream, const LogRow &row, std::uint64_t length, Visit visit)
{
    const FrameHeader header = row.header();
    const StreamOffset start = row.offset + header.size();
    Reach &reach = stream.reach;
    for (std::uint64_t done = 0; done < length && !m_stop.stop_requested();) {
        const StreamOffset at = start + done;
        if (at < reach.offset || at - reach.offset >= reach.octets.size()) {
            reach = {at, m_session->octets(row.direction, at, reachOctets)};
            if (reach.octets.empty()) {
                m_unreadable += row.has(RowFlag::Incomplete) ? 0 : 1;
                return false;
            }
        }
        OctetView piece = OctetView(reach.octets).subspan(static_cast<std::size_t>(at - reach.offset));
        piece = piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), length - done)));
        if (header.maskingKey) {
            m_unmasked.assign(piece.begin(), piece.end());
            applyMask(m_unmasked, *header.maskingKey, done);
            piece = m_unmasked;
        }
        visit(piece);
        done += piece.size();
    }
    return length == row.length;
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
