// Case runs for the thread of the window: cases run in the network thread, results wait here until
// they are fetched. Nothing blocks.
#pragma once

#include "protocol/conformance/suite_run.h"
#include "protocol/transport/network_thread.h"

#include <memory>
#include <mutex>
#include <vector>

namespace fg {

struct SuiteNews
{
    struct Started
    {
        const CaseSpec *spec;
        std::shared_ptr<const Session> session;
    };
    std::vector<Started> started;
    std::vector<CaseResult> finished;
    bool isRunning = false;
};

class SuiteController
{
public:
    // The thread must outlive it.
    explicit SuiteController(NetworkThread &network);
    ~SuiteController(); // stops what runs

    // Starts a run; one that is under way is stopped first.
    void run(std::vector<const CaseSpec *> cases, Target target, unsigned jobs = 1);
    void stop();
    // What happened since the last call.
    [[nodiscard]] SuiteNews takeNews();

private:
    struct Worker;

    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
