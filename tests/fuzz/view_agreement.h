// Whether all views of a session agree on its messages: the list of messages, the walk over rows, the outline
// and the search.
#pragma once

#include "protocol/session/log/session.h"
#include "tests/support/random_session.h"

#include <memory>
#include <string>

namespace fg::test {

// The first disagreement, in words; empty if there is none. `random` picks the texts to search for.
[[nodiscard]] std::string disagreementOfViews(const std::shared_ptr<const Session> &session,
                                              RandomSource &random);

} // namespace fg::test
