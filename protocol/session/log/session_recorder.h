// The interface for writing a session to a file while it runs, and the store from which its octets are then
// read.
#pragma once

#include "protocol/session/log/memory_budget.h"
#include "protocol/session/log/octet_store.h"
#include "protocol/session/log/row_notes.h"

#include <memory>
#include <optional>

namespace fg {

struct BulkEnd;

// Called by the thread that appends to the session, in the order that Session describes.
class SessionRecorder
{
public:
    virtual ~SessionRecorder() = default;

    // Adds a row as it was appended; for an Octets row, `row.offset` and `octets` are set. Kept in memory
    // until write().
    virtual void add(const LogRow &row, const RowExtra &extra, OctetView octets) = 0;
    // Adds the row that switches recording on after a bulk phase; the phase's octets and frames were not
    // added.
    virtual void addBulkEnd(const LogRow &row, const RowExtra &extra, const BulkEnd &end) = 0;
    // Number of octets that wait to be written.
    [[nodiscard]] virtual std::size_t waiting() const = 0;
    // Writes what was added. After a fault nothing more is written.
    [[nodiscard]] virtual std::optional<RecordingFault> write() = 0;
    // Call after write(), while no thread reads the store.
    virtual void publish() = 0;
};

// The recorder uses the store, so it is destroyed first.
struct SessionBacking
{
    std::unique_ptr<OctetStore> store; // null: in memory.
    std::unique_ptr<SessionRecorder> recorder; // null: the session is not written to a file.
    // What the session's memory counts against, beside its own limits; null: nothing. Only for a new session.
    std::shared_ptr<MemoryBudget> budget;
    // Where notes on rows are kept; null: nowhere.
    RowNotes::Keeper notes;
};

} // namespace fg
