// From what a person says to whom to connect: URLs, and the built-in echo peer by its name.
#pragma once

#include "protocol/report/wording/wording.h"
#include "ui/bench/echo_host.h"

#include <QObject>
#include <QString>

#include <functional>
#include <variant>
#include <vector>

namespace fg {

// Whom to talk to, as a person says it.
struct ConnectRequest
{
    QString text; // a URL, or the name of the built-in echo peer
    Target target; // how to connect to it; its url comes from the text
    QString agent; // whose settings these are, and what reports call it; may be empty
};

class TargetResolver final : public QObject
{
    Q_OBJECT

public:
    explicit TargetResolver(NetworkThread &network, QObject *parent = nullptr);

    [[nodiscard]] static QString echoName();
    [[nodiscard]] static bool isEcho(const QString &text);

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
