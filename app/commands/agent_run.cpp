#include "app/commands/agent_run.h"

#include "protocol/report/wording/outcome_words.h"
#include "protocol/wire/overloaded.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace fg {
namespace {

// After this many cases in a row that cannot connect, the remaining cases are not tried.
constexpr std::size_t enoughUnreached = 3;

} // namespace

AgentRun::AgentRun(const ClientSpec::Agent &agent, const SuiteSettings &settings, Strictness strictness,
                   ProgressLine &progress, TimeSource &time, Entropy &entropy, CaseRan caseRan)
    : m_agent(agent)
    , m_progress(progress)
    , m_time(time)
    , m_caseRan(std::move(caseRan))
    , m_table(agent.cases, strictness, [&progress](const std::string &lines) { progress.print(lines); })
    , m_suite(agent.cases, agent.target, settings, time, entropy,
              [this](RunEvent event) { handle(std::move(event)); })
{
}

AgentRun::End AgentRun::run()
{
    const Duration start = m_time.now();
    m_suite.start();
    QCoreApplication::exec();
    m_progress.clear();
    m_table.finish(m_time.now() - start);
    if (m_wasInterrupted)
        return End::Interrupted;
    if (!m_wasCutShort)
        return m_hasReached || m_agent.cases.empty() ? End::Complete : End::Unreachable;
    return m_hasReached ? End::Lost : End::Unreachable;
}

std::optional<Trouble> AgentRun::trouble() const
{
    if (m_unreached > 0)
        return m_reachTrouble;
    return m_hasOpened ? std::nullopt : m_openingTrouble;
}

void AgentRun::interrupt()
{
    m_wasInterrupted = true;
    stop();
}

void AgentRun::handle(RunEvent event)
{
    std::visit(Overloaded{[this](const CaseStarted &started) {
                              m_running.insert(started.spec);
                              m_toRunAgain.erase(started.spec);
                              showProgress();
                          },
                          [this](const CaseRunsAgain &again) {
                              m_running.erase(again.spec);
                              m_toRunAgain.insert(again.spec);
                              showProgress();
                          },
                          [this](CaseEnded &over) { caseEnded(std::move(over.result)); },
                          [this](const AgentOneAtATime &found) { reportOneAtATime(found.again); },
                          [](const AgentDone &) { QCoreApplication::quit(); },
                          IgnoredEvents<CaseWaits, AgentLost, StopRequested>()},
               event);
}

void AgentRun::caseEnded(CaseResult result)
{
    m_running.erase(result.spec);
    ++m_ended;
    // A case that was stopped has no verdict.
    if (!result.wasStopped) {
        if (const auto error = result.connectError())
            handleUnreached(std::move(result), *error);
        else
            handleReached(result);
    }
    showProgress();
}

void AgentRun::handleUnreached(CaseResult result, const TransportError &error)
{
    m_reachTrouble = troubleOf(error, m_agent.target.url);
    ++m_unreached;
    if (m_hasReached)
        addResult(result);
    else
        m_withheld.push_back(std::move(result));
    if (m_unreached >= enoughUnreached || (!m_hasReached && m_running.empty()))
        stopLater();
}

void AgentRun::handleReached(const CaseResult &result)
{
    m_hasReached = true;
    m_unreached = 0;
    for (const CaseResult &withheld : std::exchange(m_withheld, {}))
        addResult(withheld);
    if (result.session && result.session->closing().openedAt)
        m_hasOpened = true;
    else if (!m_openingTrouble && result.session)
        m_openingTrouble = openingTrouble(*result.session, m_agent.target.url);
    addResult(result);
}

void AgentRun::addResult(const CaseResult &result)
{
    m_table.add(result);
    m_caseRan(result);
}

void AgentRun::reportOneAtATime(std::size_t again)
{
    m_oneAtATime = oneAtATimeSentence(again);
    m_progress.print("note: " + *m_oneAtATime + '\n');
}

// Stops in a later turn of the event loop: the run is still inside its call of the listener.
void AgentRun::stopLater()
{
    m_wasCutShort = true;
    if (!m_isStopping && !m_stopTimer)
        m_stopTimer = m_time.startTimer({}, [this] { stop(); });
}

void AgentRun::stop()
{
    if (!std::exchange(m_isStopping, true))
        m_suite.stop();
}

void AgentRun::showProgress()
{
    std::string text = std::to_string(m_ended) + " of " + std::to_string(m_agent.cases.size()) + ", "
        + std::to_string(m_table.failures()) + " failed";
    if (!m_toRunAgain.empty())
        text += ", " + std::to_string(m_toRunAgain.size()) + " to run again";
    std::string_view separator = "; running ";
    for (const CaseSpec *const spec : m_running) {
        text += separator;
        text += spec->id;
        separator = " ";
    }
    m_progress.show(text);
}

} // namespace fg
