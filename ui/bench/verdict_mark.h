// How verdicts and states of a session are shown: each with a shape, a colour and a word.
#pragma once

#include "protocol/report/results/case_outcome.h"
#include "ui/base/mark.h"
#include "ui/base/theme.h"
#include "ui/bench/session_entry.h"

#include <QString>

namespace fg {

// "OK", "NON-STRICT"; "UNCLEAN" if only the closing is at fault.
[[nodiscard]] MarkedWord markOf(const CaseVerdict &verdict, const Theme &theme);
[[nodiscard]] MarkedWord markOf(const CaseOutcome &outcome, const Theme &theme);
[[nodiscard]] MarkedWord markOf(const CaseResult &result, const Theme &theme);
// "connected", "closed by the peer" ...
[[nodiscard]] MarkedWord stateMark(const SessionEntry &entry, const Theme &theme);
[[nodiscard]] MarkedWord markOf(Severity severity, const Theme &theme);
// The one look of a broken rule: the mark and the colour of its severity, and in a few words what is wrong.
[[nodiscard]] MarkedWord markOf(const Finding &finding, const Theme &theme);
// Of an answer other than 101, which breaks no rule. `extra` follows the word.
[[nodiscard]] MarkedWord refusedMark(const Theme &theme, const QString &extra = {});

} // namespace fg
