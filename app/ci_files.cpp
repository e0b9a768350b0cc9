#include "app/ci_files.h"

#include "protocol/report/junit_report.h"
#include "protocol/report/tap_report.h"

namespace fg {

std::optional<FileError> writeCiFiles(const CiFiles &files, const RunReport &report, Strictness strictness)
{
    std::optional<FileError> first;
    const auto write = [&](const std::optional<std::string> &path, auto writer) {
        if (!path)
            return;
        WholeFile file(*path);
        writer(file.stream(), report, strictness);
        if (auto error = file.commit(); error && !first)
            first = std::move(error);
    };
    write(files.junit, writeJunit);
    write(files.tap, writeTap);
    return first;
}

} // namespace fg
