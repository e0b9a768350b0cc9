// The text report of a case as a file.
#pragma once

#include "protocol/conformance/verdict.h"
#include "protocol/report/whole_file.h"

#include <filesystem>
#include <optional>

namespace fg {

// In a folder that is there.
[[nodiscard]] std::optional<FileError> writeTextFile(const std::filesystem::path &path,
                                                     const CaseResult &result);

} // namespace fg
