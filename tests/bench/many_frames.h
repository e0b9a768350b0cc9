// Writes a session file of very many frames as fast as possible, for benchmarks to read.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <filesystem>

namespace fg::bench {

enum class Messages : std::uint8_t { Plain, Compressed };

// Text messages of 30 characters that a peer sent, each one frame: "message number 000000000000007". Each
// read has 64 of them, and each frame follows a microsecond after the one before.
void recordFrames(const std::filesystem::path &path, std::size_t frames, Messages kind);

// One of these frames as it is sent, for tests that send them.
[[nodiscard]] OctetBuffer plainFrame(std::size_t number);

} // namespace fg::bench
