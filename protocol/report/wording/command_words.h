// The command line that repeats in a terminal what was done in the window.
#pragma once

#include "protocol/report/view/export_options.h"
#include "protocol/session/live/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseSpec;

// Returns the text as one word of a POSIX shell's command line, in single quotes where it needs them.
[[nodiscard]] std::string shellWord(std::string_view text);

// Returns, for example, "frameglass test ws://127.0.0.1:9001/ --agent mine --cases 6.2.4", with an option for
// each setting of the target. Secrets::Blanked is for a command that is passed on to others: secrets in
// header fields and in the URL's query become asterisks.
[[nodiscard]] std::string testCommand(const Target &target, const std::vector<const CaseSpec *> &cases,
                                      Secrets secrets = Secrets::Kept);

} // namespace fg
