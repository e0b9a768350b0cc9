// The text report of a case as a file.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/files/whole_file.h"

#include <filesystem>
#include <optional>

namespace fg {

// In a folder that is there.
[[nodiscard]] std::optional<FileError> writeTextFile(const std::filesystem::path &path,
                                                     const CaseResult &result);

} // namespace fg
