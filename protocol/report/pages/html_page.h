// What the pages of a report share: the markup around their content, and how verdicts look. Internal to
// report/.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace fg {

// The content of the only <style> and the only <script> of a page.
[[nodiscard]] std::string_view pageStyle();
[[nodiscard]] std::string_view indexScript();

// Writes everything before the content. `title` is markup. The page's security policy allows only this style
// and this script.
void beginPage(std::ostream &out, std::string_view title, std::string_view script = {});
void endPage(std::ostream &out, std::string_view script = {});

// How a verdict looks. Colour is never the only sign.
struct VerdictLook
{
    std::string_view cssClass;
    std::string_view mark; // one character
    std::string_view name; // name over its count: "Passed"
    unsigned badness; // for sorting; higher is worse
};
[[nodiscard]] const VerdictLook &lookOf(const CaseSummary &summary);
// Sorted by badness, the best one first.
[[nodiscard]] std::span<const VerdictLook> allLooks();

} // namespace fg
