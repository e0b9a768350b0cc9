// The closing table, and the closing told in sentences. All texts are UTF-8 and escaped.
#pragma once

#include "protocol/session/log/closing_record.h"

#include <string>
#include <vector>

namespace fg {

struct ClosingRow
{
    std::string name; // as reports call it: "wasClean"
    std::string value; // "True", "1000", "None"
    std::string meaning; // what the name means
    std::string here; // what the value says about this connection; may be empty
};

// "None" for NotCleanReason::None.
[[nodiscard]] std::string notCleanText(NotCleanReason reason);
[[nodiscard]] std::vector<ClosingRow> closingRows(const ClosingRecord &closing);
// Who sent the first close frame, and who dropped TCP and how, with times: one sentence per entry.
[[nodiscard]] std::vector<std::string> closingSentences(const ClosingRecord &closing);

} // namespace fg
