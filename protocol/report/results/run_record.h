// A run as the history keeps it: when it ran, against which peers and which versions of them, and the
// verdicts of each case. It is lines of JSON. The first line sums up the run, so that a list of runs reads
// only this line; each further line has the cases of one agent.
//
//     {"frameglassRun": 1, "started": "2026-01-31T12:00:00.000Z", "side": "servers", ...}
//     {"agent": "ws-node", "cases": [["1.1.1", "OK", "OK", 1000, 1234], ...]}
//
// A case has: id, behavior, behaviorClose, the peer's close code or null, and its time in microseconds or
// null.
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
        std::string agent; // as the user gave it; escape it, and the next two as well
        std::string url;
        std::string product; // the name that the peer gives itself; may be empty
        std::size_t cases = 0; // number of cases that ran to their end
        std::size_t failed = 0;
        std::vector<std::string> notes; // those of AgentResults, which are escaped
    };

    std::chrono::system_clock::time_point started;
    TestedSide side = TestedSide::Servers;
    std::string series; // the same for all runs of one "run n times"; empty for a single run
    unsigned time = 1; // number of this run in its series, counted from 1
    unsigned times = 1;
    bool wasStopped = false;
    bool wasStepped = false; // the run is one case that a person ran step by step
    std::vector<AgentHead> agents;
};

struct RunRecord
{
    RunHead head;
    // Without the sentences about cases, which are made from the sessions.
    RunReport report{TestedSide::Servers, {}};
};

// Describes the agents of a report. The caller sets the other members of the RunHead.
[[nodiscard]] std::vector<RunHead::AgentHead> agentHeads(const RunReport &report);

// A record is read up to this length, in octets.
inline constexpr std::size_t longestRunRecord = 16 * 1024 * 1024;

// Cases that were stopped are left out.
void writeRunRecord(std::ostream &out, const RunHead &head, const RunReport &report);

// Reads the first line of a record. If it is not one, the result is a text that says why; escaped.
[[nodiscard]] std::variant<RunHead, std::string> readRunHead(std::string_view line);
// Cases that this version does not have are left out.
[[nodiscard]] std::variant<RunRecord, std::string> readRunRecord(std::string_view text);

} // namespace fg
