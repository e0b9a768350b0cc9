// The text report of a case as a file.
#pragma once

#include "protocol/conformance/verdict.h"
#include "protocol/report/whole_file.h"

#include <filesystem>
#include <optional>

namespace fg {

// In a folder that is there: "ws-node_case_6.2.4.txt".
[[nodiscard]] std::optional<FileError> writeTextFile(const std::filesystem::path &folder,
                                                     const CaseResult &result);

} // namespace fg
