// The commands that read a file with sessions: they show it, or write it in another form.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"

#include <optional>
#include <string>

namespace fg {

// A file that is damaged is shown as far as it is good, and then ends with ExitCode::Usage.
[[nodiscard]] ExitCode runShow(const ShowCommand &command);
[[nodiscard]] ExitCode runExport(const ExportCommand &command);

// Nobody can read a file and write it at once: what is wrong, in a sentence. `into` may name none, or
// another.
[[nodiscard]] std::optional<std::string> sameFile(const std::string &file, const std::string &into);

} // namespace fg
