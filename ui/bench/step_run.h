// A case that a person steps through in the window: what it waits for, and what it came to.
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

    // Nothing while another case is stepped through. The agent's name is in the target.
    void start(AgentId agent, const CaseSpec &spec, Target target);
    void next();
    void runOn(); // all steps that are left
    void stop();
    // Takes what has happened.
    void poll();

    [[nodiscard]] bool isActive() const { return m_spec != nullptr; }
    [[nodiscard]] const CaseSpec *spec() const { return m_spec; }
    // The step that next() takes; none while one is under way.
    [[nodiscard]] std::optional<std::size_t> waitsFor() const { return m_waitsFor; }
    // All steps have been taken: what is left is up to the peer and the timers.
    [[nodiscard]] bool isPastSteps() const;
    [[nodiscard]] const Target &target() const { return m_target; }

signals:
    void caseStarted(fg::AgentId agent, const fg::CaseStarted &started);
    void caseEnded(fg::AgentId agent, const fg::CaseEnded &ended);
    void changed();

private:
    void take(const RunEvent &event);

    StepController m_controller;
    const CaseSpec *m_spec = nullptr; // null: none is under way
    AgentId m_agent;
    Target m_target;
    std::optional<std::size_t> m_waitsFor;
    std::size_t m_taken = 0;
    bool m_runsOn = false;
};

} // namespace fg
