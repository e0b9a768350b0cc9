// The verdicts of a run, kept so that later runs can be compared with them. They are lines of text that a
// person can read, edit and compare. The first line names the format. Then each agent has a line with its
// name in brackets, and a line for each of its cases.
//
//     frameglass baseline 1
//     ["ws-node"]
//     1.1.1  OK  OK  1000
//     2.10  NON-STRICT  FAILED-BY-CLIENT  -
//
// The line of a case has: case, behavior, behaviorClose, and the peer's close code or "-". Empty lines and
// lines that begin with '#' are ignored.
#pragma once

#include "protocol/report/results/run_report.h"

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct BaselineEntry
{
    Behavior behavior = Behavior::Failed;
    CloseBehavior close = CloseBehavior::Failed;
    std::optional<std::uint16_t> remoteCloseCode;

    bool operator==(const BaselineEntry &) const = default;
};

// "OK, closing UNCLEAN, code 1002".
[[nodiscard]] std::string verdictText(const BaselineEntry &entry);

struct CaseIdLess
{
    [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const;
    using is_transparent = void;
};

struct Baseline
{
    using Cases = std::map<std::string, BaselineEntry, CaseIdLess>;
    std::map<std::string, Cases, std::less<>> agents;

    bool operator==(const Baseline &) const = default;
};

struct BaselineError
{
    std::size_t line = 0; // counted from 1
    std::string expected; // "a behavior: OK, NON-STRICT, ..."
    std::string found; // text from the file; escape it

    [[nodiscard]] std::string sentence() const; // escaped
};

// The verdicts of the cases that ran to their end; cases that were stopped are left out.
[[nodiscard]] Baseline baselineOf(const RunReport &report);
void writeBaseline(std::ostream &out, const Baseline &baseline);
[[nodiscard]] std::variant<Baseline, BaselineError> parseBaseline(std::string_view text);

struct BaselineChange
{
    enum class Kind : std::uint8_t {
        Regressed, // a verdict that did not fail now fails
        Fixed, // a verdict that failed no longer does, and none regressed
        Changed, // another difference
        Added, // not in the baseline
        Missing, // only in the baseline
    };
    Kind kind = Kind::Changed;
    std::string agent;
    std::string id;
    std::optional<BaselineEntry> before;
    std::optional<BaselineEntry> now;

    [[nodiscard]] std::string sentence() const; // escaped
};

// All differences, sorted by agent and then in the order of the case set.
[[nodiscard]] std::vector<BaselineChange> compare(const Baseline &before, const Baseline &now,
                                                  Strictness strictness = Strictness::Normal);

} // namespace fg
