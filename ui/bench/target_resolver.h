// Resolves what a person names as a target to what can be connected to: parses URLs and finds the built-in
// echo peer.
#pragma once

#include "protocol/report/wording/troubles.h"
#include "ui/bench/connect_target.h"
#include "ui/bench/echo_host.h"

#include <QObject>

#include <functional>
#include <variant>
#include <vector>

namespace fg {

class TargetResolver final : public QObject
{
    Q_OBJECT

public:
    explicit TargetResolver(NetworkThread &network, QObject *parent = nullptr);

    // Calls `use` at once, or when the echo peer has started if a request needs it. The result is all targets
    // in the order of the requests, or the reason why one of them is not usable.
    using Resolved = std::variant<std::vector<Target>, Trouble>;
    void resolve(std::vector<ConnectRequest> requests, std::function<void(Resolved)> use);

signals:
    // The echo peer has disconnected a client.
    void noticed(const fg::Trouble &trouble);

private:
    [[nodiscard]] std::variant<Target, Trouble> resolveNow(const ConnectRequest &request) const;

    EchoHost m_echo;
    std::vector<std::function<void()>> m_whenEchoStarted;
};

} // namespace fg
