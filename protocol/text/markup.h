// Escapes text for XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace fg {

// For content and for attribute values in quotes of either kind. Only for text without control characters:
// our own, and results of escaped().
[[nodiscard]] std::string markup(std::string_view text);
// The same for text from outside, such as a peer or a command line: applies escaped() first, so that nothing
// is left that XML 1.0 forbids or that changes how its neighbours are displayed.
[[nodiscard]] std::string foreignMarkup(std::string_view text);

} // namespace fg
