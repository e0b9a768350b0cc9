// The options that say how to connect to a server, for every command that does so.
#pragma once

#include "app/options/option_reader.h"
#include "protocol/session/live/target.h"

#include <optional>
#include <string>

namespace fg {

// Adds --header, --origin, --subprotocol and the TLS options. The target must outlive the table.
void addTargetOptions(OptionTable &table, Target &target);
// Reads the URL of a command. A second URL is an error.
[[nodiscard]] OptionFault readUrl(const std::string &word, std::optional<WebSocketUrl> &url);
// Reads the value of --timeout, for commands whose connection is not that of a case.
[[nodiscard]] OptionFault readTimeout(const std::string &value, Target &target);
// Checks that options that need each other were given together.
[[nodiscard]] OptionFault checkTargetOptions(const Target &target);

} // namespace fg
