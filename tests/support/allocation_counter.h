// Counts what the code under test takes from the heap: a test program's operator new is replaced, by
// counting_new.h in one of its source files.
#pragma once

#include <cstddef>

namespace fg {

// Calls of operator new in this thread since it started.
[[nodiscard]] std::size_t allocationCount();

} // namespace fg
