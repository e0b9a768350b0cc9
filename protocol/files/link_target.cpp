#include "protocol/files/link_target.h"

#include <system_error>

namespace fg {

std::filesystem::path linkTarget(std::filesystem::path path)
{
    constexpr int mostLinks = 40; // The same number as in Linux.
    std::error_code ignored;
    for (int links = 0; links < mostLinks && std::filesystem::is_symlink(path, ignored); ++links)
        path = path.parent_path() / std::filesystem::read_symlink(path, ignored);
    return path;
}

} // namespace fg
