// Rows of a session as entries of its file: all that the octets in the file do not say by themselves.
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
// nullopt: it holds no row that could have been written.
[[nodiscard]] std::optional<EnteredRow> rowIn(const JournalEntry &entry);
// The row of a sent frame that begins with a write's octets, as it stands right before the row of the write;
// nullopt where its header is not whole.
[[nodiscard]] std::optional<LogRow> sentFrameRow(const LogRow &octetsRow, OctetView octets, Duration time);
// In a few words, for whoever reads the file with another program.
[[nodiscard]] std::string messageFor(const LogRow &row, const RowExtra &extra);

} // namespace fg
