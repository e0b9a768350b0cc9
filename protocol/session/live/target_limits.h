// The limits of a connection that a person can choose, each once: the command line's help, the request of the
// window and its settings have the same words for them, and the defaults are those of Target.
#pragma once

#include "protocol/session/live/target.h"

#include <array>
#include <string_view>

namespace fg {

struct TargetTimeLimit
{
    std::string_view name; // at a field
    std::string_view flag; // on the command line
    std::string_view words; // in the help and in tool tips, without a full stop
    Duration Target::*value;
};

inline constexpr TargetTimeLimit connectTimeLimit{
    "Connect within", "--connect-timeout", "how long the name, TCP and TLS of a connection may take together",
    &Target::connectLimit};
inline constexpr TargetTimeLimit openTimeLimit{"Open within", "--open-timeout",
                                               "how long the answer to the opening handshake may take",
                                               &Target::openingLimit};
// On the command line it is one of those that --timeout sets.
inline constexpr TargetTimeLimit closeTimeLimit{
    "Close within", "--timeout", "how long the answer to our close frame may take", &Target::closingLimit};

inline constexpr std::array targetTimeLimits{connectTimeLimit, openTimeLimit, closeTimeLimit};

// What the window takes as one of these limits, in its fields and from its settings.
inline constexpr Duration shortestTimeLimit = std::chrono::milliseconds(1);
inline constexpr Duration longestTimeLimit = std::chrono::hours(24);

struct TargetSizeLimit
{
    std::string_view name;
    std::string_view flag;
    std::string_view words;
    std::uint64_t Target::*value; // octets
};

inline constexpr TargetSizeLimit longestMessageLimit{"Longest message", "--longest-message",
                                                     "a longer message that is received ends the connection",
                                                     &Target::messageLimit};

// The longest message that the window takes as this limit, in octets: a message is in memory until it is
// complete.
inline constexpr std::uint64_t mostMessageOctets = 1024U * 1024 * 1024;

} // namespace fg
