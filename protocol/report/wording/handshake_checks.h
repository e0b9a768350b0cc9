// The opening handshake as a list of checks. All texts are UTF-8 and escaped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fg {

class SessionView;
struct HttpHead;
struct Violation;

struct CheckRow
{
    enum class State : std::uint8_t { Passed, Broken, Info };
    State state = State::Info;
    std::string text;
    std::string clause;
};

// What a head holds where it broke this rule, as a sentence for after the one on the rule: "It chose
// "chat.v2"; no subprotocol was offered." Empty if the rule says it all. `head`: the one that broke it, whose
// secrets are blanked; `request`: the request, which may be the same.
[[nodiscard]] std::string handshakeDetail(const Violation &violation, const HttpHead &head,
                                          const HttpHead &request);

// All checks of the opening handshake, including those that passed.
[[nodiscard]] std::vector<CheckRow> handshakeChecks(const SessionView &view);

} // namespace fg
