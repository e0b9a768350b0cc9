// Compares two sessions in everything that can be asked of them.
#pragma once

#include "protocol/session/log/session.h"

#include <string>

namespace fg::test {

// The first difference; empty if the sessions are equal.
[[nodiscard]] std::string differenceOf(const Session &a, const Session &b);

} // namespace fg::test
