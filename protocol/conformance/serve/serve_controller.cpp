#include "protocol/conformance/serve/serve_controller.h"

#include "protocol/handshake/refusal_news.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"

#include <utility>

namespace fg {

// The news are shared by both threads; everything else belongs to the network thread.
struct ServeController::Worker
{
    NewsBox<ServeEvent> news;

    RefusalNews refusals;
    QtTimeSource time;
    SystemEntropy entropy;
    std::unique_ptr<CaseServer> server;
    std::unique_ptr<PageServer> page;

    void start(const ServeSettings &settings)
    {
        server = std::make_unique<CaseServer>(
            CaseServerSettings{
                .listen = settings.listen,
                .access = access(settings),
                .choice = settings.choice,
                .answer = {},
                .onMemoryDrop =
                    [this](const ConnectionBudget::Drop &drop) { news.add(ServeMemoryDrop{drop}); }},
            time, entropy, [this](RunEvent event) { news.add(std::move(event)); });
        if (const auto error = server->start()) {
            server.reset();
            news.add(ServeFailed{ServeFailed::Part::Clients, *error});
            return;
        }
        const std::string pageUrl = settings.pagePort == 0 ? std::string() : startPage(settings);
        news.add(ServeListening{server->url(), pageUrl});
    }

    AccessSettings access(const ServeSettings &settings)
    {
        return {.origins = {}, .advice = settings.advice, .refused = [this](const AccessRefusal &refusal) {
                    if (auto sentence = refusals.add(refusal))
                        news.add(ServeRefused{std::move(*sentence)});
                }};
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
                               .target = {settings.listen.tls.has_value(), server->port()},
                               .access = access(settings)},
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
