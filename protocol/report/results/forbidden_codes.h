// The cases about close codes that must not be sent, 7.9.*. Older suites number them differently: between
// 1006 and 1016 one has 1012 to 1015 (13 cases), another 1014 and 1015 (11 cases). What such a case was about
// is said by its file in the report only.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace fg {

// Whether some suite has this id in that category: "7.9.1" to "7.9.13".
[[nodiscard]] bool isAboutForbiddenCode(std::string_view id);
// Whether all suites have the same case with this id: those up to 1006.
[[nodiscard]] bool hasOneNumber(std::string_view id);
// The case that sends this code. Null if the set has none.
[[nodiscard]] const CaseSpec *caseOfForbiddenCode(std::uint32_t code);

// The file of such a case is read up to this length, in octets; it needs a hundredth of it.
inline constexpr std::uintmax_t longestFileOfForbiddenCode = 256 * 1024;
// The code that the file of a case says it is about: the one in its description, or else the one that the
// tester sent. nullopt if there is no such file, or if it does not say it.
[[nodiscard]] std::optional<std::uint32_t> forbiddenCodeIn(const std::filesystem::path &file);

} // namespace fg
