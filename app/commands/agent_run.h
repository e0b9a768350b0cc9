// The cases of a run against one server.
#pragma once

#include "app/terminal/progress_line.h"
#include "app/terminal/result_table.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/report/wording/wording.h"

#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace fg {

class AgentRun
{
public:
    enum class End : std::uint8_t {
        Complete,
        Unreachable, // no connection came about, so no case ran
        Lost, // the server could be reached at first; the rest did not run
        Interrupted,
    };
    // A case that ran; the call may keep the result's session.
    using CaseRan = std::function<void(const CaseResult &result)>;

    // All that is given by reference must outlive it.
    AgentRun(const ClientSpec::Agent &agent, const SuiteSettings &settings, Strictness strictness,
             ProgressLine &progress, TimeSource &time, Entropy &entropy, CaseRan caseRan);

    // Runs the event loop until all is over, and prints a line a case and a summary.
    [[nodiscard]] End run();
    // From the event loop; run() then ends soon.
    void interrupt();

    // Why the server could not be reached, or no longer; or why, though it could, no WebSocket ever opened.
    [[nodiscard]] std::optional<Trouble> trouble() const;
    // The server takes one connection at a time: a sentence that says what was done about it.
    [[nodiscard]] const std::optional<std::string> &oneAtATime() const { return m_oneAtATime; }

private:
    void hear(RunEvent event);
    void ended(CaseResult result);
    void unreached(CaseResult result, const TransportError &error);
    void reached(const CaseResult &result);
    void take(const CaseResult &result);
    void takesOneAtATime(std::size_t again);
    void stopSoon();
    void stop();
    void showProgress();

    const ClientSpec::Agent &m_agent;
    ProgressLine &m_progress;
    TimeSource &m_time;
    CaseRan m_caseRan;
    ResultTable m_table;
    SuiteRun m_suite;
    std::unique_ptr<Timer> m_stopTimer;
    std::set<const CaseSpec *> m_running;
    std::vector<CaseResult> m_withheld; // not reached, while it is open whether the server can be at all
    std::optional<Trouble> m_reachTrouble; // the last
    std::optional<Trouble> m_openingTrouble; // the first
    std::optional<std::string> m_oneAtATime;
    std::size_t m_ended = 0;
    std::size_t m_unreached = 0; // in a row
    bool m_hasReached = false;
    bool m_hasOpened = false;
    bool m_wasCutShort = false; // since the server could not be reached
    bool m_isStopping = false;
    bool m_wasInterrupted = false;
};

} // namespace fg
