#include "ui/bench/run_control.h"

#include "protocol/wire/overloaded.h"
#include "ui/base/news_turn.h"
#include "ui/base/text.h"

#include <utility>
#include <variant>

namespace fg {

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

void RunControl::conclude()
{
    if (!m_isRunning)
        return;
    m_wasStopped = true;
    for (const SuiteEvent &event : m_suite.takeNews().events)
        take(event);
    endRound();
}

bool RunControl::poll()
{
    if (!m_isRunning)
        return false;
    const NewsTurn turn = takeTurn(m_suite, [this](const SuiteEvent &event) { take(event); });
    if (turn.isOver)
        endRound();
    else if (turn.any)
        emit progressed();
    return turn.hasMore;
}

QString RunControl::agentName(std::size_t agent) const
{
    return toQString(m_plan.agents[agent].target.agent);
}

void RunControl::take(const SuiteEvent &event)
{
    std::visit(
        Overloaded{[this](const SuiteStarted &begun) { emit caseStarted(agentName(begun.agent), begun); },
                   [this](const SuiteFinished &over) {
                       const CaseResult &result = over.result;
                       m_report.add(result);
                       m_done += result.wasStopped ? 0 : 1;
                       m_failed += !result.wasStopped && result.verdict.hasFailed() ? 1 : 0;
                       emit caseFinished(agentName(over.agent), result);
                   },
                   [this](const SuiteLost &unreached) {
                       const SuiteAgent &agent = m_plan.agents[unreached.agent];
                       const Trouble trouble = troubleOf(unreached.error, agent.target.url);
                       m_report.agent(agent.target.agent).unreachable = trouble;
                       emit told(agentName(unreached.agent), toQString(trouble.what));
                   },
                   [this](const SuiteOneAtATime &found) {
                       const std::string note = oneAtATimeSentence(found.again);
                       m_report.agent(m_plan.agents[found.agent].target.agent).notes.push_back(note);
                       emit told(agentName(found.agent), toQString(note));
                   }},
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
