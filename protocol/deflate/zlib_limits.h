// The most that zlib can process in one call. Internal to deflate/.
#pragma once

#include <cstddef>

namespace fg {

// In octets; zlib counts in 32 bits.
inline constexpr std::size_t mostAtOnce = 1u << 30;

} // namespace fg
