// All cases.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <span>
#include <string>
#include <string_view>

namespace fg {

// All cases in the order of the set; valid as long as the program runs.
[[nodiscard]] std::span<const CaseSpec> catalogue();
[[nodiscard]] const CaseSpec *findCase(std::string_view id);

struct CategoryInfo
{
    std::string id; // "6", "6.2"
    std::string title;
};
// Every prefix that has a title, in the order of the set.
[[nodiscard]] std::span<const CategoryInfo> categories();

// Orders ids by their numbers: 1.2.8 comes before 1.10.1.
[[nodiscard]] bool idLess(std::string_view a, std::string_view b);

} // namespace fg
