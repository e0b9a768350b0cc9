// The command line that repeats in a terminal what was done in the window.
#pragma once

#include "protocol/handshake/secrets.h"
#include "protocol/session/live/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseSpec;

// Returns the text as one word of a POSIX shell's command line, in single quotes where it needs them.
[[nodiscard]] std::string shellWord(std::string_view text);

// Returns, for example, "frameglass test ws://127.0.0.1:9001/ --agent mine --cases 6.2.4", with an option for
// each setting of the target. Without the secrets it can be passed on to others.
[[nodiscard]] std::string testCommand(const Target &target, const std::vector<const CaseSpec *> &cases,
                                      Secrets secrets);

} // namespace fg
