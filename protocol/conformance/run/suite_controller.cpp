#include "protocol/conformance/run/suite_controller.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <utility>

namespace fg {

// The news are shared by both threads, the rest is of the network thread.
struct SuiteController::Worker
{
    NewsBox<SuiteEvent> news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::vector<SuiteAgent> agents;
    unsigned jobs = 1;
    std::size_t next = 0; // agent
    unsigned unreached = 0; // cases of the agent in a row
    bool wasStopped = false;
    std::unique_ptr<SuiteRun> run;
    std::unique_ptr<Timer> cutTimer;

    void startNext()
    {
        run.reset();
        cutTimer.reset();
        unreached = 0;
        if (wasStopped || next == agents.size()) {
            news.end();
            return;
        }
        const std::size_t agent = next++;
        SuiteCallbacks callbacks;
        callbacks.started = [this, agent](const CaseSpec &spec, std::shared_ptr<const Session> session) {
            news.tell(SuiteStarted{agent, &spec, std::move(session)});
        };
        callbacks.finished = [this, agent](CaseResult result) { finished(agent, std::move(result)); };
        callbacks.done = [this] { startNext(); };
        callbacks.oneAtATime = [this, agent](std::size_t again) { news.tell(SuiteOneAtATime{agent, again}); };
        run = std::make_unique<SuiteRun>(agents[agent].cases, agents[agent].target,
                                         SuiteSettings{.jobs = jobs}, time, entropy, std::move(callbacks));
        run->start();
    }

    void finished(std::size_t agent, CaseResult result)
    {
        const std::optional<TransportError> error = result.wasStopped ? std::nullopt : result.connectError();
        news.tell(SuiteFinished{agent, std::move(result)});
        unreached = error ? unreached + 1 : 0;
        if (unreached != enoughUnreached || cutTimer)
            return;
        news.tell(SuiteLost{agent, *error});
        // In a turn of its own: the run is in the middle of telling.
        cutTimer = time.startTimer({}, [this] { run->stop(); });
    }
};

SuiteController::SuiteController(NetworkThread &network)
    : m_network(network)
{
}

SuiteController::~SuiteController() { abandon(); }

void SuiteController::run(std::vector<SuiteAgent> agents, unsigned jobs)
{
    abandon();
    m_worker = std::make_shared<Worker>();
    m_worker->agents = std::move(agents);
    m_worker->jobs = jobs;
    m_network.post([worker = m_worker] { worker->startNext(); });
}

void SuiteController::stop()
{
    if (!m_worker)
        return;
    m_network.post([worker = m_worker] {
        worker->wasStopped = true;
        if (worker->run)
            worker->run->stop();
    });
}

SuiteNews SuiteController::takeNews(std::size_t limit)
{
    return m_worker ? m_worker->news.take(limit) : SuiteNews{};
}

// The run ends in its own thread; the last one to let go of the worker finds it without one.
void SuiteController::abandon()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] {
            worker->cutTimer.reset();
            worker->run.reset();
        });
}

} // namespace fg
