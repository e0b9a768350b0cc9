// Resolves symbolic links to a file.
#pragma once

#include <filesystem>

namespace fg {

// Follows the links until the path is not a link; the file there may not exist. This way a file can be
// replaced without replacing its links.
[[nodiscard]] std::filesystem::path linkTarget(std::filesystem::path path);

} // namespace fg
