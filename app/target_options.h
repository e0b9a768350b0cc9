// How to connect to a server: options of every command that does.
#pragma once

#include "app/option_reader.h"
#include "protocol/session/target.h"

namespace fg {

// --header, --origin, --subprotocol and those of TLS. The target must outlive the table.
void addTargetOptions(OptionTable &table, Target &target);
// What of them is only of use together.
[[nodiscard]] OptionFault checkTargetOptions(const Target &target);

} // namespace fg
