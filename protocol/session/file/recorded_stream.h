// The rows of one connection out of a session file, put together and handed to its session. Internal to
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
                   const SessionHeading &heading);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }

    // A packet and where its block stands in the file. False: it does not follow on the one before.
    [[nodiscard]] bool addPacket(Direction direction, std::uint64_t time, const Segment &segment,
                                 std::uint64_t filePosition);
    void addRow(EnteredRow entered, const std::optional<BulkEnd> &bulkEnd);
    // There is no more.
    void finish();

private:
    // An Octets row of which some segments have come.
    struct Partial
    {
        LogRow row;
        SegmentNote note;
        OctetBuffer octets;
    };

    void beginRow(Direction direction, std::uint64_t time, const Segment &segment);
    void endRow();
    void append(const LogRow &row, RowExtra extra, OctetView octets);
    void addFrameRow(const LogRow &octetsRow, std::uint32_t before, OctetView octets);
    [[nodiscard]] Duration timeOf(std::uint64_t time) const;
    [[nodiscard]] StreamOffset peerPosition(std::uint32_t acknowledged) const;

    const std::uint64_t m_epoch;
    FileOctetStore *m_store; // the session's
    std::shared_ptr<Session> m_session;
    std::optional<Partial> m_partial;
    OctetBuffer m_lastReceived; // stays until the session has taken it in
    ByDirection<StreamOffset> m_sizes; // of both streams
    ByDirection<std::uint64_t> m_skipped; // of these, octets of bulk phases that have no sequence numbers
};

} // namespace fg
