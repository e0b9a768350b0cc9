// Reads a row of the log from its JSON object; the counterpart of row_json.h. Internal to report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/session/log/session.h"

namespace fg {

struct ReadRow
{
    LogRow row;
    RowExtra extra;
    OctetBuffer octets; // row of octets: all of them; frame: the unmasked payload, as far as it was kept
    bool isDerived = false;
    RowNumber number; // as the file counts
    std::string note; // of a person; empty: none
};

// Returns what is wrong with the object; the row then has no meaning.
[[nodiscard]] std::optional<ImportFault> readRow(const JsonValue &value, ReadRow &row);

} // namespace fg
