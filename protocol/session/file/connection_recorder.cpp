#include "protocol/session/file/connection_recorder.h"

#include "protocol/session/file/analyser_ports.h"
#include "protocol/session/file/bulk_entry.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/row_entry.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace fg {
namespace {

constexpr std::uint16_t httpPort = 80;
constexpr std::uint16_t firstFreePort = 49'152; // RFC 6335 6
constexpr std::uint16_t freePorts = 8'192;

// The title that Wireshark shows beside the packets of the connection.
std::string titleOf(const SessionHeading &heading)
{
    std::string title = heading.url.empty() ? heading.agent : heading.url;
    if (!heading.caseId.empty())
        title = heading.caseId + (title.empty() ? "" : " " + title);
    return title.empty() ? "connection" : title;
}

bool isShowable(std::uint16_t port) { return port != 0 && !isOfOtherProtocol(port); }

// Both ends as the packets show them. A port that is made up depends on the time, so that joined recordings
// (joined_section.h) rarely have the same.
std::pair<SegmentEncoder::End, SegmentEncoder::End> shownEnds(const PeerInfo &peer, Role role,
                                                              std::uint32_t connection, std::uint64_t started)
{
    std::pair<SegmentEncoder::End, SegmentEncoder::End> ends{{peer.localAddress, peer.localPort},
                                                             {peer.peerAddress, peer.peerPort}};
    SegmentEncoder::End &client = role == Role::Client ? ends.first : ends.second;
    SegmentEncoder::End &server = role == Role::Client ? ends.second : ends.first;
    if (!isShowable(server.port) || !peer.tlsVersion.empty())
        server.port = httpPort;
    if (!isShowable(client.port) || client.port == server.port)
        client.port = static_cast<std::uint16_t>(firstFreePort + (connection + started / 1000) % freePorts);
    return ends;
}

std::string endText(const std::string &address, std::uint16_t port)
{
    const bool isV6 = address.find(':') != std::string::npos;
    return (isV6 ? '[' + address + ']' : address) + ':' + std::to_string(port);
}

std::string realEnds(const PeerInfo &peer, Role role)
{
    std::string text = role == Role::Client ? "client " : "server ";
    text += endText(peer.localAddress, peer.localPort);
    text += role == Role::Client ? ", server " : ", client ";
    text += endText(peer.peerAddress, peer.peerPort);
    if (!peer.tlsVersion.empty())
        text += ", in the clear what passed through " + peer.tlsVersion + ' ' + peer.tlsCipher;
    return text;
}

} // namespace

OctetBuffer beginningOf(std::uint32_t connection, const SessionHeading &heading)
{
    OctetBuffer blocks;
    const std::string title = titleOf(heading);
    pcapng::appendInterface(blocks, title, heading.agent);
    JournalWriter entry(epochTime(heading.started), title);
    entry.add("FG_CONNECTION", connection);
    addHeading(entry, heading);
    pcapng::appendJournal(blocks, entry.octets());
    return blocks;
}

PacketEnds endsOf(const PeerInfo &peer, Role role, std::uint32_t connection, std::uint64_t started)
{
    const auto [ours, peers] = shownEnds(peer, role, connection, started);
    return SegmentEncoder(ours, peers).ends();
}

ConnectionRecorder::ConnectionRecorder(std::shared_ptr<SessionFile> file, FileOctetStore &store,
                                       std::uint32_t connection, const SessionHeading &heading)
    : m_file(std::move(file))
    , m_store(store)
    , m_connection(connection)
    , m_role(heading.role)
    , m_epoch(epochTime(heading.started))
{
}

void ConnectionRecorder::add(const LogRow &row, const RowExtra &extra, OctetView octets)
{
    finishFrame(&row, octets);
    switch (row.kind) {
    case RowKind::Octets:
        addOctets(row, octets);
        return;
    case RowKind::Frame:
        if (std::holds_alternative<std::monostate>(extra)) {
            m_frame = row;
            return;
        }
        break;
    case RowKind::Connected:
        addEntry(row, extra);
        if (const auto *const peer = std::get_if<PeerInfo>(&extra))
            openStream(row, *peer);
        return;
    case RowKind::Dropped:
        addEntry(row, extra);
        endStream(row);
        return;
    default:
        break;
    }
    addEntry(row, extra);
}

// A plain frame does not need an entry if its octets come next: their first segment has a note that the frame
// precedes it.
void ConnectionRecorder::finishFrame(const LogRow *next, OctetView octets)
{
    m_shownBefore.reset();
    if (!m_frame)
        return;
    const LogRow frame = *std::exchange(m_frame, std::nullopt);
    if (next && next->kind == RowKind::Octets && next->direction == Direction::Out) {
        const Duration before = next->time - frame.time;
        const bool isSoonAfter =
            before >= Duration{} && before.count() <= std::numeric_limits<std::uint32_t>::max();
        if (isSoonAfter && sentFrameRow(*next, octets, frame.time) == frame) {
            m_shownBefore = static_cast<std::uint32_t>(before.count());
            return;
        }
    }
    addEntry(frame, {});
}

