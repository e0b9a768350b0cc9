#include "protocol/conformance/suite_run.h"

#include <algorithm>
#include <utility>

namespace fg {

SuiteRun::SuiteRun(std::vector<const CaseSpec *> cases, Target target, unsigned jobs, TimeSource &time,
                   Entropy &entropy, SuiteCallbacks callbacks)
    : m_cases(std::move(cases))
    , m_target(std::move(target))
    , m_jobs(std::max(1u, jobs))
    , m_time(time)
    , m_entropy(entropy)
    , m_callbacks(std::move(callbacks))
{
    // What is offered is part of a case.
    m_target.extensions.clear();
    std::ranges::stable_partition(m_cases, [](const CaseSpec *spec) { return !spec->echo; });
}

SuiteRun::~SuiteRun() = default;

void SuiteRun::start() { fill(); }

void SuiteRun::stop()
{
    m_stopped = true;
    for (const auto &[spec, run] : m_running)
        run->stop();
    fill();
}

bool SuiteRun::canStart(const CaseSpec &spec) const
{
    if (m_running.empty())
        return true;
    const bool bulkRuns = m_running.begin()->first->echo.has_value();
    return m_running.size() < m_jobs && !spec.echo && !bulkRuns;
}

void SuiteRun::fill()
{
    while (!m_stopped && m_next < m_cases.size() && canStart(*m_cases[m_next]))
        startCase(*m_cases[m_next++]);
    if (m_running.empty() && !m_doneTimer)
        m_doneTimer = m_time.startTimer({}, [this] { m_callbacks.done(); });
}

void SuiteRun::startCase(const CaseSpec &spec)
{
    auto run = std::make_unique<CaseRun>(
        spec, CaseRunSettings{.agent = m_target.agent, .endpoint = clientSettings(m_target)},
        makeClientTransport(connectSettings(m_target)), m_time, m_entropy,
        [this, &spec](CaseResult result) { ended(&spec, std::move(result)); });
    CaseRun &started = *run;
    m_running[&spec] = std::move(run);
    if (m_callbacks.started)
        m_callbacks.started(spec, started.session());
    started.start();
}

void SuiteRun::ended(const CaseSpec *spec, CaseResult result)
{
    m_running.erase(spec);
    m_callbacks.finished(std::move(result));
    fill();
}

} // namespace fg
