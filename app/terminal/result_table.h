// The lines that a run of cases prints: one for each case, in the order of the case set whatever the order in
// which the cases end, and a summary.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/results/run_report.h"
#include "protocol/transport/time_source.h"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace fg {

struct CaseResult;
struct CaseSpec;

// Id padded to `idWidth`, verdict, verdict on the closing handshake, the peer's close code, time and title;
// ends with LF.
[[nodiscard]] std::string resultLine(const CaseResult &result, std::size_t idWidth);

class ResultTable
{
public:
    // `print` is called with whole lines, each of which ends with LF.
    ResultTable(std::span<const CaseSpec *const> cases, Strictness strictness,
                std::function<void(const std::string &)> print);

    // Adds a case that ran. Its line is printed as soon as the lines of all cases before it are printed.
    void add(const CaseResult &result);
    // Prints the lines that still wait for a case that did not run, and the summary.
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
