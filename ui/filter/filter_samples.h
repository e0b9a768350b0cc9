// The names in a session's data that a filter can ask for: members of JSON messages, header fields.
#pragma once

#include "protocol/session/log/session.h"
#include "protocol/session/look/filter_completion.h"

#include <stop_token>

namespace fg {

// Looks at the newest messages only. Reads the disk; for a thread of its own.
[[nodiscard]] FilterSamples samplesOf(const Session &session, const std::stop_token &stop = {});

inline constexpr std::size_t mostSampledRows = 2'000; // The newest ones.
inline constexpr std::size_t mostSampledMessages = 64;
inline constexpr std::size_t longestSampledMessage = 64 * 1024; // In octets; longer ones are left out.
inline constexpr std::size_t mostSampledPaths = 200;

} // namespace fg
