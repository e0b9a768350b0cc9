// The options that say how to connect to a server, for every command that does so.
#pragma once

#include "app/options/option_reader.h"
#include "protocol/session/live/target.h"

#include <optional>
#include <string>

namespace fg {

// The time limits that the command line sets, whatever the order of its options; those that it does not
// mention stay as they are.
struct TargetTimes
{
    std::optional<Duration> each; // --timeout: each of the three, unless an option of its own sets it.
    std::optional<Duration> connecting; // --connect-timeout
    std::optional<Duration> opening; // --open-timeout

    void applyTo(Target &target) const;
};

// Adds --header, --origin, --subprotocol, the TLS options, --connect-timeout and --open-timeout. The target
// and the times must outlive the table.
void addTargetOptions(OptionTable &table, Target &target, TargetTimes &times);
// --timeout, for commands whose connection is not that of a case.
[[nodiscard]] ValueOption timeoutOption(TargetTimes &times);
// Reads the URL of a command. A second URL is an error.
[[nodiscard]] OptionFault readUrl(const std::string &word, std::optional<WebSocketUrl> &url);
// Checks that options that need each other were given together.
[[nodiscard]] OptionFault checkTargetOptions(const Target &target);

} // namespace fg
