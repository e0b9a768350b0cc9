// What a search or a filter looks for, to be lit wherever it is shown.
#pragma once

#include "protocol/session/look/filter_tree.h"
#include "protocol/session/look/search_needle.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace fg {

// Shared by the views that light the same hits; null or empty: none.
using LitNeedles = std::shared_ptr<const std::vector<Needle>>;

// Octets [start, start + length).
struct HitRange
{
    std::size_t start = 0;
    std::size_t length = 0;

    bool operator==(const HitRange &) const = default;
};

// What a filter's words and its conditions with ~ look for. What must not be there is left out.
[[nodiscard]] std::vector<Needle> needlesOf(const FilterTree &filter);

// More are not lit in one piece of octets.
inline constexpr std::size_t mostLitHits = 10'000;

// Every match in the octets, in order; those that overlap or touch are one.
[[nodiscard]] std::vector<HitRange> hitsIn(OctetView octets, const LitNeedles &needles);
// The length of the longest match.
[[nodiscard]] std::size_t longestHit(const LitNeedles &needles);

// Whether the filter names what only the opening handshake has, so that its octets are to be shown even where
// messages are.
[[nodiscard]] bool asksForHandshake(const FilterTree &filter);

} // namespace fg
