// Where a file is that is named through symbolic links.
#pragma once

#include <filesystem>

namespace fg {

// The last of them names nothing, or no link: so that a file can be replaced and the links stay.
[[nodiscard]] std::filesystem::path linkTarget(std::filesystem::path path);

} // namespace fg
