// The generators behind DataSet.
#pragma once

#include "protocol/wire/octets.h"

#include <string>

namespace fg::data_set_content {

// The sizes have large powers of two in them, so that a window which goes round soon comes to where it has
// been, and what it shows is compressed once.
inline constexpr std::size_t jsonLength = 24 * 8192;
inline constexpr std::size_t bitmapLength = 32 * 8192;
inline constexpr std::size_t proseLength = 27 * 8192;
inline constexpr std::size_t htmlLength = 32 * 8192; // characters
inline constexpr std::size_t noiseLength = 128 * 8192;

[[nodiscard]] std::string json(); // one object, and white space behind it
[[nodiscard]] OctetBuffer bitmap();
[[nodiscard]] std::string prose();
[[nodiscard]] std::string html(); // a whole document
[[nodiscard]] OctetBuffer noise();

} // namespace fg::data_set_content
