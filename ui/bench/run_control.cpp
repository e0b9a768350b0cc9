#include "ui/bench/run_control.h"

#include "protocol/report/wording/outcome_words.h"
#include "protocol/wire/overloaded.h"
#include "ui/base/process_news.h"
#include "ui/base/text.h"

#include <utility>
#include <variant>

namespace fg {

int RunPlan::cases() const
{
    std::size_t count = 0;
    for (const PlannedAgent &agent : agents)
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
    std::erase_if(plan.agents, [](const PlannedAgent &agent) { return agent.cases.empty(); });
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
    std::vector<SuiteAgent> agents;
    for (const PlannedAgent &agent : m_plan.agents) {
        m_report.agent(agent.target.agent).url = agent.target.url.text();
        agents.push_back({agent.target, agent.cases});
    }
    m_suite.run(std::move(agents), m_jobs);
    emit started();
    emit progressed();
}

void RunControl::stop()
{
    m_wasStopped = m_isRunning;
    m_suite.stop();
}

void RunControl::endNow()
{
    if (!m_isRunning)
        return;
    m_wasStopped = true;
    for (const RunEvent &event : m_suite.fetchNews().events)
        process(event);
    endRound();
}

bool RunControl::poll()
{
    if (!m_isRunning)
        return false;
    const ProcessedNews processed = processNews(m_suite, [this](const RunEvent &event) { process(event); });
    if (processed.isOver)
        endRound();
    else if (processed.any)
        emit progressed();
    return processed.hasMore;
}

AgentId RunControl::idOf(const TestedAgent &agent) const { return m_plan.agents[agent.place].id; }

void RunControl::process(const RunEvent &event)
{
    std::visit(Overloaded{[this](const CaseStarted &begun) { emit caseStarted(idOf(begun.agent), begun); },
                          [this](const CaseEnded &over) {
                              const CaseResult &result = over.result;
                              m_report.add(result);
                              m_done += result.wasStopped ? 0 : 1;
                              m_failed += !result.wasStopped && result.verdict.hasFailed() ? 1 : 0;
                              emit caseEnded(idOf(over.agent), over);
                          },
                          [this](const AgentLost &unreached) {
                              const Trouble trouble =
                                  troubleOf(unreached.error, m_plan.agents[unreached.agent.place].target.url);
                              m_report.agent(unreached.agent.name).unreachable = trouble;
                              emit agentMessage(idOf(unreached.agent), toQString(trouble.what));
                          },
                          [this](const AgentOneAtATime &found) {
                              const std::string note = oneAtATimeSentence(found.again);
                              m_report.agent(found.agent.name).notes.push_back(note);
                              emit agentMessage(idOf(found.agent), toQString(note));
                          },
                          IgnoredEvents<CaseWaits, CaseRunsAgain, AgentDone, StopRequested>()},
               event);
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
