// The result files of a run for CI systems.
#pragma once

#include "app/options/command.h"
#include "protocol/files/whole_file.h"
#include "protocol/report/results/run_report.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fg {

// A file that was named by an option.
struct NamedFile
{
    std::string_view option; // "--junit"
    std::optional<std::string> path; // nullopt if the option was not given.
};

// A sentence that says which of these cannot be written, or which two are the same file; nullopt if all can
// be written. Leaves no files behind.
[[nodiscard]] std::optional<std::string> faultOf(std::span<const NamedFile> files);

// For a run without a case: see ReportFolder::keptOlderIndex().
inline constexpr std::string_view olderReportSentence = "The report of an earlier run stays as it was.";

// Returns the first error; the other file is written nevertheless.
[[nodiscard]] std::optional<FileError> writeCiFiles(const CiFiles &files, const RunReport &report,
                                                    Strictness strictness, Secrets secrets);

} // namespace fg
