// Two runs beside each other, and several runs of the same: what has changed, what is faster or slower, and
// which cases do not always come to the same verdict.
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
        Regressed, // the first five as BaselineChange has them
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
    std::string before; // verdict, or time where only that differs; empty: it did not run
    std::string now;
};

// Times that differ by less are the machine's mood: a case is faster or slower where it takes at most half or
// at least twice the time, and the difference is worth a look.
inline constexpr Duration noticeableTime = std::chrono::milliseconds(100);

// By kind, then by agent, then in the order of the set. Agents are told apart by their names; where each run
// has one agent only, these are compared whatever they are called, so that two servers, or a server before
// and after it was renamed, can be held against each other.
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
    std::vector<Count> verdicts; // two at least; the most frequent first
};

// Cases that came to different verdicts in these runs, by agent and in the order of the set.
[[nodiscard]] std::vector<FlakyCase> flakyCases(const std::vector<const RunReport *> &runs);

} // namespace fg
