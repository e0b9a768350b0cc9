#include "app/commands/ci_files.h"

#include "protocol/report/pages/junit_report.h"
#include "protocol/report/pages/tap_report.h"
#include "protocol/text/escape.h"

namespace fg {
namespace {

// The canonical path where there is one; a pipe without a name in the file system has none.
std::filesystem::path placeOf(const std::string &path)
{
    std::error_code failure;
    const std::filesystem::path place = std::filesystem::weakly_canonical(path, failure);
    return failure ? std::filesystem::path(path) : place;
}

} // namespace

std::optional<std::string> faultOf(std::span<const NamedFile> files)
{
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!files[i].path)
            continue;
        if (const auto error = whyNotWritable(*files[i].path))
            return std::string(files[i].option) + ": " + error->sentence();
        for (const NamedFile &other : files.first(i)) {
            if (other.path && placeOf(*other.path) == placeOf(*files[i].path))
                return std::string(other.option) + " and " + std::string(files[i].option)
                    + " name the same file, " + escaped(*other.path) + '.';
        }
    }
    return std::nullopt;
}

std::optional<FileError> writeCiFiles(const CiFiles &files, const RunReport &report, Strictness strictness,
                                      Secrets secrets)
{
    std::optional<FileError> first;
    const auto write = [&](const std::optional<std::string> &path, auto writer) {
        if (!path)
            return;
        WholeFile file(*path, readersOf(secrets));
        writer(file.stream(), report, strictness);
        if (auto error = file.commit(); error && !first)
            first = std::move(error);
    };
    write(files.junit, writeJunit);
    write(files.tap, writeTap);
    return first;
}

} // namespace fg
