// Why a connection could not be established: what happened, why, and what to try. All texts are UTF-8 and
// escaped, and have no secrets: they go on to the logs of CI systems.
#pragma once

#include "protocol/endpoint/role.h"
#include "protocol/session/live/connection_budget.h"
#include "protocol/session/live/web_socket_url.h"

#include <optional>
#include <string>
#include <string_view>

namespace fg {

class Session;
class SessionView;
struct TransportError;

struct Trouble
{
    std::string what; // "ws://127.0.0.1:1/ refused the connection."
    std::string why;
    std::string advice; // what to try
};

// `role`: ours in the connection that failed.
[[nodiscard]] Trouble troubleOf(const TransportError &error, const WebSocketUrl &url,
                                Role role = Role::Client);
// Why a session that reached its peer never opened: an answer other than 101 (with its fields and its body),
// no answer, or octets that are not HTTP. nullopt if it opened or may still open.
[[nodiscard]] std::optional<Trouble> openingTrouble(const Session &session, const WebSocketUrl &url);
// The answer to a client whose connection did not open because of it: its start line, its fields and its
// body, with line breaks. It is bounded, and has the secrets that the view has. nullopt if there is no whole
// answer, or if it opened the connection.
[[nodiscard]] std::optional<std::string> refusingAnswer(const SessionView &view);
[[nodiscard]] std::string urlFaultSentence(UrlFault fault, std::string_view text);
// Why a connection was dropped, as the predicate of a sentence about it: "held 48 MiB and gave nothing back,
// and all connections together may hold 96 MiB".
[[nodiscard]] std::string memoryDropReason(const ConnectionBudget::Drop &drop);
// The same for the window, where `server` has dropped it: "The built-in echo peer".
[[nodiscard]] Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop);

} // namespace fg
