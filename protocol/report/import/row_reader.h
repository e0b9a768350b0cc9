// A row of the log out of its JSON object; the counterpart of row_json.h. Internal to report/.
#pragma once

#include "protocol/report/import/import_fault.h"
#include "protocol/session/log/session.h"

namespace fg {

struct ReadRow
{
    LogRow row;
    RowExtra extra;
    OctetBuffer octets; // Octets: they themselves; Frame: the payload, unmasked, as far as it was kept
    bool isDerived = false;
};

// What is wrong with it; the row then means nothing.
[[nodiscard]] std::optional<ImportFault> readRow(const JsonValue &value, ReadRow &row);

} // namespace fg
