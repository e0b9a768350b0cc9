#include "ui/run_control.h"

#include "ui/text.h"

#include <QElapsedTimer>

#include <variant>

namespace fg {

namespace {

// A turn of the window lasts no longer for it, even where a fast peer answers thousands of cases a second.
constexpr qint64 turnMilliseconds = 4;
constexpr std::size_t eventsAtOnce = 8;

} // namespace

int RunPlan::cases() const
{
    std::size_t count = 0;
    for (const SuiteAgent &agent : agents)
        count += agent.cases.size();
    return static_cast<int>(count);
}

RunControl::RunControl(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_suite(network)
    , m_report(TestedSide::Servers, std::chrono::system_clock::now())
{
}

void RunControl::run(RunPlan plan, unsigned jobs)
{
    std::erase_if(plan.agents, [](const SuiteAgent &agent) { return agent.cases.empty(); });
    if (m_isRunning || plan.agents.empty())
        return;
    m_plan = std::move(plan);
    m_jobs = jobs;
    m_round = 0;
    m_wasStopped = false;
    m_isRunning = true;
    startRound();
}

void RunControl::startRound()
{
    ++m_round;
    m_done = 0;
    m_failed = 0;
    m_report = RunReport(TestedSide::Servers, std::chrono::system_clock::now());
    for (const SuiteAgent &agent : m_plan.agents)
        m_report.agent(agent.target.agent).url = agent.target.url.text();
    m_suite.run(m_plan.agents, m_jobs);
    emit started();
    emit progressed();
}

void RunControl::stop()
{
    m_wasStopped = m_isRunning;
    m_suite.stop();
}

bool RunControl::poll()
{
    if (!m_isRunning)
        return false;
    QElapsedTimer taking;
    taking.start();
    bool any = false;
    while (taking.elapsed() < turnMilliseconds) {
        const SuiteNews news = m_suite.takeNews(eventsAtOnce);
        for (const SuiteEvent &event : news.events)
            take(event);
        any = any || !news.events.empty();
        if (!news.isRunning) {
            endRound();
            return false;
        }
        if (news.events.size() < eventsAtOnce)
            break;
    }
    if (any)
        emit progressed();
    return taking.elapsed() >= turnMilliseconds;
}

QString RunControl::agentName(std::size_t agent) const
{
    return toQString(m_plan.agents[agent].target.agent);
}

void RunControl::take(const SuiteEvent &event)
{
    if (const auto *const begun = std::get_if<SuiteStarted>(&event)) {
        emit caseStarted(agentName(begun->agent), *begun);
    } else if (const auto *const over = std::get_if<SuiteFinished>(&event)) {
        const CaseResult &result = over->result;
        m_report.add(result);
        m_done += result.wasStopped ? 0 : 1;
        m_failed += !result.wasStopped && result.verdict.hasFailed() ? 1 : 0;
        emit caseFinished(agentName(over->agent), result);
    } else {
        const auto &unreached = std::get<SuiteLost>(event);
        const SuiteAgent &agent = m_plan.agents[unreached.agent];
        m_report.agent(agent.target.agent).unreachable = troubleOf(unreached.error, agent.target.url);
        emit lost(agentName(unreached.agent), unreached);
    }
}

void RunControl::endRound()
{
    const bool goesOn = !m_wasStopped && m_round < m_plan.times;
    m_isRunning = goesOn;
    emit ended(m_report);
    if (goesOn)
        startRound();
    else
        emit progressed();
}

} // namespace fg
