// What a run of cases came to: for each agent its cases, each in a few hundred octets, so that a run of any
// length fits into memory. The octets and frames of a case are written to its own pages as soon as it has
// ended (report_folder.h) and can then be let go.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/wording.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

enum class TestedSide : std::uint8_t { Servers, Clients };

// Whether NON-STRICT counts as failed.
enum class Strictness : std::uint8_t { Normal, Strict };

// A case as indexes, JUnit, TAP and baselines need it. Texts are UTF-8 and escaped.
struct CaseSummary
{
    const CaseSpec *spec = nullptr; // of the catalogue
    std::chrono::system_clock::time_point started;
    Duration duration{};
    CaseVerdict verdict;
    std::optional<std::uint16_t> remoteCloseCode;
    bool couldNotConnect = false;
    bool wasStopped = false; // no verdict
    std::string result; // why `verdict.behavior`
    std::string resultClose; // why `verdict.close`
    std::vector<std::string> details;

    // What it counts as, in a way that CI understands.
    enum class Outcome : std::uint8_t { Passed, Failed, Skipped, Error };
    [[nodiscard]] Outcome outcome(Strictness strictness) const;
    // "NON-STRICT, closing UNCLEAN"; "STOPPED".
    [[nodiscard]] std::string verdictText() const;
};

// As the formats of the case set count durations.
[[nodiscard]] inline std::int64_t wholeMilliseconds(Duration duration)
{
    return std::chrono::round<std::chrono::milliseconds>(duration).count();
}

[[nodiscard]] CaseSummary summaryOf(const CaseResult &result);

struct AgentResults
{
    std::string agent; // as it was given: escape it
    std::string url; // of a server; empty for a client
    // What the peer calls itself in its opening handshake (Server or User-Agent); empty: nothing. Escape it.
    std::string product;
    std::vector<CaseSummary> cases; // in the order of the set, each case once
    std::optional<Trouble> unreachable; // no connection came about, so no case could run
    std::vector<std::string> notes; // about the run against it; UTF-8 and escaped

    struct Counts
    {
        std::size_t passed = 0;
        std::size_t failed = 0;
        std::size_t skipped = 0;
        std::size_t errors = 0;
        Duration time{};

        [[nodiscard]] std::size_t all() const { return passed + failed + skipped + errors; }
    };
    [[nodiscard]] Counts counts(Strictness strictness) const;
    // Null where it did not run.
    [[nodiscard]] const CaseSummary *find(const CaseSpec &spec) const;
    // One that ran before is replaced.
    void add(CaseSummary summary);
};

// Octets of a product that are kept.
inline constexpr std::size_t longestProduct = 200;

class RunReport
{
public:
    RunReport(TestedSide side, std::chrono::system_clock::time_point started)
        : m_side(side)
        , m_started(started)
    {
    }

    // A case that ran before is replaced: it ran again.
    void add(const CaseResult &result);
    // The agent of this name, made if it was not there; valid until the next call.
    AgentResults &agent(std::string_view name);
    void remove(std::string_view name);
    // Null where none is called so; valid until the next call of agent() or add().
    [[nodiscard]] const AgentResults *find(std::string_view name) const;

    [[nodiscard]] TestedSide side() const { return m_side; }
    [[nodiscard]] std::chrono::system_clock::time_point started() const { return m_started; }
    // In the order in which they first came.
    [[nodiscard]] const std::vector<AgentResults> &agents() const { return m_agents; }

private:
    TestedSide m_side;
    std::chrono::system_clock::time_point m_started;
    std::vector<AgentResults> m_agents;
};

} // namespace fg
