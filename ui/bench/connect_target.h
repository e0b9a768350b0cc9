// The target of a connection as a person names it: a server by its URL, or the built-in echo peer, which has
// no URL before it listens. Converts typed text and saved settings to a target and back.
#pragma once

#include "protocol/session/live/target.h"
#include "ui/bench/agent_id.h"

#include <QString>

namespace fg {

class ConnectTarget
{
public:
    ConnectTarget() = default; // no target: for a client, or if nothing is typed
    [[nodiscard]] static ConnectTarget echo();
    // The text as it was typed; it is checked when the connection is made.
    [[nodiscard]] static ConnectTarget url(const QString &text);
    // From a box in which the echo peer can be chosen or typed by its name, in upper or lower case. A URL
    // without a scheme gets ws://, and http:// and https:// become ws:// and wss://.
    [[nodiscard]] static ConnectTarget typed(const QString &text);
    // From a setting; settings of earlier versions have the name of the echo peer.
    [[nodiscard]] static ConnectTarget kept(const QString &text);

    [[nodiscard]] bool isNone() const { return m_kind == Kind::None; }
    [[nodiscard]] bool isEcho() const { return m_kind == Kind::Echo; }
    // The text that is shown and can be typed: the URL, or the name of the echo peer.
    [[nodiscard]] QString text() const;
    // For the settings and the list of earlier targets: it does not depend on the shown name of the echo
    // peer, and does not have the user and the password of the URL.
    [[nodiscard]] QString toKeep() const;
    // Equal, ignoring case.
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

// A target, and how to connect to it.
struct ConnectRequest
{
    ConnectTarget to;
    Target target; // its url comes from `to`, and its agent's name may be empty
    AgentId agent; // the agent whose settings these are; may be none
};

} // namespace fg
