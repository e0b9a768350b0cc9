// The field trees of a frame and of an HTTP head. Internal to report/.
#pragma once

#include "protocol/report/wording/row_detail.h"
#include "protocol/session/log/row_number.h"
#include "protocol/session/log/stream_offset.h"

#include <cstddef>
#include <vector>

namespace fg {

class SessionView;
struct LogRow;

// At most this many octets of a payload or a head are read for its fields.
inline constexpr std::size_t detailOctets = 64 * 1024;

// `end`: the number of octets that the stream in the frame's direction has so far.
[[nodiscard]] std::vector<Field> frameFields(const SessionView &view, RowNumber frame, StreamOffset end);
// `row` is a row of octets that holds a part of a head.
[[nodiscard]] std::vector<Field> headFields(const SessionView &view, const LogRow &row);

} // namespace fg
