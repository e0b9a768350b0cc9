// Writes one connection into a session file. Internal to session_file.
#pragma once

#include "protocol/session/file/file_octet_store.h"
#include "protocol/session/file/segment.h"
#include "protocol/session/file/session_file.h"

#include <optional>
#include <vector>

namespace fg {

// The blocks that precede all others of a connection.
[[nodiscard]] OctetBuffer beginningOf(std::uint32_t connection, const SessionHeading &heading);

// The ends that the packets of a connection have. `peer`: as its row says it; `connection`: its number;
// `started`: as in its heading, 0 in files of older versions.
[[nodiscard]] PacketEnds endsOf(const PeerInfo &peer, Role role, std::uint32_t connection,
                                std::uint64_t started);

class ConnectionRecorder final : public SessionRecorder
{
public:
    // The store must outlive the recorder.
    ConnectionRecorder(std::shared_ptr<SessionFile> file, FileOctetStore &store, std::uint32_t connection,
                       const SessionHeading &heading);

    void add(const LogRow &row, const RowExtra &extra, OctetView octets) override;
    void addBulkEnd(const LogRow &row, const RowExtra &extra, const BulkEnd &end) override;
    [[nodiscard]] std::size_t waiting() const override { return m_buffer.size(); }
    [[nodiscard]] std::optional<RecordingFault> write() override;
    void publish() override;

private:
    struct Place
    {
        Direction direction;
        StreamOffset offset;
        std::uint64_t position; // Position in the buffer; after write(), in the file.
        FileOctetStore::Gap gap;
    };

    void finishFrame(const LogRow *next, OctetView octets);
    void addEntry(const LogRow &row, const RowExtra &extra, const BulkEnd *end = nullptr);
    void addOctets(const LogRow &row, OctetView octets);
    void openStream(const LogRow &row, const PeerInfo &peer);
    void endStream(const LogRow &row);
    void addSegment(Direction direction, Duration time, Segment segment, std::string_view comment = {});
    [[nodiscard]] std::uint32_t sequence(Direction direction, StreamOffset offset) const;
    [[nodiscard]] std::uint64_t timeOf(Duration time) const;

    std::shared_ptr<SessionFile> m_file;
    FileOctetStore &m_store;
    const std::uint32_t m_connection;
    const Role m_role;
    const std::uint64_t m_epoch;
    OctetBuffer m_buffer;
    std::vector<Place> m_places;
    std::optional<SegmentEncoder> m_segments; // Set once the addresses of the connection are known.
    // A sent frame that waits for the next row: its segment may make an entry unnecessary.
    std::optional<LogRow> m_frame;
    // The next segment has a note of the frame before it, which was this many nanoseconds earlier.
    std::optional<std::uint32_t> m_shownBefore;
    ByDirection<StreamOffset> m_sizes; // Of both streams.
    // Octets of bulk phases among them, which sequence numbers do not count.
    ByDirection<std::uint64_t> m_skipped;
    ByDirection<FileOctetStore::Gap> m_gaps; // Whether a gap precedes the next packet.
    bool m_isOver = false;
};

} // namespace fg
