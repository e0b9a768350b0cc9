#include "protocol/conformance/run/suite_controller.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <optional>
#include <utility>

namespace fg {

// The news are shared by both threads; everything else belongs to the network thread.
struct SuiteController::Worker
{
    NewsBox<RunEvent> news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::vector<SuiteAgent> agents;
    unsigned jobs = 1;
    std::size_t next = 0; // The next agent.
    unsigned unreached = 0; // Cases of this agent in a row that could not connect.
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
        const std::size_t place = next++;
        const SuiteAgent &agent = agents[place];
        run =
            std::make_unique<SuiteRun>(agent.cases, agent.target, SuiteSettings{.jobs = jobs, .place = place},
                                       time, entropy, [this](RunEvent event) { process(std::move(event)); });
        run->start();
    }

    void process(RunEvent event)
    {
        if (std::holds_alternative<AgentDone>(event)) {
            startNext();
            return;
        }
        const auto *const ended = std::get_if<CaseEnded>(&event);
        const std::optional<AgentLost> lost = ended ? lostWith(*ended) : std::nullopt;
        news.add(std::move(event));
        if (!lost)
            return;
        news.add(*lost);
        // Stopped in a later turn of the event loop: the run is still inside its call of the listener.
        cutTimer = time.startTimer({}, [this] { run->stop(); });
    }

    // Counts cases in a row that could not connect, and returns the event when there are too many.
    std::optional<AgentLost> lostWith(const CaseEnded &ended)
    {
        const CaseResult &result = ended.result;
        const std::optional<TransportError> error = result.wasStopped ? std::nullopt : result.connectError();
        unreached = error ? unreached + 1 : 0;
        if (unreached != enoughUnreached || cutTimer)
            return std::nullopt;
        return AgentLost{ended.agent, *error};
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

RunNews SuiteController::fetchNews(std::size_t limit)
{
    return m_worker ? m_worker->news.take(limit) : RunNews{};
}

// The run ends in the network thread, before the last owner destroys the worker.
void SuiteController::abandon()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] {
            worker->cutTimer.reset();
            worker->run.reset();
        });
}

} // namespace fg
