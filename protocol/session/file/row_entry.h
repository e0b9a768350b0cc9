// Rows of a session as entries of its file. Only rows that cannot be derived from the octets in the file have
// entries.
#pragma once

#include "protocol/session/file/journal_entry.h"
#include "protocol/session/log/log_row.h"

#include <optional>
#include <string>

namespace fg {

struct EnteredRow
{
    LogRow row;
    RowExtra extra;
};

void addRow(JournalWriter &entry, const LogRow &row, const RowExtra &extra);
// nullopt if the entry is not a row that our program could have written.
[[nodiscard]] std::optional<EnteredRow> rowIn(const JournalEntry &entry);
// The row of a sent frame that begins with the octets of a write; it directly precedes the row of the write.
// nullopt if the frame's header is incomplete.
[[nodiscard]] std::optional<LogRow> sentFrameRow(const LogRow &octetsRow, OctetView octets, Duration time);
// A short text for people who read the file with another program.
[[nodiscard]] std::string messageFor(const LogRow &row, const RowExtra &extra);

} // namespace fg
