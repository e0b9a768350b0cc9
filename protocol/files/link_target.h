// Resolves symbolic links to a file.
#pragma once

#include <filesystem>
#include <system_error>

namespace fg {

// Follows the links until the path is not a link; the file there may not exist. This way a file can be
// replaced without replacing its links. It fails if there are too many links, and at a link that somebody
// else has put into a folder such as /tmp, in which everybody may create files: it could lead to one of ours.
// Then the result is the link at which it stopped.
[[nodiscard]] std::filesystem::path linkTarget(std::filesystem::path path, std::error_code &failure);

} // namespace fg
