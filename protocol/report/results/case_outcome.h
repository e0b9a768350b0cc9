// What is kept of a case that has ended, for lists and pictures: small, so that each of them has its
// own.
#pragma once

#include "protocol/report/results/run_report.h"

namespace fg {

struct CaseOutcome
{
    CaseVerdict verdict;
    std::optional<Duration> duration; // see CaseSummary
    std::optional<std::uint16_t> remoteCloseCode;
    bool couldNotConnect = false;
    bool wasStopped = false; // no verdict
    bool hasChanged = false; // against what the agent's cases are compared with

    [[nodiscard]] static CaseOutcome of(const CaseSummary &summary)
    {
        return {summary.verdict,         summary.duration,   summary.remoteCloseCode,
                summary.couldNotConnect, summary.wasStopped, false};
    }
    [[nodiscard]] bool hasRun() const { return !wasStopped; }
    [[nodiscard]] bool hasFailed() const { return !wasStopped && verdict.hasFailed(); }
    [[nodiscard]] bool isNonStrict() const { return !wasStopped && verdict.behavior == Behavior::NonStrict; }
};

} // namespace fg
