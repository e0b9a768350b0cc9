// A case that a person steps through, for the thread of the window: it runs in the network thread, and what
// happens waits here until it is fetched. Nothing blocks.
#pragma once

#include "protocol/conformance/run/news_box.h"
#include "protocol/conformance/run/stepped_case.h"
#include "protocol/transport/network_thread.h"

#include <memory>

namespace fg {

class StepController
{
public:
    // The thread must outlive it.
    explicit StepController(NetworkThread &network);
    ~StepController(); // drops the connection

    // Starts a case; one that is under way is dropped without a result.
    void start(const CaseSpec &spec, Target target);
    void step();
    void runOn();
    void stop();
    // What happened since the last call.
    [[nodiscard]] RunNews takeNews();

private:
    struct Worker;

    template <typename Command> void post(Command command);
    void abandon();

    NetworkThread &m_network;
    std::shared_ptr<Worker> m_worker;
};

} // namespace fg
