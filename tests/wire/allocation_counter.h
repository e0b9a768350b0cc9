// Counts what the code under test takes from the heap: this test program's operator new is replaced.
#pragma once

#include <cstddef>

namespace fg {

// Calls of operator new in this thread since it started.
[[nodiscard]] std::size_t allocationCount();

} // namespace fg
