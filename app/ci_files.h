// The files of a run that CI systems read.
#pragma once

#include "protocol/report/run_report.h"
#include "protocol/report/whole_file.h"

#include <optional>
#include <string>

namespace fg {

// Names of files in UTF-8; those that are asked for.
struct CiFiles
{
    std::optional<std::string> junit;
    std::optional<std::string> tap;
};

// A sentence on why not all of these can be written. Leaves nothing behind.
[[nodiscard]] std::optional<std::string> faultOf(const CiFiles &files);

// The first error; the other file is written nevertheless.
[[nodiscard]] std::optional<FileError> writeCiFiles(const CiFiles &files, const RunReport &report,
                                                    Strictness strictness);

} // namespace fg
