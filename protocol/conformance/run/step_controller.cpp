#include "protocol/conformance/run/step_controller.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <cstdint>
#include <utility>

namespace fg {

// The news are shared by both threads; everything else belongs to the network thread.
struct StepController::Worker
{
    NewsBox<RunEvent> news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<SteppedCase> stepped;

    void start(const CaseSpec &spec, const Target &target)
    {
        stepped = std::make_unique<SteppedCase>(spec, target, time, entropy, [this](RunEvent event) {
            const bool isLast = std::holds_alternative<CaseEnded>(event);
            news.add(std::move(event));
            if (isLast)
                news.end();
        });
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
    if (m_worker)
        m_network.post([worker = m_worker, command] { command(*worker->stepped); });
}

void StepController::step()
{
    post([](SteppedCase &stepped) { stepped.step(); });
}

void StepController::runRemaining()
{
    post([](SteppedCase &stepped) { stepped.runRemaining(); });
}

void StepController::stop()
{
    post([](SteppedCase &stepped) { stepped.stop(); });
}

RunNews StepController::fetchNews() { return m_worker ? m_worker->news.take(SIZE_MAX) : RunNews{}; }

void StepController::abandon()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] { worker->stepped.reset(); });
}

} // namespace fg
