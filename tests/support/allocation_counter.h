// Counts what the code under test allocates on the heap. For this, one source file of the test program
// includes counting_new.h, which replaces operator new.
#pragma once

#include <cstddef>

namespace fg {

// The number of calls of operator new in this thread since it started.
[[nodiscard]] std::size_t allocationCount();
// The octets that this thread has allocated with operator new and that have not been freed; and their maximum
// since the last restart.
[[nodiscard]] std::size_t heldOctets();
[[nodiscard]] std::size_t mostHeldOctets();
void restartMostHeldOctets();

} // namespace fg
