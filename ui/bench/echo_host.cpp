#include "ui/bench/echo_host.h"

#include "protocol/report/wording/troubles.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <future>
#include <utility>

namespace fg {

namespace {

// Its connections are the window's own, which last as long as the user wants; another program's must end too.
constexpr Duration idleLimit = std::chrono::hours(24);

} // namespace

struct EchoHost::Worker
{
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<EchoPeer> peer;
};

EchoHost::EchoHost(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_worker(std::make_shared<Worker>())
{
    m_network.post([worker = m_worker, self = this] {
        PeerSettings settings;
        settings.limits.idle = idleLimit;
        // The window's own requests may have any Origin, for example those that replay a recording of a
        // browser. A page that a browser of this machine shows learns nothing here: it gets back what it
        // sent. The Host is still checked.
        settings.access.origins.hasAll = true;
        // No budget reports anything after the peer has ended, for which the destructor of `self` waits.
        settings.onMemoryDrop = [self](const ConnectionBudget::Drop &drop) {
            QMetaObject::invokeMethod(
                self,
                [self, trouble = memoryDropTrouble("The built-in echo peer", drop)] {
                    emit self->noticed(trouble);
                },
                Qt::QueuedConnection);
        };
        worker->peer = std::make_unique<EchoPeer>(std::move(settings), worker->time, worker->entropy);
        const std::optional<TransportError> error = worker->peer->start();
        const std::string url = error ? std::string() : worker->peer->url();
        // `self` waits in its destructor until this has run.
        QMetaObject::invokeMethod(
            self,
            [self, url, error] {
                self->m_url = url;
                self->m_error = error;
                emit self->startFinished();
            },
            Qt::QueuedConnection);
    });
}

EchoHost::~EchoHost()
{
    std::promise<void> ended;
    m_network.post([&worker = m_worker, &ended] {
        worker->peer.reset();
        ended.set_value();
    });
    ended.get_future().wait();
}

} // namespace fg
