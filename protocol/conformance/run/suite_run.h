// Runs cases against one server, several side by side as SuiteSchedule has it, and tells results as they
// come. All in the thread of its transports.
//
// A server that takes one connection at a time is found out: a handshake that is unanswered for a second
// while another connection is open, and answered when there is no other. From then on the cases run one after
// another, and those that were kept waiting run again.
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

// Cases side by side, unless a person says otherwise.
inline constexpr unsigned defaultJobs = 16;

struct SuiteSettings
{
    unsigned jobs = 1; // cases side by side
    CaseRunSettings::Record record = CaseRunSettings::Record::Summary;
    double timeScale = 1; // of CaseRunSettings; also for connecting
    CaseRecorder *recorder = nullptr; // of CaseRunSettings
    std::size_t place = 0; // of the agent, in what is told
    std::function<std::unique_ptr<Transport>(ConnectSettings)> connect = makeClientTransport;
};

class SuiteRun
{
public:
    // How long a handshake may stay unanswered before the server is suspected.
    static constexpr Duration patience = std::chrono::seconds(1);

    // The last event is AgentDone: only whoever hears that one may destroy the run.
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
        bool isKeptWaiting = false; // by the connections of others; its result does not count
    };
    // Whether the server serves several connections at once.
    enum class Server : std::uint8_t {
        Unknown,
        Suspected, // the next case has it for itself, and shows it
        OneAtATime,
        Many,
    };

    [[nodiscard]] TestedAgent agent() const { return {m_settings.place, m_target.agent}; }
    void fill();
    void startCase(const CaseSpec &spec);
    void watch(const CaseSpec &spec);
    void lookForAnswer(const CaseSpec &spec);
    void suspect();
    void judgeServer(const CaseResult &result);
    void ended(const CaseSpec *spec, CaseResult result);
    void runsAgain(const CaseSpec &spec, CaseResult::Again why);

    std::shared_ptr<const Target> m_asked; // as it was given
    Target m_target;
    SuiteSettings m_settings;
    TimeSource &m_time;
    Entropy &m_entropy;
    RunListener m_listener;
    SuiteSchedule m_schedule;
    std::map<const CaseSpec *, Active> m_active;
    std::map<const CaseSpec *, CaseResult::Again> m_again; // cases that do not run for the first time
    std::unique_ptr<Timer> m_doneTimer;
    Server m_server = Server::Unknown;
    bool m_stopped = false;
};

} // namespace fg
