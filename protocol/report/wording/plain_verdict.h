// A case's verdict in one sentence, for the person who has to fix the peer: which rule the peer broke, and
// which row of the wire log shows it.
#pragma once

#include "protocol/session/log/row_number.h"

#include <optional>
#include <string>

namespace fg {

struct CaseResult;

struct PlainVerdict
{
    std::string sentence; // escaped; without a full stop, so that the clause can follow
    std::string clause; // "RFC 6455 7.4"; empty where no rule is broken
    std::optional<RowNumber> row; // the row of the wire log that shows it

    [[nodiscard]] std::string text() const; // the sentence with its clause: "...: RFC 6455 7.4."
};

[[nodiscard]] PlainVerdict plainVerdict(const CaseResult &result);

} // namespace fg
