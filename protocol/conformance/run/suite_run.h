// Runs cases against one server, several side by side as SuiteSchedule decides, and reports results as cases
// end. Everything happens in the thread of the transports.
//
// A server that accepts only one connection at a time is detected: its answer to an opening handshake is
// missing for a second while another connection is open, but is received when no other connection is open.
// From then on the cases run one after another, and those that were kept waiting run again.
//
// A verdict that time alone has made (CaseResult::hasFailedByTime) is not believed at once: the case runs
// again with nothing beside it, and that result counts.
#pragma once

#include "protocol/conformance/run/case_events.h"
#include "protocol/conformance/run/case_run.h"
#include "protocol/conformance/run/suite_schedule.h"
#include "protocol/session/live/target.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace fg {

// The number of cases side by side, unless the user chooses another.
inline constexpr unsigned defaultJobs = 16;

struct SuiteSettings
{
    unsigned jobs = 1; // Number of cases side by side.
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // As in CaseRunSettings; also scales the time for connecting.
    CaseRecorder *recorder = nullptr; // As in CaseRunSettings.
    std::size_t place = 0; // The number of the agent in the reported events.
    std::function<std::unique_ptr<Transport>(ConnectSettings)> connect = makeClientTransport;
};

class SuiteRun
{
public:
    // How long an opening handshake may stay unanswered before the server is suspected to accept only one
    // connection.
    static constexpr Duration patience = std::chrono::seconds(1);

    // The last event is AgentDone; only its listener may destroy the run.
    SuiteRun(std::vector<const CaseSpec *> cases, Target target, const SuiteSettings &settings,
             TimeSource &time, Entropy &entropy, RunListener listener);
    ~SuiteRun();

    void start();
    // Stops the running cases and starts no more.
    void stop();

private:
    struct Active
    {
        std::unique_ptr<CaseRun> run;
        std::unique_ptr<Timer> patience;
        bool isKeptWaiting = false; // By other connections; its result does not count.
    };
    // A case that runs again.
    struct Repeat
    {
        CaseResult::Again why = CaseResult::Again::No;
        CaseVerdict firstVerdict;
    };
    // Whether the server accepts several connections at once.
    enum class Server : std::uint8_t {
        Unknown,
        Suspected, // The next case has the server to itself and decides.
        OneAtATime,
        Many,
    };

    [[nodiscard]] TestedAgent agent() const { return {m_settings.place, m_target.agent}; }
    void startCases();
    void startCase(const CaseSpec &spec);
    void watch(const CaseSpec &spec);
    void checkForAnswer(const CaseSpec &spec);
    void suspectServer();
    void judgeServer(const CaseResult &result);
    [[nodiscard]] static bool isKeptWaiting(const std::pair<const CaseSpec *const, Repeat> &repeat)
    {
        return repeat.second.why == CaseResult::Again::KeptWaiting;
    }
    [[nodiscard]] CaseEnd endOf(const CaseResult &result) const;
    void caseEnded(const CaseSpec *spec, CaseResult result);
    void reportRepeat(const CaseSpec &spec, const Repeat &repeat);

    std::shared_ptr<const Target> m_givenTarget; // The target as it was given.
    Target m_target;
    SuiteSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    RunListener m_listener;
    SuiteSchedule m_schedule;
    std::map<const CaseSpec *, Active> m_active;
    std::map<const CaseSpec *, Repeat> m_repeats; // Cases that run or ran again.
    std::unique_ptr<Timer> m_doneTimer;
    Server m_server = Server::Unknown;
    bool m_hasReached = false; // A connection was made.
    bool m_stopped = false;
};

} // namespace fg
