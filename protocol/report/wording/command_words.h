// What was done in the window, as what one types to do it again in a terminal.
#pragma once

#include "protocol/report/view/export_options.h"
#include "protocol/session/live/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseSpec;

// A word of a command line for a POSIX shell: in single quotes where it needs them.
[[nodiscard]] std::string shellWord(std::string_view text);

// "frameglass test ws://127.0.0.1:9001/ --agent mine --cases 6.2.4", with all that the target is set to.
// Secrets are blanked where it goes to others: in header fields and in the URL's query.
[[nodiscard]] std::string testCommand(const Target &target, const std::vector<const CaseSpec *> &cases,
                                      Secrets secrets = Secrets::Kept);

} // namespace fg
