#include "protocol/conformance/serve_controller.h"

#include "protocol/session/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace fg {

// Shared by both threads: the news under the mutex, the rest only in the network thread.
struct ServeController::Worker
{
    std::mutex mutex;
    std::deque<ServeEvent> events;

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<CaseServer> server;
    std::unique_ptr<PageServer> page;

    void tell(ServeEvent event)
    {
        const std::lock_guard lock(mutex);
        events.push_back(std::move(event));
    }

    CaseServerCallbacks callbacks()
    {
        return {.agentAppeared = {},
                .started =
                    [this](const std::string &agent, const CaseSpec &spec,
                           std::shared_ptr<const Session> session) {
                        tell(ServeStarted{agent, &spec, std::move(session)});
                    },
                .finished = [this](CaseResult result) { tell(ServeFinished{std::move(result)}); },
                .reportsWanted = [this](const std::string &agent) { tell(ServeReported{agent}); },
                .stopWanted = [this] { tell(ServeStopWanted{}); }};
    }

    void start(const ServeSettings &settings)
    {
        server = std::make_unique<CaseServer>(
            CaseServerSettings{.listen = settings.listen, .choice = settings.choice, .answer = {}}, time,
            entropy, callbacks());
        if (const auto error = server->start()) {
            server.reset();
            tell(ServeFailed{ServeFailed::Part::Clients, *error});
            return;
        }
        const std::string pageUrl = settings.pagePort == 0 ? std::string() : startPage(settings);
        tell(ServeListening{server->url(), pageUrl});
    }

    // Without its page the server is still of use.
    std::string startPage(const ServeSettings &settings)
    {
        const ListenSettings listen{.address = settings.listen.address, .port = settings.pagePort};
        page = std::make_unique<PageServer>(
            PageServerSettings{.listen = listen,
                               .page = settings.page,
                               .target = {settings.listen.tls.has_value(), server->port()}},
            time, entropy);
        if (const auto error = page->start()) {
            page.reset();
            tell(ServeFailed{ServeFailed::Part::Page, *error});
            return {};
        }
        // The page is found where the server is, at its own port, and never in TLS.
        std::string url = "http" + server->url().substr(server->url().find("://"));
        url.resize(url.rfind(':') + 1);
        return url + std::to_string(page->port()) + '/';
    }
};

ServeController::ServeController(NetworkThread &network)
    : m_network(network)
{
}

ServeController::~ServeController() { stop(); }

void ServeController::start(ServeSettings settings)
{
    stop();
    m_worker = std::make_shared<Worker>();
    m_network.post([worker = m_worker, settings = std::move(settings)] { worker->start(settings); });
}

// The servers end in their own thread; the last one to let go of the worker finds it without them.
void ServeController::stop()
{
    if (const std::shared_ptr<Worker> worker = std::exchange(m_worker, nullptr))
        m_network.post([worker] {
            worker->page.reset();
            worker->server.reset();
        });
}

std::vector<ServeEvent> ServeController::takeNews(std::size_t limit)
{
    std::vector<ServeEvent> news;
    if (!m_worker)
        return news;
    const std::lock_guard lock(m_worker->mutex);
    std::deque<ServeEvent> &events = m_worker->events;
    const auto end = events.begin() + static_cast<std::ptrdiff_t>(std::min(limit, events.size()));
    std::move(events.begin(), end, std::back_inserter(news));
    events.erase(events.begin(), end);
    return news;
}

} // namespace fg
