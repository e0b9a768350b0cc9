// The results of a run: for each agent its cases. A case takes a few hundred octets, so that a run of any
// length fits into memory. The octets and frames of a case are written to its own pages as soon as it has
// ended (report_folder.h); its session can then be released.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/report/wording/troubles.h"
#include "protocol/transport/time_source.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct CaseResult;
struct CaseSpec;

enum class TestedSide : std::uint8_t { Servers, Clients };

// Whether NON-STRICT counts as failed.
enum class Strictness : std::uint8_t { Normal, Strict };

// The times of some cases together. A report that was read need not say how long a case took.
class TotalTime
{
public:
    void add(const std::optional<Duration> &time) { count(time, 1); }
    void remove(const std::optional<Duration> &time) { count(time, -1); }
    void add(const TotalTime &other)
    {
        m_sum += other.m_sum;
        m_known += other.m_known;
    }
    // nullopt: no case has a time.
    [[nodiscard]] std::optional<Duration> known() const
    {
        return m_known > 0 ? std::optional(m_sum) : std::nullopt;
    }

private:
    void count(const std::optional<Duration> &time, int sign)
    {
        m_sum += sign * time.value_or(Duration{});
        m_known += time ? sign : 0;
    }

    Duration m_sum{};
    std::ptrdiff_t m_known = 0; // the number of cases with a time
};

// A case as indexes, JUnit, TAP and baselines need it. Texts are UTF-8 and escaped.
struct CaseSummary
{
    const CaseSpec *spec = nullptr; // of the catalogue
    std::chrono::system_clock::time_point started;
    std::optional<Duration> duration; // nullopt: the report that was read does not say it
    CaseVerdict verdict;
    std::optional<std::uint16_t> remoteCloseCode;
    bool couldNotConnect = false;
    bool wasStopped = false; // the case then has no verdict
    bool hadRunOutOfTime = false; // it ran a second time because of that, which is in `details`, too
    bool isUnsure = false; // it ran out of time, and did not run a second time
    std::string result; // the reason for `verdict.behavior`
    std::string resultClose; // the reason for `verdict.close`
    std::vector<std::string> details;

    // What the case counts as, in the terms of CI systems.
    enum class Outcome : std::uint8_t { Passed, Failed, Skipped, Error };
    [[nodiscard]] Outcome outcome(Strictness strictness) const;
    // "NON-STRICT, closing UNCLEAN"; "STOPPED".
    [[nodiscard]] std::string verdictText() const;
};

// The formats of the case set give durations in whole milliseconds.
[[nodiscard]] inline std::int64_t wholeMilliseconds(Duration duration)
{
    return std::chrono::round<std::chrono::milliseconds>(duration).count();
}

[[nodiscard]] CaseSummary summaryOf(const CaseResult &result);

struct AgentResults
{
    std::string agent; // as the user gave it; escape it
    std::string url; // of a server; empty for a client
    // The name that the peer gives itself in its opening handshake (Server or User-Agent). May be empty.
    // Escape it.
    std::string product;
    std::vector<CaseSummary> cases; // in the order of the set, each case once
    std::optional<Trouble> unreachable; // why no connection could be established, so that no case could run
    // About the run against this agent; UTF-8 and escaped. allNotes() has more.
    std::vector<std::string> notes;
    // That the server's certificate was not verified, if so; also one of the notes.
    std::optional<std::string> waivedProof;

    struct Counts
    {
        std::size_t passed = 0;
        std::size_t failed = 0;
        std::size_t skipped = 0;
        std::size_t errors = 0;
        TotalTime time;

        [[nodiscard]] std::size_t all() const { return passed + failed + skipped + errors; }
    };
    [[nodiscard]] Counts counts(Strictness strictness) const;
    // A sentence about the cases that ran a second time because they had run out of time; nullopt without
    // any.
    [[nodiscard]] std::optional<std::string> ranAgain() const;
    // The same about the cases that ran out of time and did not run a second time.
    [[nodiscard]] std::optional<std::string> unsure() const;
    // The notes for a reader: `notes`, ranAgain() and unsure().
    [[nodiscard]] std::vector<std::string> allNotes() const;
    // Null if the case did not run.
    [[nodiscard]] const CaseSummary *find(const CaseSpec &spec) const;
    // Adds a case, or replaces its earlier result.
    void add(CaseSummary summary);
};

// At most this many octets of a product are kept.
inline constexpr std::size_t longestProduct = 200;

class RunReport
{
public:
    RunReport(TestedSide side, std::chrono::system_clock::time_point started)
        : m_side(side)
        , m_started(started)
    {
    }

    // Adds a case, or replaces its earlier result if it ran again.
    void add(const CaseResult &result);
    // The agent of this name, added if it was not there. Valid until the next call of agent() or add().
    AgentResults &agent(std::string_view name);
    void remove(std::string_view name);
    // Null if no agent has this name. Valid until the next call of agent() or add().
    [[nodiscard]] const AgentResults *find(std::string_view name) const;

    [[nodiscard]] TestedSide side() const { return m_side; }
    [[nodiscard]] std::chrono::system_clock::time_point started() const { return m_started; }
    // In the order in which they were added.
    [[nodiscard]] const std::vector<AgentResults> &agents() const { return m_agents; }

private:
    TestedSide m_side;
    std::chrono::system_clock::time_point m_started;
    std::vector<AgentResults> m_agents;
};

} // namespace fg
