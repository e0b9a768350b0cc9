// Runs cases against one server, several side by side, and tells results as they come. Bulk cases run one at
// a time, after the others: beside them a peer that works in one thread would answer too late what it has a
// second for. All in the thread of its transports.
#pragma once

#include "protocol/conformance/case_run.h"
#include "protocol/session/target.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace fg {

struct SuiteCallbacks
{
    std::function<void(const CaseSpec &, std::shared_ptr<const Session>)> started;
    std::function<void(CaseResult)> finished; // in the order in which cases end
    std::function<void()> done; // all ended, or stopped; may destroy the run
};

class SuiteRun
{
public:
    SuiteRun(std::vector<const CaseSpec *> cases, Target target, unsigned jobs, TimeSource &time,
             Entropy &entropy, SuiteCallbacks callbacks);
    ~SuiteRun();

    void start();
    // Stops the running cases and starts no more.
    void stop();

private:
    [[nodiscard]] bool canStart(const CaseSpec &spec) const;
    void fill();
    void startCase(const CaseSpec &spec);
    void ended(const CaseSpec *spec, CaseResult result);

    std::vector<const CaseSpec *> m_cases;
    Target m_target;
    unsigned m_jobs;
    TimeSource &m_time;
    Entropy &m_entropy;
    SuiteCallbacks m_callbacks;
    std::map<const CaseSpec *, std::unique_ptr<CaseRun>> m_running;
    std::unique_ptr<Timer> m_doneTimer;
    std::size_t m_next = 0;
    bool m_stopped = false;
};

} // namespace fg
