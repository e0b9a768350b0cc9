// The end of a bulk phase as part of an entry of a session file.
#pragma once

#include "protocol/session/file/journal_entry.h"
#include "protocol/session/log/bulk_end.h"

#include <optional>

namespace fg {

void addBulkEnd(JournalWriter &entry, const BulkEnd &end);
// nullopt where there is none.
[[nodiscard]] std::optional<BulkEnd> bulkEndIn(const JournalEntry &entry);

} // namespace fg
