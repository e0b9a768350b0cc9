// The opening handshake as a list of checks. All texts are UTF-8 and escaped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fg {

class SessionView;

struct CheckRow
{
    enum class State : std::uint8_t { Passed, Broken, Info };
    State state = State::Info;
    std::string text;
    std::string clause;
};

// All checks of the opening handshake, including those that passed.
[[nodiscard]] std::vector<CheckRow> handshakeChecks(const SessionView &view);

} // namespace fg
