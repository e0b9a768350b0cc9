// A run as it is kept for the history: what ran when against which version of whom, and what each case came
// to. Lines of JSON: the first tells the run in short, so that a list of runs reads nothing else; each
// further one has an agent's cases.
//
//     {"frameglassRun": 1, "started": "2026-01-31T12:00:00.000Z", "side": "servers", ...}
//     {"agent": "ws-node", "cases": [["1.1.1", "OK", "OK", 1000, 1234], ...]}
//
// A case is: id, behavior, behaviorClose, the peer's close code or null, microseconds.
#pragma once

#include "protocol/report/results/run_report.h"

#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fg {

struct RunHead
{
    struct AgentHead
    {
        std::string agent; // as it was given: escape it, and the next two
        std::string url;
        std::string product; // what it calls itself; may be empty
        std::size_t cases = 0; // that ran to their end
        std::size_t failed = 0;
        std::vector<std::string> notes; // of AgentResults: escaped when they were written
    };

    std::chrono::system_clock::time_point started;
    TestedSide side = TestedSide::Servers;
    std::string series; // the same for runs of one "run n times"; empty: a run of its own
    unsigned time = 1; // which of them
    unsigned times = 1;
    bool wasStopped = false;
    bool wasStepped = false; // a case that a person stepped through
    std::vector<AgentHead> agents;
};

struct RunRecord
{
    RunHead head;
    // Without the sentences about cases; those are the sessions' to tell.
    RunReport report{TestedSide::Servers, {}};
};

// Of the agents of a report; the rest of the head is the caller's.
[[nodiscard]] std::vector<RunHead::AgentHead> agentHeads(const RunReport &report);

// A file of it is read up to this length.
inline constexpr std::size_t longestRunRecord = 16 * 1024 * 1024;

// Cases that were stopped are left out.
void writeRunRecord(std::ostream &out, const RunHead &head, const RunReport &report);

// Of the first line of a record. A text in place of it says why it is none; escaped.
[[nodiscard]] std::variant<RunHead, std::string> readRunHead(std::string_view line);
// Cases that this version does not have are left out.
[[nodiscard]] std::variant<RunRecord, std::string> readRunRecord(std::string_view text);

} // namespace fg
