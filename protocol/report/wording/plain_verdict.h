// A case's verdict in one sentence for whoever has to mend the peer: which rule it broke and where that
// shows.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <optional>
#include <string>

namespace fg {

struct PlainVerdict
{
    std::string sentence; // escaped; without a full stop, so that the clause can follow
    std::string clause; // "RFC 6455 7.4"; empty where no rule is broken
    std::optional<RowNumber> row; // of the wire log, where it shows

    [[nodiscard]] std::string text() const; // "...: RFC 6455 7.4."
};

[[nodiscard]] PlainVerdict plainVerdict(const CaseResult &result);

} // namespace fg
