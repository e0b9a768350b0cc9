// The files of a run that CI systems read.
#pragma once

#include "app/options/command.h"
#include "protocol/files/whole_file.h"
#include "protocol/report/results/run_report.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fg {

// A file that an option names.
struct NamedFile
{
    std::string_view option; // "--junit"
    std::optional<std::string> path; // nullopt: it was not given
};

// A sentence on why not all of these can be written, each a file of its own. Leaves nothing behind.
[[nodiscard]] std::optional<std::string> faultOf(std::span<const NamedFile> files);

// The first error; the other file is written nevertheless.
[[nodiscard]] std::optional<FileError> writeCiFiles(const CiFiles &files, const RunReport &report,
                                                    Strictness strictness);

} // namespace fg
