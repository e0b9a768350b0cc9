// The events that are reported while cases run: against one or several servers, a step at a time, or for the
// clients that connect to a server of cases. A listener is called in the thread of the connections; a NewsBox
// carries events to another thread.
#pragma once

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/run/news_box.h"
#include "protocol/session/live/target.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace fg {

// The agent that an event is about.
struct TestedAgent
{
    // Its number in the run, from 0; clients are numbered in the order in which they first run a case.
    std::size_t place = 0;
    std::string name; // in the results

    bool operator==(const TestedAgent &) const = default;
};

// A case starts. Reported again when a case has to run again.
struct CaseStarted
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
    std::shared_ptr<const Session> session;
    WebSocketUrl url; // The URL of the server: the tested one, or ours.
    std::shared_ptr<const Target> target; // How the server is reached; null if the agent is a client.
};
// The case waits until this step (from 0) is requested.
struct CaseWaits
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
    std::size_t step = 0;
};
// Reported in place of CaseEnded: the result does not count, and the case will start again.
struct CaseRunsAgain
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
    CaseResult::Again why = CaseResult::Again::No;
};
// Reported in the order in which cases end.
struct CaseEnded
{
    TestedAgent agent;
    CaseResult result;
};
// The server accepts only one connection at a time: `again` cases run again, and all remaining cases run one
// after another. Reported at most once for an agent.
struct AgentOneAtATime
{
    TestedAgent agent;
    std::size_t again = 0;
};
// Too many cases in a row could not connect to the server; the remaining ones do not run.
struct AgentLost
{
    TestedAgent agent;
    TransportError error; // The last error.
};
// All cases of a server have ended or were stopped; or a client has reported that it has run all the cases it
// wanted.
struct AgentDone
{
    TestedAgent agent;
    std::vector<const CaseSpec *> notRun = {}; // A client: the cases that it says it could not run.
};
// A client requested that the server stops.
struct StopRequested
{
};
using RunEvent = std::variant<CaseStarted, CaseWaits, CaseRunsAgain, CaseEnded, AgentOneAtATime, AgentLost,
                              AgentDone, StopRequested>;

using RunNews = News<RunEvent>;

using RunListener = std::function<void(RunEvent event)>;

// Handles events in a visitor of RunEvent by doing nothing. The ignored kinds are listed by name, so that a
// new kind of event causes a compile error instead of being ignored.
template <typename Event> struct IgnoredEvent
{
    void operator()(const Event &) const { }
};
template <typename... Events> struct IgnoredEvents : IgnoredEvent<Events>...
{
    using IgnoredEvent<Events>::operator()...;
};

} // namespace fg
