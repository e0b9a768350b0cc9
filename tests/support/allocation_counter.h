// Counts what the code under test takes from the heap: a test program's operator new is replaced, by
// counting_new.h in one of its source files.
#pragma once

#include <cstddef>

namespace fg {

// Calls of operator new in this thread since it started.
[[nodiscard]] std::size_t allocationCount();
// Octets that this thread has taken from operator new and nobody has given back; and the most that it ever
// was since the last restart.
[[nodiscard]] std::size_t heldOctets();
[[nodiscard]] std::size_t mostHeldOctets();
void restartMostHeldOctets();

} // namespace fg
