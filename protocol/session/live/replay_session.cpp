#include "protocol/session/live/replay_session.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <mutex>
#include <utility>

namespace fg {

struct ReplaySession::Shared
{
    std::atomic<std::uint64_t> sent = 0;
    std::mutex mutex;
    std::optional<ReplayOutcome> outcome;
};

// Used only in the network thread, except for its construction.
struct ReplaySession::Worker
{
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<Replay> replay;
};

ReplaySession::ReplaySession(NetworkThread &network, RecordedSession recorded, const Target &target,
                             const ReplaySettings &settings, LiveRecording recording)
    : m_network(network)
    , m_recordedFrames(framesOfClient(*recorded.session))
    , m_shared(std::make_shared<Shared>())
    , m_worker(std::make_shared<Worker>())
{
    auto log = makeLog(target, recording);
    m_log = log;
    m_network.post([worker = m_worker, shared = m_shared, recorded = std::move(recorded), target, settings,
                    log, fault = recording.fault] {
        auto session = std::make_unique<LiveSession>(replayLiveSettings(target, settings),
                                                     makeClientTransport(connectSettings(target)),
                                                     worker->time, worker->entropy, log);
        if (fault)
            session->logFault(*fault);
        const auto done = [shared](const ReplayOutcome &outcome) {
            const std::lock_guard lock(shared->mutex);
            shared->outcome = outcome;
        };
        worker->replay = std::make_unique<Replay>(recorded, settings, std::move(session), worker->time, done);
        worker->replay->setCounter(std::shared_ptr<std::atomic<std::uint64_t>>(shared, &shared->sent));
        worker->replay->start();
    });
}

ReplaySession::~ReplaySession()
{
    m_network.post([worker = m_worker] {
        worker->replay->drop();
        worker->replay.reset();
    });
}

std::uint64_t ReplaySession::sent() const { return m_shared->sent; }

std::optional<ReplayOutcome> ReplaySession::outcome() const
{
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->outcome;
}

void ReplaySession::stop()
{
    m_network.post([worker = m_worker] { worker->replay->stop(); });
}

void ReplaySession::drop()
{
    m_network.post([worker = m_worker] { worker->replay->drop(); });
}

} // namespace fg
