// The generators behind DataSet.
#pragma once

#include "protocol/wire/octets.h"

#include <string>

namespace fg::data_set_content {

// The sizes are multiples of a large power of two. Therefore the messages of a DataWindow soon repeat, and
// each has to be compressed only once.
inline constexpr std::size_t jsonLength = 24 * 8192;
inline constexpr std::size_t bitmapLength = 32 * 8192;
inline constexpr std::size_t proseLength = 27 * 8192;
inline constexpr std::size_t htmlLength = 32 * 8192; // characters
inline constexpr std::size_t noiseLength = 128 * 8192;

[[nodiscard]] std::string json(); // one object, followed by white space
[[nodiscard]] OctetBuffer bitmap();
[[nodiscard]] std::string prose();
[[nodiscard]] std::string html(); // a whole document
[[nodiscard]] OctetBuffer noise();

} // namespace fg::data_set_content
