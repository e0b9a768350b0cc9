// What a case expects beside what was observed, row by row, and the first octet in which they part.
#pragma once

#include "protocol/conformance/cases/verdict.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fg {

struct ComparedRow
{
    enum class State : std::uint8_t {
        Agrees,
        Differs,
        Open, // not part of the verdict
    };
    std::string what; // "1st event", "close code"
    std::string expected; // escaped, as the next
    std::string observed;
    State state = State::Open;
};

// Two payloads round the first octet in which they part, both from `start` on; one may be shorter.
struct OctetDifference
{
    std::string what; // "2nd event"
    std::uint64_t at =
        0; // counted from 0; the length of the shorter one where it is the beginning of the other
    std::uint64_t start = 0;
    OctetBuffer expected;
    OctetBuffer observed;
    std::uint64_t expectedLength = 0; // of the whole payloads
    std::uint64_t observedLength = 0;

    [[nodiscard]] std::string sentence() const;
};

struct CaseComparison
{
    // Of the list of events that is nearest to what came; "OK" or "NON-STRICT".
    std::string expectation;
    std::vector<ComparedRow> rows;
    std::optional<OctetDifference> difference;
};

// Events are shown up to a limit, with a row for the rest.
inline constexpr std::size_t comparedEvents = 50;
// Octets on either side of a difference.
inline constexpr std::uint64_t comparedOctets = 16;

[[nodiscard]] CaseComparison comparisonOf(const CaseResult &result);

} // namespace fg
