#include "protocol/session/payload_search.h"

#include "protocol/session/bulk_end.h"
#include "protocol/wire/masking.h"

#include <algorithm>
#include <span>
#include <utility>

namespace fg {
namespace {

// Octets to look at in one call, and what a row counts beside its payload.
constexpr std::uint64_t effortOfCall = 4 * 1024 * 1024;
constexpr std::uint64_t effortOfRow = 64;
constexpr std::size_t reachOctets = 256 * 1024;
// Of the newest rows, some may name octets that are still to come. An older one that lacks some was sent with
// a length that is not true.
constexpr RowNumber unsettledRows = 1'024;

std::size_t indexOf(Direction direction) { return direction == Direction::In ? 0 : 1; }

} // namespace

PayloadSearch::PayloadSearch(std::shared_ptr<const Session> session, Needle needle)
    : m_session(std::move(session))
    , m_needle(std::move(needle))
{
}

bool PayloadSearch::searchSome()
{
    m_effort = 0;
    while (m_effort < effortOfCall) {
        const std::size_t count = m_session->rows(m_position, m_rows);
        if (count == 0)
            return false;
        for (const LogRow &row : std::span(m_rows).first(count)) {
            if (isOnItsWay(row, m_position))
                return false;
            take(row, m_position);
            ++m_position;
        }
        m_effort += count * effortOfRow;
    }
    return true;
}

bool PayloadSearch::isOnItsWay(const LogRow &row, RowNumber number) const
{
    // What came is in the log when it is complete.
    if (row.kind != RowKind::Frame || row.direction == Direction::In)
        return false;
    const SessionSummary summary = m_session->summary();
    if (summary.state == SessionState::Closed || summary.rows - number > unsettledRows)
        return false;
    const std::uint64_t there = m_session->streamSize(row.direction);
    const std::uint64_t payload = row.offset + row.header().size();
    return there < payload || there - payload < row.length;
}

// Both heads have passed when the first compressed frame has.
void PayloadSearch::agree()
{
    if (std::exchange(m_hasAgreed, true))
        return;
    const std::optional<DeflateAgreement> agreement = m_session->handshake().deflate.agreement;
    if (!agreement)
        return;
    const bool isClient = m_session->role() == Role::Client;
    const auto limits = InflateLimits::forMessages(m_session->summary().limits.messageOctets);
    m_streams[0].inflater.emplace(isClient ? agreement->server : agreement->client, limits);
    m_streams[1].inflater.emplace(isClient ? agreement->client : agreement->server, limits);
}

void PayloadSearch::take(const LogRow &row, RowNumber number)
{
    if (row.kind == RowKind::Recording && row.has(RowFlag::On))
        resumeAfterBulk(number);
    if (row.kind != RowKind::Frame)
        return;
    if (isControl(row.opcode()) || isReserved(row.opcode())) {
        // In the middle of a message, and no part of it.
        Stream &stream = m_streams[indexOf(row.direction)];
        Tail between = std::exchange(stream.tail, {});
        (void)forEachPiece(stream, row, [&](OctetView piece) { takePart(stream, piece, number); });
        stream.tail = std::move(between);
    } else {
        takeData(row, number);
    }
}

void PayloadSearch::takeData(const LogRow &row, RowNumber number)
{
    Stream &stream = m_streams[indexOf(row.direction)];
    if (row.opcode() != Opcode::Continuation) {
        if ((row.rsv() & rsv1) != 0)
            agree();
        stream.tail = {};
        stream.message = number;
        stream.isCompressed = (row.rsv() & rsv1) != 0 && stream.inflater;
        stream.inflated = 0;
        stream.isBroken = stream.isCompressed && !stream.inflater->begin();
    }
    bool isWhole = true;
    if (stream.isCompressed)
        isWhole = forEachPiece(stream, row, [&](OctetView piece) { takeCompressed(stream, piece, number); });
    else
        isWhole = forEachPiece(stream, row, [&](OctetView piece) { takePart(stream, piece, number); });
    if (!isWhole && stream.isCompressed) {
        stream.inflater->resume({.window = {}, .isFirst = false, .isLost = true});
        stream.isBroken = true;
    }
    if (!row.fin())
        return;
    if (stream.isCompressed)
        finishCompressed(stream, number);
    stream.tail = {};
    stream.message.reset();
    stream.isCompressed = false;
}

void PayloadSearch::takeCompressed(Stream &stream, OctetView piece, RowNumber number)
{
    while (!stream.isBroken && takeStep(stream, stream.inflater->next(piece), number)) { }
}

void PayloadSearch::finishCompressed(Stream &stream, RowNumber number)
{
    while (!stream.isBroken && takeStep(stream, stream.inflater->finish(), number)) { }
    // What it refers to may be gone while what it came to is still there.
    if (stream.isBroken && stream.inflated == 0)
        takeKept(number);
}

// True while there is more to come of the piece.
bool PayloadSearch::takeStep(Stream &stream, const InflateStep &step, RowNumber number)
{
    using Kind = InflateStep::Kind;
    stream.isBroken = stream.isBroken || (step.kind == Kind::Broken && step.isLast);
    if (step.kind == Kind::Octets) {
        stream.inflated += step.octets.size();
        takePart(stream, step.octets, number);
    }
    return step.kind != Kind::NeedInput && step.kind != Kind::Complete && !stream.isBroken;
}

void PayloadSearch::takeKept(RowNumber number)
{
    const std::optional<MessageRecord> message = m_session->messageOf(number);
    const OctetBuffer octets = message ? m_session->payload(*message, SIZE_MAX) : OctetBuffer();
    if (octets.empty()) {
        ++m_unreadable;
        return;
    }
    m_effort += octets.size();
    if (m_needle.find(octets) != Needle::nowhere)
        find(message->firstRow);
}

// The next piece of a message; the octets before it in the tail.
void PayloadSearch::takePart(Stream &stream, OctetView piece, RowNumber number)
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
            find(tail.rows[at]);
        }
    }
    if (m_needle.find(piece) != Needle::nowhere)
        find(number);
    const OctetView end = piece.last(std::min(piece.size(), overlap));
    const std::size_t kept = std::min(tail.octets.size(), overlap - end.size());
    tail.octets.erase(tail.octets.begin(), tail.octets.end() - static_cast<std::ptrdiff_t>(kept));
    tail.rows.erase(tail.rows.begin(), tail.rows.end() - static_cast<std::ptrdiff_t>(kept));
    tail.octets.insert(tail.octets.end(), end.begin(), end.end());
    tail.rows.resize(tail.octets.size(), number);
}