void ConnectionRecorder::addEntry(const LogRow &row, const RowExtra &extra, const BulkEnd *end)
{
    JournalWriter entry(timeOf(row.time), messageFor(row, extra));
    entry.add("FG_CONNECTION", m_connection);
    addRow(entry, row, extra);
    if (end)
        fg::addBulkEnd(entry, *end);
    pcapng::appendJournal(m_buffer, entry.octets());
}

void ConnectionRecorder::addBulkEnd(const LogRow &row, const RowExtra &extra, const BulkEnd &end)
{
    finishFrame(nullptr, {});
    addEntry(row, extra, &end);
    for (const Direction direction : bothDirections) {
        const StreamOffset size = end.streams[direction].size;
        m_skipped[direction] += size - m_sizes[direction];
        m_sizes[direction] = size;
        m_gaps[direction] = FileOctetStore::Gap::Before;
    }
}

void ConnectionRecorder::openStream(const LogRow &row, const PeerInfo &peer)
{
    const auto [ours, peers] = shownEnds(peer, m_role, m_connection, m_epoch);
    m_segments.emplace(ours, peers);
    const Direction asking = m_role == Role::Client ? Direction::Out : Direction::In;
    const std::uint32_t first = sequenceOf({});
    addSegment(asking, row.time, {.sequence = first - 1, .flags = flagsOf(TcpFlag::Syn)},
               realEnds(peer, m_role));
    addSegment(otherDirection(asking), row.time,
               {.sequence = first - 1, .acknowledged = first, .flags = flagsOf(TcpFlag::Syn, TcpFlag::Ack)});
    addSegment(asking, row.time, {.sequence = first, .acknowledged = first, .flags = flagsOf(TcpFlag::Ack)});
}

void ConnectionRecorder::addOctets(const LogRow &row, OctetView octets)
{
    if (!m_segments)
        openStream(row, {});
    const Direction other = otherDirection(row.direction);
    // A sent segment acknowledges the peer's octets that had been processed; a received one acknowledges all
    // of ours.
    const StreamOffset seen = row.direction == Direction::Out ? row.peerPosition : m_sizes[other];
    Segment segment{.acknowledged = sequence(other, seen), .flags = flagsOf(TcpFlag::Ack)};
    segment.note = {.isApart = row.has(RowFlag::Apart),
                    .frameRowBefore = std::exchange(m_shownBefore, std::nullopt)};
    StreamOffset offset = row.offset;
    do {
        segment.payload = octets.first(std::min(octets.size(), largestSegment));
        octets = octets.subspan(segment.payload.size());
        segment.sequence = sequence(row.direction, offset);
        if (octets.empty())
            segment.flags = flagsOf(TcpFlag::Ack, TcpFlag::Psh);
        m_places.push_back({row.direction, offset, m_buffer.size(),
                            std::exchange(m_gaps[row.direction], FileOctetStore::Gap::No)});
        addSegment(row.direction, row.time, segment);
        offset += segment.payload.size();
        segment.note = {};
    } while (!octets.empty());
    m_sizes[row.direction] = offset;
}

void ConnectionRecorder::endStream(const LogRow &row)
{
    if (!m_segments || std::exchange(m_isOver, true))
        return;
    const Direction ending = row.direction;
    const Direction other = otherDirection(ending);
    const std::uint32_t last = sequence(ending, m_sizes[ending]);
    const std::uint32_t otherLast = sequence(other, m_sizes[other]);
    const bool isReset = row.tcpEnd == TcpEnd::Reset;
    addSegment(ending, row.time,
               {.sequence = last,
                .acknowledged = otherLast,
                .flags = flagsOf(isReset ? TcpFlag::Rst : TcpFlag::Fin, TcpFlag::Ack)});
    if (!isReset)
        addSegment(other, row.time,
                   {.sequence = otherLast, .acknowledged = last + 1, .flags = flagsOf(TcpFlag::Ack)});
}

void ConnectionRecorder::addSegment(Direction direction, Duration time, Segment segment,
                                    std::string_view comment)
{
    pcapng::appendPacket(m_buffer, m_connection, timeOf(time), direction,
                         m_segments->headers(direction, segment), segment.payload, comment);
}

std::uint32_t ConnectionRecorder::sequence(Direction direction, StreamOffset offset) const
{
    return sequenceOf(offset - std::min(offset.value(), m_skipped[direction]));
}

std::uint64_t ConnectionRecorder::timeOf(Duration time) const
{
    return m_epoch + static_cast<std::uint64_t>(time.count());
}

std::optional<RecordingFault> ConnectionRecorder::write()
{
    finishFrame(nullptr, {});
    if (m_buffer.empty())
        return std::nullopt;
    const SessionFile::Appended appended =
        m_file->append(m_buffer, m_places.empty() ? SessionFile::Holds::Entries : SessionFile::Holds::Octets);
    clearOut(m_buffer);
    if (const auto *const fault = std::get_if<RecordingFault>(&appended))
        return *fault;
    for (Place &place : m_places)
        place.position += std::get<std::uint64_t>(appended);
    return std::nullopt;
}

void ConnectionRecorder::publish()
{
    for (const Place &place : m_places)
        m_store.place(place.direction, place.offset, place.position, place.gap);
    m_places.clear();
    m_store.recorded();
}

} // namespace fg
