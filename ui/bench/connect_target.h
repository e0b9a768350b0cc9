// Whom a person means to connect to: a server by its URL, or the echo peer that is built in, which has no URL
// of its own before it listens. What is typed, shown and kept in settings is turned into it here, and back.
#pragma once

#include "protocol/session/live/target.h"
#include "ui/bench/agent_id.h"

#include <QString>

namespace fg {

class ConnectTarget
{
public:
    ConnectTarget() = default; // nobody: of a client, or where nothing is typed
    [[nodiscard]] static ConnectTarget echo();
    // As it was typed; whether it is one is found out when it is connected to.
    [[nodiscard]] static ConnectTarget url(const QString &text);
    // Of a box in which the echo peer can be chosen or typed by its name, in capitals or not.
    [[nodiscard]] static ConnectTarget typed(const QString &text);
    // As settings have it, also those that hold the name of the echo peer.
    [[nodiscard]] static ConnectTarget kept(const QString &text);

    [[nodiscard]] bool isNone() const { return m_kind == Kind::None; }
    [[nodiscard]] bool isEcho() const { return m_kind == Kind::Echo; }
    // What is shown and can be typed: the URL, or the name of the echo peer.
    [[nodiscard]] QString text() const;
    // For the settings: it does not depend on what anything is called.
    [[nodiscard]] QString toKeep() const;
    // The same but for capitals.
    [[nodiscard]] bool isLike(const ConnectTarget &other) const;
    bool operator==(const ConnectTarget &) const = default;

private:
    enum class Kind : std::uint8_t { None, Echo, Url };

    ConnectTarget(Kind kind, const QString &url)
        : m_kind(kind)
        , m_url(url)
    {
    }

    Kind m_kind = Kind::None;
    QString m_url; // as typed
};

// Whom to connect to, and how.
struct ConnectRequest
{
    ConnectTarget to;
    Target target; // its url comes from `to`, and its name of the agent may be empty
    AgentId agent; // whose settings these are; none: nobody's
};

} // namespace fg
