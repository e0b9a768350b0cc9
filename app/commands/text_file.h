// Writes the text report of a case to a file of a report folder.
#pragma once

#include "protocol/files/whole_file.h"
#include "protocol/handshake/secrets.h"

#include <filesystem>
#include <optional>

namespace fg {

struct CaseResult;

// The folder must exist.
[[nodiscard]] std::optional<FileError> writeTextFile(const std::filesystem::path &path,
                                                     const CaseResult &result, Secrets secrets);

} // namespace fg
