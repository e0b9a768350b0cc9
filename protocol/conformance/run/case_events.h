// What is told while cases run, whoever runs them: against one server or several, a step at a time, or for
// the clients that come to a server of cases. A listener gets it in the thread of the connections; between
// threads it waits in a NewsBox.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/conformance/run/news_box.h"
#include "protocol/session/live/target.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>

namespace fg {

// Whom an event is about.
struct TestedAgent
{
    std::size_t place = 0; // among those of the run, from 0; of clients in the order in which they come
    std::string name; // what results call it

    bool operator==(const TestedAgent &) const = default;
};

// A case begins. It may come again for a case that has to run again.
struct CaseStarted
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
    std::shared_ptr<const Session> session;
    WebSocketUrl url; // of the server: the one that is tested, or ours
    std::shared_ptr<const Target> target; // how the server is reached; null where a client came to us
};
// The case does not go on before somebody asks for this step (from 0).
struct CaseWaits
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
    std::size_t step = 0;
};
// In place of its end: what came out does not count, and the case will start again.
struct CaseRunsAgain
{
    TestedAgent agent;
    const CaseSpec *spec = nullptr;
};
// In the order in which cases end.
struct CaseEnded
{
    TestedAgent agent;
    CaseResult result;
};
// The server takes one connection at a time: this number of cases runs again, and all that are left run one
// after another. At most once an agent.
struct AgentOneAtATime
{
    TestedAgent agent;
    std::size_t again = 0;
};
// Too many cases in a row did not reach the server: the rest of them does not run.
struct AgentLost
{
    TestedAgent agent;
    TransportError error; // the last
};
// All cases have ended that the agent was to run, or were stopped; of a client, that it wanted to run.
struct AgentDone
{
    TestedAgent agent;
};
// A client asked for the end of the server.
struct StopWanted
{
};
using RunEvent = std::variant<CaseStarted, CaseWaits, CaseRunsAgain, CaseEnded, AgentOneAtATime, AgentLost,
                              AgentDone, StopWanted>;

using RunNews = News<RunEvent>;

using RunListener = std::function<void(RunEvent event)>;

// Stands in a visitor of RunEvent for those that it does nothing about; they are named, so that another kind
// of event does not go unheard.
template <typename Event> struct IgnoredEvent
{
    void operator()(const Event &) const { }
};
template <typename... Events> struct IgnoredEvents : IgnoredEvent<Events>...
{
    using IgnoredEvent<Events>::operator()...;
};

} // namespace fg
