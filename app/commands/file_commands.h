// The commands that read a file with sessions, and show it or export it in another format.
#pragma once

#include "app/options/command.h"
#include "app/terminal/exit_code.h"
#include "protocol/report/import/session_open.h"

#include <optional>
#include <string>

namespace fg {

// A damaged file is processed up to the damage; then the result is ExitCode::Usage.
[[nodiscard]] ExitCode runShow(const ShowCommand &command);
[[nodiscard]] ExitCode runExport(const ExportCommand &command);

// Opens a file of sessions for a command that has the option --file-memory with this value, in octets.
[[nodiscard]] OpenedFile openWithin(const std::string &file, std::uint64_t memory);

// A sentence if both paths are the same file, which cannot be read and written at once; otherwise nullopt.
// `into` may be empty or a file that does not exist.
[[nodiscard]] std::optional<std::string> sameFile(const std::string &file, const std::string &into);

} // namespace fg
