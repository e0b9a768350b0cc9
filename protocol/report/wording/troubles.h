// Why a connection could not be established: what happened, why, and what to try. All texts are UTF-8 and
// escaped, and have no secrets: they go on to the logs of CI systems.
#pragma once

#include "protocol/endpoint/role.h"
#include "protocol/session/live/connection_budget.h"
#include "protocol/session/live/web_socket_url.h"
#include "protocol/session/log/session.h"

#include <optional>
#include <string>
#include <string_view>

namespace fg {

class SessionView;
struct TransportError;

struct Trouble
{
    enum class Kind : std::uint8_t {
        Failure,
        Refusal, // the server answered as HTTP lets it, with another status than 101: it broke no rule
        Certificate, // the server's certificate has faults, which a person may look at and allow
    };

    std::string what; // "ws://127.0.0.1:1/ refused the connection."
    std::string why;
    std::string advice; // what to try
    // The broken rule that is the reason, where one is: its row, field and octets can be shown.
    std::optional<Finding> cause = std::nullopt;
    Kind kind = Kind::Failure;
};

// `role`: ours in the connection that failed.
[[nodiscard]] Trouble troubleOf(const TransportError &error, const WebSocketUrl &url,
                                Role role = Role::Client);
// Why a session that reached its peer never opened: an answer other than 101 (with its fields and its body),
// no answer, or octets that are not HTTP. nullopt if it opened or may still open.
[[nodiscard]] std::optional<Trouble> openingTrouble(const Session &session, const WebSocketUrl &url);
// The status with which a server refused; nullopt if it opened the connection, or gave no whole answer, or
// one that breaks rules of a 101.
[[nodiscard]] std::optional<int> refusingStatus(const Session &session);
// The rule because of which the answer of a server did not open the connection; nullopt if there is none.
[[nodiscard]] std::optional<Finding> openingFault(const Session &session);
// The answer to a client whose connection did not open because of it: its start line, its fields and its
// body, with line breaks. It is bounded, and has the secrets that the view has. nullopt if there is no whole
// answer, or if it opened the connection.
[[nodiscard]] std::optional<std::string> refusingAnswer(const SessionView &view);
// Why we failed a connection that was open (RFC 6455 7.1.7): the rule that the peer broke. nullopt if we did
// not.
[[nodiscard]] std::optional<Trouble> failureTrouble(const Session &session);
[[nodiscard]] std::string urlFaultSentence(UrlFault fault, std::string_view text);
// Why a connection was dropped, as the predicate of a sentence about it: "held 48 MiB and gave nothing back,
// and all connections together may hold 96 MiB".
[[nodiscard]] std::string memoryDropReason(const ConnectionBudget::Drop &drop);
// The same for the window, where `server` has dropped it: "The built-in echo peer".
[[nodiscard]] Trouble memoryDropTrouble(const std::string &server, const ConnectionBudget::Drop &drop);

} // namespace fg