// The messages of the phase are not there, but what they left for those behind them is.
void PayloadSearch::resumeAfterBulk(RowNumber number)
{
    agree();
    const std::optional<BulkEnd> end = m_session->bulkEnd(number);
    if (!end)
        return;
    for (const Direction direction : {Direction::In, Direction::Out}) {
        Stream &stream = m_streams[indexOf(direction)];
        stream.tail = {};
        stream.isCompressed = false;
        if (!stream.inflater)
            continue;
        const std::optional<InboundReader::Settings> &frames = end->of(direction).frames;
        InflateContext context{.window = {}, .isFirst = false, .isLost = true};
        if (frames && !frames->contextLost && frames->inflateContext)
            context = *frames->inflateContext;
        stream.inflater->resume(context);
    }
}

// Of a frame's payload, unmasked. False: not all of it is there.
template <typename Take> bool PayloadSearch::forEachPiece(Stream &stream, const LogRow &row, Take take)
{
    const FrameHeader header = row.header();
    const std::uint64_t start = row.offset + header.size();
    Reach &reach = stream.reach;
    for (std::uint64_t done = 0; done < row.length;) {
        const std::uint64_t at = start + done;
        if (at < reach.offset || at - reach.offset >= reach.octets.size()) {
            reach = {at, m_session->octets(row.direction, at, reachOctets)};
            if (reach.octets.empty()) {
                m_unreadable += row.has(RowFlag::Incomplete) ? 0 : 1;
                return false;
            }
        }
        OctetView piece = OctetView(reach.octets).subspan(static_cast<std::size_t>(at - reach.offset));
        piece =
            piece.first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), row.length - done)));
        if (header.maskingKey) {
            m_unmasked.assign(piece.begin(), piece.end());
            applyMask(m_unmasked, *header.maskingKey, done);
            piece = m_unmasked;
        }
        take(piece);
        done += piece.size();
    }
    return true;
}

void PayloadSearch::find(RowNumber number)
{
    if (m_found.empty() || m_found.back() != number)
        m_found.push_back(number);
}

} // namespace fg
