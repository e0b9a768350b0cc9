#include "protocol/conformance/suite_controller.h"

#include "protocol/session/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <utility>

namespace fg {

// Shared by both threads: the news under the mutex, the rest only in the network thread.
struct SuiteController::Worker
{
    std::mutex mutex;
    SuiteNews news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<SuiteRun> run;

    void start(std::vector<const CaseSpec *> cases, Target target, unsigned jobs)
    {
        SuiteCallbacks callbacks;
        callbacks.started = [this](const CaseSpec &spec, std::shared_ptr<const Session> session) {
            const std::lock_guard lock(mutex);
            news.started.push_back({&spec, std::move(session)});
        };
        callbacks.finished = [this](CaseResult result) {
            const std::lock_guard lock(mutex);
            news.finished.push_back(std::move(result));
        };
        callbacks.done = [this] {
            const std::lock_guard lock(mutex);
            news.isRunning = false;
        };
        run = std::make_unique<SuiteRun>(std::move(cases), std::move(target), SuiteSettings{.jobs = jobs},
                                         time, entropy, std::move(callbacks));
        run->start();
    }
};

SuiteController::SuiteController(NetworkThread &network)
    : m_network(network)
{
}

SuiteController::~SuiteController() { abandon(); }

void SuiteController::run(std::vector<const CaseSpec *> cases, Target target, unsigned jobs)
{
    abandon();
    m_worker = std::make_shared<Worker>();
    m_worker->news.isRunning = true;
    m_network.post([worker = m_worker, cases = std::move(cases), target = std::move(target), jobs] {
        worker->start(cases, target, jobs);
    });
}

void SuiteController::stop()
{
    if (!m_worker)
        return;
    m_network.post([worker = m_worker] {
        if (worker->run)
            worker->run->stop();
    });
}

SuiteNews SuiteController::takeNews()
{
    if (!m_worker)
        return {};
    const std::lock_guard lock(m_worker->mutex);
    SuiteNews news = std::exchange(m_worker->news, {});
    m_worker->news.isRunning = news.isRunning;
    return news;
}

// The run ends in its own thread; the last one to let go of the worker finds it without one.
void SuiteController::abandon()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] { worker->run.reset(); });
}

} // namespace fg
