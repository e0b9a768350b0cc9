#include "protocol/conformance/serve/serve_controller.h"

#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <utility>

namespace fg {

// The news are shared by both threads; everything else belongs to the network thread.
struct ServeController::Worker
{
    NewsBox<ServeEvent> news;

    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<CaseServer> server;
    std::unique_ptr<PageServer> page;

    void start(const ServeSettings &settings)
    {
        server = std::make_unique<CaseServer>(
            CaseServerSettings{.listen = settings.listen, .choice = settings.choice, .answer = {}}, time,
            entropy, [this](RunEvent event) { news.add(std::move(event)); });
        if (const auto error = server->start()) {
            server.reset();
            news.add(ServeFailed{ServeFailed::Part::Clients, *error});
            return;
        }
        const std::string pageUrl = settings.pagePort == 0 ? std::string() : startPage(settings);
        news.add(ServeListening{server->url(), pageUrl});
    }

    void end()
    {
        page.reset();
        server.reset();
        news.end();
    }

    // The server is useful without its page, too.
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
            news.add(ServeFailed{ServeFailed::Part::Page, *error});
            return {};
        }
        // The page has the host of the server and its own port, and never uses TLS.
        std::string url = "http" + server->url().substr(server->url().find("://"));
        url.resize(url.rfind(':') + 1);
        return url + std::to_string(page->port()) + '/';
    }
};

ServeController::ServeController(NetworkThread &network)
    : m_network(network)
{
}

ServeController::~ServeController() { abandon(); }

void ServeController::start(ServeSettings settings)
{
    abandon();
    m_worker = std::make_shared<Worker>();
    m_network.post([worker = m_worker, settings = std::move(settings)] { worker->start(settings); });
}

void ServeController::stop()
{
    if (m_worker)
        m_network.post([worker = m_worker] { worker->end(); });
}

ServeNews ServeController::fetchNews(std::size_t limit)
{
    return m_worker ? m_worker->news.take(limit) : ServeNews{};
}

// The servers end in the network thread, before the last owner destroys the worker.
void ServeController::abandon()
{
    stop();
    m_worker.reset();
}

} // namespace fg
