// Runs a case step by step for the thread of the window. The case runs in the network thread, and its events
// wait here until they are fetched. No call blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/run/stepped_case.h"
#include "protocol/transport/network_thread.h"

#include <memory>

namespace fg {

class StepController
{
public:
    // The thread must outlive the controller.
    explicit StepController(NetworkThread &network);
    ~StepController(); // Drops the connection.

    // Starts a case; one that is running is dropped without a result.
    void start(const CaseSpec &spec, Target target);
    void step();
    void runRemaining();
    void stop();
    // The events since the last call.
    [[nodiscard]] RunNews fetchNews();

private:
    struct Worker;

    template <typename Command> void post(Command command);
    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
