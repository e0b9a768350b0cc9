#include "protocol/files/link_target.h"

#include <sys/stat.h>
#include <unistd.h>

namespace fg {
namespace {

// The rule by which Linux itself follows links (fs.protected_symlinks).
bool mayFollow(const std::filesystem::path &link)
{
    const std::filesystem::path place = link.has_parent_path() ? link.parent_path() : ".";
    struct stat folder
    {
    };
    struct stat made
    {
    };
    if (stat(place.c_str(), &folder) != 0 || lstat(link.c_str(), &made) != 0)
        return true;
    const bool isForAll = (folder.st_mode & S_ISVTX) != 0 && (folder.st_mode & S_IWOTH) != 0;
    return !isForAll || made.st_uid == geteuid() || made.st_uid == folder.st_uid;
}

} // namespace

std::filesystem::path linkTarget(std::filesystem::path path, std::error_code &failure)
{
    constexpr int mostLinks = 40; // The same number as in Linux.
    failure.clear();
    std::error_code ignored;
    for (int links = 0; std::filesystem::is_symlink(path, ignored); ++links) {
        if (links == mostLinks)
            failure = std::make_error_code(std::errc::too_many_symbolic_link_levels);
        else if (!mayFollow(path))
            failure = std::make_error_code(std::errc::permission_denied);
        if (failure)
            break;
        path = path.parent_path() / std::filesystem::read_symlink(path, ignored);
    }
    return path;
}

} // namespace fg
