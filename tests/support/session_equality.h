// Whether two sessions are the same in all that can be asked of them.
#pragma once

#include "protocol/session/log/session.h"

#include <string>

namespace fg::test {

// Empty where they are equal, else what differs first.
[[nodiscard]] std::string differenceOf(const Session &a, const Session &b);

} // namespace fg::test
