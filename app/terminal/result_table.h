// The lines that a run of cases prints: one a case, in the order of the set however the cases end, and a
// summary.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/results/run_report.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace fg {

// Verdict, verdict on the closing, the peer's close code, time and title, ended by LF; the id padded to a
// width.
[[nodiscard]] std::string resultLine(const CaseResult &result, std::size_t idWidth);

class ResultTable
{
public:
    // `print` is given whole lines, each ended by LF.
    ResultTable(std::span<const CaseSpec *const> cases, Strictness strictness,
                std::function<void(const std::string &)> print);

    // A case that ran. Prints its line as soon as those of all cases before it are out.
    void add(const CaseResult &result);
    // Prints what still waits for a case that did not run to its end, and the summary.
    void finish(Duration duration);

    [[nodiscard]] std::size_t failures() const { return m_failed; }

private:
    void printReady();

    std::vector<const CaseSpec *> m_cases;
    Strictness m_strictness;
    std::function<void(const std::string &)> m_print;
    std::size_t m_idWidth = 0;
    std::size_t m_next = 0;
    std::map<const CaseSpec *, std::string> m_waiting;
    std::map<Behavior, std::size_t> m_counts;
    std::size_t m_failed = 0;
    std::size_t m_ran = 0;
};

} // namespace fg
