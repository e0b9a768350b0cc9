// Text inside XML and HTML. Internal to report/.
#pragma once

#include <string>
#include <string_view>

namespace fg {

// For content and for attribute values in quotes of either kind. Only for texts that hold no control
// characters: ours, and what escaped() returned.
[[nodiscard]] std::string markup(std::string_view text);
// The same for what comes from outside, such as a peer or a command line: escaped() first, so that nothing is
// left that XML 1.0 forbids or that changes how its neighbours stand.
[[nodiscard]] std::string foreignMarkup(std::string_view text);

} // namespace fg
