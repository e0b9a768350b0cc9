// Sentences about rows that both the list of rows and the details of a row use. Internal to report/.
#pragma once

#include "protocol/session/log/log_row.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace fg {

inline constexpr std::string_view discardedOctets = "(no longer kept)";
// RFC 6455 5.5.
inline constexpr std::size_t longestControlPayload = 125;

// Why a timer was set, or what it does now that it has run out. `extra` is that of the row.
[[nodiscard]] std::string timerSentence(const LogRow &row, const RowExtra &extra);
// Who ended the stream, and how.
[[nodiscard]] std::string dropSentence(const LogRow &row);
[[nodiscard]] std::string errorSentence(const TransportError &error);

} // namespace fg
