// What the pages of a report share: the shell round their content, and how verdicts look. Internal to
// report/.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace fg {

// What is inside the one <style> and the one <script> of a page.
[[nodiscard]] std::string_view pageStyle();
[[nodiscard]] std::string_view indexScript();

// Everything up to the content; `title` is ready markup. The policy names exactly this style and script.
void beginPage(std::ostream &out, std::string_view title, std::string_view script = {});
void endPage(std::ostream &out, std::string_view script = {});

// How a verdict looks: never by colour alone.
struct VerdictLook
{
    std::string_view cssClass;
    std::string_view mark; // one character
    std::string_view name; // in counts: "Passed"
    unsigned badness; // for sorting; higher is worse
};
[[nodiscard]] const VerdictLook &lookOf(const CaseSummary &summary);
// By badness, the best first.
[[nodiscard]] std::span<const VerdictLook> allLooks();

} // namespace fg
