// What zlib can take in one call. Internal to deflate/.
#pragma once

#include <cstddef>

namespace fg {

// Octets; zlib counts in 32 bits.
inline constexpr std::size_t mostAtOnce = 1u << 30;

} // namespace fg
