// The words of a row that a filter searches beside its octets.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/session/look/filter_run.h"

#include <memory>

namespace fg {

// For FilterRun: the text in the column Info, and the sentences of the rules that were broken in the row.
// What is blanked there cannot be found either.
[[nodiscard]] RowInfo filterWords(std::shared_ptr<const Session> session, Secrets secrets);

} // namespace fg
