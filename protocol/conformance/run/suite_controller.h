// Case runs for the thread of the window: cases run in the network thread, against one agent after another,
// and what happens waits here until it is fetched: the events of each, with its place among the agents, but
// for AgentDone. Nothing blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <vector>

namespace fg {

// A server and what to run against it.
struct SuiteAgent
{
    Target target;
    std::vector<const CaseSpec *> cases;
};

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
    [[nodiscard]] RunNews takeNews(std::size_t limit = SIZE_MAX);

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
