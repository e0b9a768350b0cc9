// Compares what a case expects with what was observed, row by row, and finds the first octet that differs.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fg {

struct CaseResult;

struct ComparedRow
{
    enum class State : std::uint8_t {
        Agrees,
        Differs,
        Open, // not part of the verdict
    };
    std::string what; // "1st event", "close code"
    std::string expected; // escaped
    std::string observed; // escaped
    State state = State::Open;
};

// Parts of two payloads around the first octet in which they differ. Both parts begin at octet `start`; one
// may be shorter than the other.
struct OctetDifference
{
    std::string what; // "2nd event"
    // Number of the first octet that differs, counted from 0. If one payload is the beginning of the other,
    // it is the length of the shorter one.
    std::uint64_t at = 0;
    std::uint64_t start = 0;
    OctetBuffer expected;
    OctetBuffer observed;
    std::uint64_t expectedLength = 0; // of the whole payloads, in octets
    std::uint64_t observedLength = 0;

    [[nodiscard]] std::string sentence() const;
};

struct CaseComparison
{
    // Name of the expected list of events that is nearest to the observed ones: "OK" or "NON-STRICT".
    std::string expectation;
    std::vector<ComparedRow> rows;
    std::optional<OctetDifference> difference;
};

// At most this many events have rows of their own; one more row gives the numbers of all events.
inline constexpr std::size_t comparedEvents = 50;
// Octets in a row of the hex dump of a difference. The row with the difference is shown, and one row on
// either side of it.
inline constexpr std::uint64_t comparedOctets = 16;

[[nodiscard]] CaseComparison comparisonOf(const CaseResult &result);

} // namespace fg
