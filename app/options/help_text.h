#pragma once

#include <string>

namespace fg {

[[nodiscard]] std::string helpText();
[[nodiscard]] std::string versionText();

} // namespace fg
