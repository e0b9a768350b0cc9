// A case that a person steps through in the window: the step it waits for, and its result.
#pragma once

#include "protocol/conformance/run/step_controller.h"
#include "ui/bench/agent_id.h"

#include <QObject>

namespace fg {

class StepRun final : public QObject
{
    Q_OBJECT

public:
    // The thread must outlive it.
    explicit StepRun(NetworkThread &network, QObject *parent = nullptr);

    // Does nothing while another case is stepped through. The target has the agent's name.
    void start(AgentId agent, const CaseSpec &spec, Target target);
    void next();
    void runRemaining(); // takes all remaining steps without waiting
    void stop();
    // Processes the events so far.
    void poll();

    [[nodiscard]] bool isActive() const { return m_spec != nullptr; }
    [[nodiscard]] const CaseSpec *spec() const { return m_spec; }
    // The step that next() takes; nullopt while a step is under way.
    [[nodiscard]] std::optional<std::size_t> waitsFor() const { return m_waitsFor; }
    // All steps have been taken: the rest depends on the peer and the timers.
    [[nodiscard]] bool isPastSteps() const;
    [[nodiscard]] const Target &target() const { return m_target; }

signals:
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    void changed();

private:
    void process(const RunEvent &event);

    StepController m_controller;
    const CaseSpec *m_spec = nullptr; // null if no case is under way
    AgentId m_agent;
    Target m_target;
    std::optional<std::size_t> m_waitsFor;
    std::size_t m_taken = 0;
    bool m_runsRemaining = false;
};

} // namespace fg
