// From what a person says to whom to connect: URLs are read, and the built-in echo peer is found.
#pragma once

#include "protocol/report/wording/wording.h"
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

    // At once, or when the echo peer that one of them is about has started. Either all targets in their
    // order, or why one of them is none.
    using Resolved = std::variant<std::vector<Target>, Trouble>;
    void resolve(std::vector<ConnectRequest> requests, std::function<void(Resolved)> use);

private:
    [[nodiscard]] std::variant<Target, Trouble> resolveNow(const ConnectRequest &request) const;

    EchoHost m_echo;
    std::vector<std::function<void()>> m_whenEchoSettled;
};

} // namespace fg
