// Runs cases for the thread of the window. They run in the network thread, against one agent after another,
// and their events wait here until they are fetched. All events but AgentDone are passed on, with the number
// of the agent. No call blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <vector>

namespace fg {

// A server and the cases to run against it.
struct SuiteAgent
{
    Target target;
    std::vector<const CaseSpec *> cases;
};

class SuiteController
{
public:
    // After this many cases in a row that cannot connect, the remaining cases of an agent are not tried.
    static constexpr unsigned enoughUnreached = 3;

    // The thread must outlive the controller.
    explicit SuiteController(NetworkThread &network);
    ~SuiteController(); // Stops the run.

    // Starts a run; one that is running is stopped first. `jobs` is the number of cases side by side.
    void run(std::vector<SuiteAgent> agents, unsigned jobs = 1);
    // Stops the running cases and starts no more.
    void stop();
    // At most `limit` of the events since the last call.
    [[nodiscard]] RunNews fetchNews(std::size_t limit = SIZE_MAX);

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
