// Masking, RFC 6455 section 5.3: octet i of the payload is combined by XOR with octet i mod 4 of
// the masking key. The operation undoes itself.
#pragma once

#include "protocol/wire/octets.h"

#include <array>
#include <cstdint>
#include <span>

namespace fg {

using MaskingKey = std::array<std::byte, 4>;

// Masks or unmasks in place. `payloadOffset` is the position of octets[0] in its payload, so that a payload
// can be processed in pieces.
void applyMask(std::span<std::byte> octets, const MaskingKey &key, std::uint64_t payloadOffset = 0);

// The same, from `from` into `to`; both have the same size and do not overlap.
void copyMasked(OctetView from, std::span<std::byte> to, const MaskingKey &key,
                std::uint64_t payloadOffset = 0);

} // namespace fg
