// The part of the write test that runs in a process of its own under a system call trace.
#pragma once

#include <string_view>

namespace fg::test {

inline constexpr std::string_view writeProbeArgument = "--write-probe";
inline constexpr int probeWrites = 12; // number of writes of each kind

// Sends the texts "alone-N", each as a write of its own, then all "buffered-N" in one turn of the event loop.
[[nodiscard]] int runWriteProbe();

} // namespace fg::test
