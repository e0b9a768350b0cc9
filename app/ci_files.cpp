#include "app/ci_files.h"

#include "protocol/report/escape.h"
#include "protocol/report/junit_report.h"
#include "protocol/report/tap_report.h"

namespace fg {

std::optional<std::string> faultOf(const CiFiles &files)
{
    for (const auto *const path : {&files.junit, &files.tap}) {
        if (const auto error = *path ? whyNotWritable(**path) : std::nullopt)
            return error->sentence();
    }
    if (!files.junit || !files.tap)
        return std::nullopt;
    const auto whole = [](const std::string &path) { return std::filesystem::weakly_canonical(path); };
    if (whole(*files.junit) == whole(*files.tap))
        return "--junit and --tap name the same file, " + escaped(*files.tap) + ".";
    return std::nullopt;
}

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
