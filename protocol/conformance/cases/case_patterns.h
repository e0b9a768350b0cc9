// Patterns for ids of cases, as command lines, spec files and the window have them: a star stands for any
// characters, also for none, and may stand anywhere. And back: the patterns for a set of cases.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseSpec;

// Whether the whole text matches the pattern.
[[nodiscard]] bool fitsPattern(std::string_view pattern, std::string_view text);

// Up to where a pattern with a star has to match an id. Without a star it has to be the id.
enum class PatternEnd : std::uint8_t {
    Open, // any part from its start: 12.*.1 fits 12.1.10 and 12.10.2, too
    AtEnd, // to its end: so are the lists of "exclude-agent-cases" in spec files
};
[[nodiscard]] bool fitsCase(std::string_view pattern, std::string_view id, PatternEnd end = PatternEnd::Open);

// The cases that fit one of the patterns, in the order of the set, each once.
[[nodiscard]] std::vector<const CaseSpec *> selectCases(std::span<const std::string> patterns);
// Those of the cases that fit none of the patterns.
[[nodiscard]] std::vector<const CaseSpec *> withoutCases(std::vector<const CaseSpec *> cases,
                                                         std::span<const std::string> patterns,
                                                         PatternEnd end = PatternEnd::Open);
// Whether the pattern fits a case at all.
[[nodiscard]] bool fitsAnyCase(std::string_view pattern, PatternEnd end = PatternEnd::Open);

// The shortest patterns that select exactly these cases: "*", "6.2.*", "7.1.6". In the order of the set.
[[nodiscard]] std::vector<std::string> casePatterns(const std::vector<const CaseSpec *> &cases);

} // namespace fg
