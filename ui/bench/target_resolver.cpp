#include "ui/bench/target_resolver.h"

#include <algorithm>
#include <utility>

namespace fg {

TargetResolver::TargetResolver(NetworkThread &network, QObject *parent)
    : QObject(parent)
    , m_echo(network)
{
    connect(&m_echo, &EchoHost::noticed, this, &TargetResolver::noticed);
    connect(&m_echo, &EchoHost::startFinished, this, [this] {
        for (const std::function<void()> &action : std::exchange(m_whenEchoStarted, {}))
            action();
    });
}

std::variant<Target, Trouble> TargetResolver::resolveNow(const ConnectRequest &request) const
{
    Target target = request.target;
    std::string text = request.to.text().toStdString();
    if (request.to.isEcho()) {
        if (m_echo.error())
            return troubleOf(*m_echo.error(), WebSocketUrl{});
        text = m_echo.url();
    }
    auto parsed = parseWebSocketUrl(text);
    if (const auto *fault = std::get_if<UrlFault>(&parsed))
        return Trouble{urlFaultSentence(*fault, text), {}, {}};
    target.url = std::get<WebSocketUrl>(std::move(parsed));
    if (request.to.isEcho() && target.agent.empty())
        target.agent = request.to.text().toStdString();
    return target;
}

void TargetResolver::resolve(std::vector<ConnectRequest> requests, std::function<void(Resolved)> use)
{
    const bool needsEcho = std::any_of(requests.begin(), requests.end(),
                                       [](const ConnectRequest &request) { return request.to.isEcho(); });
    const auto resolveAll = [this, requests = std::move(requests), use = std::move(use)] {
        std::vector<Target> targets;
        for (const ConnectRequest &request : requests) {
            auto resolved = resolveNow(request);
            if (const auto *trouble = std::get_if<Trouble>(&resolved)) {
                use(*trouble);
                return;
            }
            targets.push_back(std::get<Target>(std::move(resolved)));
        }
        use(std::move(targets));
    };
    if (needsEcho && m_echo.isStarting())
        m_whenEchoStarted.emplace_back(resolveAll);
    else
        resolveAll();
}

} // namespace fg
