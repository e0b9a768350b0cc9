// Points in time as text (ISO 8601), in UTC.
#pragma once

#include <chrono>
#include <string>

namespace fg {

// "2026-11-20T20:50:19.325Z".
[[nodiscard]] std::string isoTime(std::chrono::system_clock::time_point time);
// "2026-11-20 20:50:19 UTC".
[[nodiscard]] std::string dayAndTime(std::chrono::system_clock::time_point time);

} // namespace fg
