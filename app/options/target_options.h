// How to connect to a server: options of every command that does.
#pragma once

#include "app/options/option_reader.h"
#include "protocol/session/live/target.h"

#include <optional>
#include <string>

namespace fg {

// --header, --origin, --subprotocol and those of TLS. The target must outlive the table.
void addTargetOptions(OptionTable &table, Target &target);
// The only URL of a command.
[[nodiscard]] OptionFault takeUrl(const std::string &word, std::optional<WebSocketUrl> &url);
// What of them is only of use together.
[[nodiscard]] OptionFault checkTargetOptions(const Target &target);

} // namespace fg
