#include "protocol/session/look/payload_walk.h"

#include "protocol/session/log/bulk_end.h"
#include "protocol/wire/masking.h"

#include <algorithm>
#include <utility>

namespace fg {
namespace {

constexpr std::size_t reachOctets = 256 * 1024;

} // namespace

PayloadWalk::PayloadWalk(std::shared_ptr<const Session> session, Reader &reader)
    : m_session(std::move(session))
    , m_reader(reader)
{
}

// Both heads are complete once the first compressed frame has passed.
void PayloadWalk::createInflaters()
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

void PayloadWalk::addRow(const LogRow &row, RowNumber number)
{
    if (resumesRecording(row))
        resumeAfterBulk(number);
    if (row.kind != RowKind::Frame)
        return;
    if (row.direction == Direction::In)
        return readFrame(row, number, row.length);
    finishSent(row.offset);
    m_sent = {row, number};
}

void PayloadWalk::finishSent(StreamOffset end)
{
    const std::optional<Sent> sent = std::exchange(m_sent, std::nullopt);
    if (!sent)
        return;
    const StreamOffset payload = sent->row.offset + sent->row.header().size();
    readFrame(sent->row, sent->number, std::min(sent->row.length, end - std::min(end, payload)));
}

void PayloadWalk::finishSentIfComplete()
{
    if (!m_sent)
        return;
    const bool isClosed = m_session->summary().state == SessionState::Closed;
    const StreamOffset there = m_session->streamSize(Direction::Out);
    const StreamOffset payload = m_sent->row.offset + m_sent->row.header().size();
    if (isClosed || (there >= payload && there - payload >= m_sent->row.length))
        finishSent(there);
}

void PayloadWalk::readFrame(const LogRow &row, RowNumber number, std::uint64_t length)
{
    const Frame frame{row, number, m_assembler.add(row)};
    Stream &stream = m_streams[row.direction];
    if (frame.step.place == MessageAssembler::Place::First)
        beginMessage(row);
    const bool isWanted = m_reader.beginFrame(frame);
    if (frame.step.isOfMessage() && stream.isCompressed)
        readCompressed(frame, length);
    else if (isWanted)
        (void)forEachPiece(stream, row, length, [&](OctetView piece) { m_reader.piece(frame, piece); });
    if (frame.step.isOfMessage() && frame.step.endsMessage)
        stream.isCompressed = false;
    m_reader.endFrame(frame);
}

void PayloadWalk::beginMessage(const LogRow &row)
{
    Stream &stream = m_streams[row.direction];
    if ((row.rsv() & rsv1) != 0)
        createInflaters();
    stream.isCompressed = (row.rsv() & rsv1) != 0 && stream.inflater;
    stream.inflated = 0;
    stream.isBroken = stream.isCompressed && !stream.inflater->begin();
}

void PayloadWalk::readCompressed(const Frame &frame, std::uint64_t length)
{
    Stream &stream = m_streams[frame.row.direction];
    const bool isWhole =
        forEachPiece(stream, frame.row, length, [&](OctetView piece) { inflate(stream, piece, frame); });
    if (!isWhole) {
        stream.inflater->resume({.window = {}, .isFirst = false, .isLost = true});
        stream.isBroken = true;
    }
    if (frame.step.endsMessage)
        inflateEnd(stream, frame);
}

void PayloadWalk::inflate(Stream &stream, OctetView piece, const Frame &frame)
{
    while (!stream.isBroken && pass(stream, stream.inflater->next(piece), frame)) { }
}

void PayloadWalk::inflateEnd(Stream &stream, const Frame &frame)
{
    while (!stream.isBroken && pass(stream, stream.inflater->finish(), frame)) { }
    // The session may still have the inflated message although it can no longer be inflated here, because
    // earlier octets are gone.
    if (stream.isBroken && stream.inflated == 0)
        passKept(frame);
    else if (stream.isBroken)
        ++m_unreadable;
}

// Passes on the result of a step of the inflater. Returns true while the inflater has more octets.
bool PayloadWalk::pass(Stream &stream, const InflateStep &step, const Frame &frame)
{
    using Kind = InflateStep::Kind;
    stream.isBroken = stream.isBroken || (step.kind == Kind::Broken && step.isLast);
    if (step.kind == Kind::Octets) {
        stream.inflated += step.octets.size();
        m_reader.piece(frame, step.octets);
    }
    return step.kind != Kind::NeedInput && step.kind != Kind::Complete && !stream.isBroken
        && !m_stop.stop_requested();
}

void PayloadWalk::passKept(const Frame &frame)
{
    const std::optional<MessageRecord> message = m_session->messageOf(frame.number);
    const OctetBuffer octets = message ? m_session->payload(*message, SIZE_MAX) : OctetBuffer();
    if (octets.empty())
        ++m_unreadable;
    else
        m_reader.keptMessage(frame, *message, octets);
}

// The messages of the phase were not recorded, but the compression context that later messages need was.
void PayloadWalk::resumeAfterBulk(RowNumber number)
{
    finishSent(StreamOffset(UINT64_MAX));
    m_assembler.reset();
    createInflaters();
    m_reader.forgetMessages();
    const std::optional<BulkEnd> end = m_session->bulkEnd(number);
    for (const Direction direction : bothDirections) {
        Stream &stream = m_streams[direction];
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
bool PayloadWalk::forEachPiece(Stream &stream, const LogRow &row, std::uint64_t length, Visit visit)
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

} // namespace fg
