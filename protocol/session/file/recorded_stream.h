// Rebuilds the rows of one connection from a session file and appends them to its session. Internal to
// session_reader.
#pragma once

#include "protocol/session/file/file_octet_store.h"
#include "protocol/session/file/pcapng.h"
#include "protocol/session/file/row_entry.h"
#include "protocol/session/file/segment.h"
#include "protocol/session/file/session_heading.h"
#include "protocol/session/log/bulk_end.h"
#include "protocol/session/log/session.h"

#include <memory>
#include <optional>
#include <vector>

namespace fg {

class RecordedStream
{
public:
    RecordedStream(std::shared_ptr<const PagedFile> file, std::uint32_t interface,
                   const SessionHeading &heading, std::shared_ptr<MemoryBudget> budget);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

    // Adds a packet whose block is at this position of the file. Returns false if it does not directly follow
    // the one before.
    [[nodiscard]] bool addPacket(Direction direction, std::uint64_t time, const Segment &segment,
                                 std::uint64_t filePosition);
    // How well a packet follows the one before.
    enum class Fit : std::uint8_t {
        No, // Its octets do not.
        Maybe, // They do, but it acknowledges other octets than were there.
        Good,
    };
    [[nodiscard]] Fit fitOf(Direction direction, const Segment &segment) const;
    // Which packets are the connection's, if it is not alone on its interface. Before the first packet.
    void follow(const PacketStream &stream) { m_store->follow(stream); }
    // A packet before the next one of this direction could be taken for it.
    void separateNext(Direction direction) { m_isSeparate[direction] = true; }
    void addRow(EnteredRow entered, const std::optional<BulkEnd> &bulkEnd);
    // Call it when there are no more packets and entries.
    void finish();
    // Call it instead when the memory for the file is used up.
    void cutShort();

private:
    // An Octets row whose segments have only been read in part.
    struct Partial
    {
        LogRow row;
        SegmentNote note;
        OctetBuffer octets;
    };

    void beginRow(Direction direction, std::uint64_t time, const Segment &segment);
    [[nodiscard]] bool makeRoom(std::size_t octets);
    void endReading();
    void endRow();
    void append(const LogRow &row, RowExtra extra, OctetView octets);
    void addFrameRow(const LogRow &octetsRow, std::uint32_t before, OctetView octets);
    [[nodiscard]] Duration timeOf(std::uint64_t time) const;
    [[nodiscard]] StreamOffset peerPosition(std::uint32_t acknowledged) const;

    const std::uint64_t m_epoch;
    MemoryShare m_share; // What the octets here take; the session has its own share.
    FileOctetStore *m_store; // Owned by the session.
    std::shared_ptr<Session> m_session;
    std::optional<Partial> m_partial;
    OctetBuffer m_lastReceived; // Kept until the session has processed it.
    ByDirection<StreamOffset> m_sizes; // Of both streams.
    ByDirection<bool> m_isSeparate;
    // Octets of bulk phases among them, which sequence numbers do not count.
    ByDirection<std::uint64_t> m_skipped;
};

} // namespace fg
