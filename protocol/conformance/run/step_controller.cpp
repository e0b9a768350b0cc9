#include "protocol/conformance/run/step_controller.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <mutex>
#include <utility>

namespace fg {

// Shared by both threads: the news under the mutex, the rest only in the network thread.
struct StepController::Worker
{
    std::mutex mutex;
    StepNews news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<SteppedCase> stepped;

    void start(const CaseSpec &spec, const Target &target)
    {
        SteppedCallbacks callbacks;
        callbacks.waiting = [this](std::size_t step) {
            const std::lock_guard lock(mutex);
            news.waitsFor = step;
        };
        callbacks.finished = [this](CaseResult result) {
            const std::lock_guard lock(mutex);
            news.waitsFor.reset();
            news.result = std::move(result);
        };
        stepped = std::make_unique<SteppedCase>(spec, target, time, entropy, std::move(callbacks));
        {
            const std::lock_guard lock(mutex);
            news.session = stepped->session();
        }
        stepped->start();
    }
};

StepController::StepController(NetworkThread &network)
    : m_network(network)
{
}

StepController::~StepController() { abandon(); }

void StepController::start(const CaseSpec &spec, Target target)
{
    abandon();
    m_worker = std::make_shared<Worker>();
    m_network.post([worker = m_worker, &spec, target = std::move(target)] { worker->start(spec, target); });
}

template <typename Command> void StepController::post(Command command)
{
    if (!m_worker)
        return;
    {
        const std::lock_guard lock(m_worker->mutex);
        m_worker->news.waitsFor.reset();
    }
    m_network.post([worker = m_worker, command] { command(*worker->stepped); });
}

void StepController::step()
{
    post([](SteppedCase &stepped) { stepped.step(); });
}

void StepController::runOn()
{
    post([](SteppedCase &stepped) { stepped.runOn(); });
}

void StepController::stop()
{
    post([](SteppedCase &stepped) { stepped.stop(); });
}

StepNews StepController::takeNews()
{
    if (!m_worker)
        return {};
    const std::lock_guard lock(m_worker->mutex);
    StepNews news = m_worker->news;
    m_worker->news.session.reset();
    m_worker->news.result.reset();
    return news;
}

void StepController::abandon()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] { worker->stepped.reset(); });
}

} // namespace fg
