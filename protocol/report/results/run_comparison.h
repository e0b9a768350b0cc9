// Compares two runs: what has changed, and what is faster or slower. Compares several runs of the same cases:
// which of them do not always have the same verdict.
#pragma once

#include "protocol/report/results/baseline.h"
#include "protocol/report/results/run_report.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct RunDifference
{
    enum class Kind : std::uint8_t {
        Regressed, // the first five are those of BaselineChange
        Fixed,
        Changed,
        Added,
        Missing,
        Faster,
        Slower,
    };
    Kind kind = Kind::Changed;
    std::string agent; // escape it
    const CaseSpec *spec = nullptr; // of the catalogue
    std::string before; // verdict, or time for Faster and Slower; empty if the case did not run
    std::string now;
};

// A case is faster or slower if it takes at most half or at least twice the time, and if the difference is at
// least this long. Smaller differences are chance.
inline constexpr Duration noticeableTime = std::chrono::milliseconds(100);

// Sorted by kind, then by agent, then in the order of the case set. Agents are matched by their names. If
// each run has only one agent, these two are compared whatever their names are, so that two servers can be
// compared, or a server before and after it was renamed.
[[nodiscard]] std::vector<RunDifference> compareRuns(const RunReport &before, const RunReport &now);

[[nodiscard]] std::string_view wordOf(RunDifference::Kind kind); // "regressed"

struct FlakyCase
{
    struct Count
    {
        std::string verdict;
        std::size_t runs = 0;
    };
    std::string agent; // escape it
    const CaseSpec *spec = nullptr;
    std::vector<Count> verdicts; // at least two; the most frequent first
};

// Cases that had different verdicts in these runs, sorted by agent and then in the order of the case set.
[[nodiscard]] std::vector<FlakyCase> flakyCases(const std::vector<const RunReport *> &runs);

} // namespace fg
