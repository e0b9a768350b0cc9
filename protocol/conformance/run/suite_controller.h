// Case runs for the thread of the window: cases run in the network thread, against one agent after another,
// and what happens waits here until it is fetched. Nothing blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <variant>
#include <vector>

namespace fg {

// A server and what to run against it.
struct SuiteAgent
{
    Target target;
    std::vector<const CaseSpec *> cases;
};

// Each of these is about the agent of that place in the run.
struct SuiteStarted
{
    std::size_t agent = 0;
    const CaseSpec *spec = nullptr;
    std::shared_ptr<const Session> session;
};
struct SuiteFinished
{
    std::size_t agent = 0;
    CaseResult result;
};
// So many cases in a row did not reach the agent that the rest of them are not run.
struct SuiteLost
{
    std::size_t agent = 0;
    TransportError error; // the last
};
// It takes one connection at a time: so many cases run again, and all that are left one after another.
struct SuiteOneAtATime
{
    std::size_t agent = 0;
    std::size_t again = 0;
};
using SuiteEvent = std::variant<SuiteStarted, SuiteFinished, SuiteLost, SuiteOneAtATime>;
using SuiteNews = News<SuiteEvent>;

class SuiteController
{
public:
    // When so many cases in a row do not reach an agent, the rest would not either.
    static constexpr unsigned enoughUnreached = 3;

    // The thread must outlive it.
    explicit SuiteController(NetworkThread &network);
    ~SuiteController(); // stops what runs

    // Starts a run; one that is under way is stopped first. `jobs`: cases side by side.
    void run(std::vector<SuiteAgent> agents, unsigned jobs = 1);
    // Stops what runs and starts nothing more.
    void stop();
    // What happened since the last call, at most so many events of it.
    [[nodiscard]] SuiteNews takeNews(std::size_t limit = SIZE_MAX);

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
