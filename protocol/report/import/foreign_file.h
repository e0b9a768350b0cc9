// What a file is that has no session, and what its user can do: a compressed archive, a capture of another
// kind, a web page, nothing at all. Internal to report/.
#pragma once

#include <string>
#include <string_view>

namespace fg {

// `text`: the content of a file that is not a session file, or its beginning. The result is what is wrong
// with it, as the end of a sentence that has named the file.
[[nodiscard]] std::string whyNoSession(std::string_view text);

} // namespace fg
