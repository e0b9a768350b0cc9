// The field trees of a frame and of an HTTP head. Internal to report/.
#pragma once

#include "protocol/report/wording/wording.h"

namespace fg {

// What is read of a payload or a head for its fields.
inline constexpr std::size_t detailOctets = 64 * 1024;

// `end`: where the stream of the frame's direction ends so far.
[[nodiscard]] std::vector<Field> frameFields(const Session &session, RowNumber frame, std::uint64_t end);
// A row of octets that holds part of a head.
[[nodiscard]] std::vector<Field> headFields(const Session &session, const LogRow &row);

} // namespace fg
