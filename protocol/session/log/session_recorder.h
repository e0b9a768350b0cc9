// What writes a session down while it runs, and where its octets are then read from.
#pragma once

#include "protocol/session/log/octet_store.h"

#include <memory>
#include <optional>

namespace fg {

struct BulkEnd;

// Called by the thread that appends to the session; what it says of the order holds.
class SessionRecorder
{
public:
    virtual ~SessionRecorder() = default;

    // A row as it was appended; of an Octets row, `row.offset` and `octets`. Kept until write().
    virtual void add(const LogRow &row, const RowExtra &extra, OctetView octets) = 0;
    // The row that switches recording on after a bulk phase; its octets and frames were not added.
    virtual void addBulkEnd(const LogRow &row, const RowExtra &extra, const BulkEnd &end) = 0;
    // Octets that wait to be written.
    [[nodiscard]] virtual std::size_t waiting() const = 0;
    // Writes what was added. A fault: it could not be, and nothing more will be.
    [[nodiscard]] virtual std::optional<RecordingFault> write() = 0;
    // After write(), while nobody reads the store.
    virtual void publish() = 0;
};

// A recorder reads and writes the store that comes with it, so it goes first.
struct SessionBacking
{
    std::unique_ptr<OctetStore> store; // null: in memory
    std::unique_ptr<SessionRecorder> recorder; // null: nothing is written down
};

} // namespace fg
