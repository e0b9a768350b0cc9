// Writes the end of a bulk phase into an entry of a session file, and reads it.
#pragma once

#include "protocol/session/file/journal_entry.h"
#include "protocol/session/log/bulk_end.h"

#include <optional>

namespace fg {

void addBulkEnd(JournalWriter &entry, const BulkEnd &end);
// nullopt if the entry does not have a bulk end.
[[nodiscard]] std::optional<BulkEnd> bulkEndIn(const JournalEntry &entry);

} // namespace fg
