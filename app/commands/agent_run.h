// Runs the cases of one server and prints their results.
#pragma once

#include "app/terminal/progress_line.h"
#include "app/terminal/result_table.h"
#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/conformance/spec/spec_file.h"
#include "protocol/report/wording/troubles.h"

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
        Unreachable, // There was no connection, so no case ran.
        Lost, // The server could be reached at first, but no longer; the remaining cases did not run.
        Interrupted,
    };
    // Called for each case that ran; may keep the result's session.
    using CaseRan = std::function<void(const CaseResult &result)>;

    // All references must outlive this object.
    AgentRun(const ClientSpec::Agent &agent, const SuiteSettings &settings, Strictness strictness,
             ProgressLine &progress, TimeSource &time, Entropy &entropy, CaseRan caseRan);

    // Runs the event loop until all cases have ended, and prints a line for each case and a summary.
    [[nodiscard]] End run();
    // Called from the event loop; run() then returns soon.
    void interrupt();

    // Why the server could not be reached, or no longer; or, if it could be reached, why no opening handshake
    // succeeded.
    [[nodiscard]] std::optional<Trouble> trouble() const;
    // A sentence about what was done because the server accepts only one connection at a time.
    [[nodiscard]] const std::optional<std::string> &oneAtATime() const { return m_oneAtATime; }

private:
    void handle(RunEvent event);
    void caseEnded(CaseResult result);
    void handleUnreached(CaseResult result, const TransportError &error);
    void handleReached(const CaseResult &result);
    void addResult(const CaseResult &result);
    void reportOneAtATime(std::size_t again);
    void stopLater();
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
    std::set<const CaseSpec *> m_toRunAgain; // These have ended without a result that counts.
    std::vector<CaseResult> m_withheld; // Results without a connection, until it is known whether the server
                                        // can be reached at all.
    std::optional<Trouble> m_reachTrouble; // The last one.
    std::optional<Trouble> m_openingTrouble; // The first one.
    std::optional<std::string> m_oneAtATime;
    std::size_t m_ended = 0;
    std::size_t m_unreached = 0; // Number of cases in a row that could not connect.
    bool m_hasReached = false;
    bool m_hasOpened = false;
    bool m_wasCutShort = false; // Because the server could not be reached.
    bool m_isStopping = false;
    bool m_wasInterrupted = false;
};

} // namespace fg
