// A session file of very many frames, as fast as it can be written: what benchmarks look at.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <filesystem>

namespace fg::bench {

enum class Messages : std::uint8_t { Plain, Compressed };

// Text messages of 30 characters that a peer sent, each a frame: "message number 000000000000007". Sixty-four
// to a read, a microsecond from frame to frame.
void recordFrames(const std::filesystem::path &path, std::size_t frames, Messages kind);

// One of them as it passes the wire, for who sends them.
[[nodiscard]] OctetBuffer plainFrame(std::size_t number);

} // namespace fg::bench
