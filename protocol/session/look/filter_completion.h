// What can stand at a place in the text of a filter: candidates, each with a sentence, for an editor to
// offer.
#pragma once

#include "protocol/session/look/filter_fault.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct FilterCandidate
{
    enum class Kind : std::uint8_t { Field, Operator, Value, Joint };

    Kind kind = Kind::Field;
    std::string text; // What is inserted.
    std::string sentence; // What it means. Not escaped, if it was a sample.

    bool operator==(const FilterCandidate &) const = default;
};

struct FilterCompletion
{
    FilterPlace replaces; // The part of the text that a candidate takes the place of: what was typed of it.
    std::vector<FilterCandidate> candidates; // At most mostCandidates; the likeliest first.
    std::string hint; // What can be typed where there is nothing to choose from: "a number such as 1000".
};

inline constexpr std::size_t mostCandidates = 100;

// Names that were seen in the session, to be offered, too.
struct FilterSamples
{
    std::vector<std::string> jsonPaths; // Without "json": ".user.id", ".items[0]".
    std::vector<std::string> headerNames;
};

// `cursor`: in octets from the start of the text, at most its size.
[[nodiscard]] FilterCompletion completeFilter(std::string_view text, std::size_t cursor,
                                              const FilterSamples &samples = {});

} // namespace fg
