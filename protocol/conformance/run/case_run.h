// Runs one case on one connection, in either role: performs the steps of its specification on a live session,
// and has the session judged at the end. Owns the connection; the log is shared and may outlive the run.
#pragma once

#include "protocol/conformance/cases/case_result.h"
#include "protocol/conformance/run/case_recorder.h"
#include "protocol/conformance/run/echo_phase.h"
#include "protocol/session/live/live_session.h"
#include "protocol/session/live/target.h"
#include "protocol/session/live/target_heading.h"

#include <functional>
#include <memory>

namespace fg {

// Decides when a case performs its steps, to let it run step by step.
class StepGate
{
public:
    virtual ~StepGate() = default;
    // Called before each step, or before each message if the case counts echoes. False: the case waits;
    // CaseRun::resume() calls this again.
    [[nodiscard]] virtual bool mayPerform(std::size_t step) = 0;
};

struct CaseRunSettings
{
    std::string agent;
    // Its role, request and answer, and the limit for the opening handshake; the other timers are those of
    // the case set.
    EndpointSettings endpoint;
    // What is recorded of bulk phases: a summary, or every octet.
    enum class Record : std::uint8_t { Summary, Full } record = Record::Summary;
    // A factor for all timers of the case and of the endpoint.
    double timeScale = 1;
    StepGate *gate = nullptr; // Must outlive the run; null: the steps follow without waiting.
    // Records the session; null: it is not recorded. Must outlive the run.
    CaseRecorder *recorder = nullptr;
    // The limit for this connection and others together; must outlive the run. Null: there is none.
    ConnectionBudget *budget = nullptr;
    // The heading of the file, except for what the case adds; for a server under test it is headingFor() the
    // target.
    SessionHeading heading;
};

// The limits for the log of a case without its bulk phase. Cases run side by side, and a peer can send
// without end. limitsFor() adds what a case needs whose bulk phase is recorded in full.
inline constexpr SessionLimits caseLimits{.rows = RowCount(200'000),
                                          .findings = 10'000,
                                          .octets = 8 * 1024 * 1024,
                                          .messageOctets = 32 * 1024 * 1024};
[[nodiscard]] SessionLimits limitsFor(const CaseSpec &spec, CaseRunSettings::Record record);
// The most memory that a log with these limits takes, in octets.
[[nodiscard]] std::uint64_t mostOctetsOf(const SessionLimits &limits);

// The client's side of a case, with the request that the case set's own tester sends.
[[nodiscard]] EndpointSettings caseEndpoint(const Target &target);

// Makes a connection with the timers and the log that a case needs.
[[nodiscard]] std::unique_ptr<LiveSession> makeCaseSession(const CaseRunSettings &settings,
                                                           std::unique_ptr<Transport> transport,
                                                           TimeSource &time, Entropy &entropy,
                                                           Policies policies = {});

class CaseRun final : private LiveSessionListener
{
public:
    using Done = std::function<void(CaseResult)>;

    // `spec`, `time` and `entropy` must outlive the run. `done` is called once, from the event loop; it may
    // destroy the run.
    CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<Transport> transport,
            TimeSource &time, Entropy &entropy, Done done);
    // Runs the case on a connection of makeCaseSession() with the same time scale. The connection is not
    // opened yet, or its request waits for an answer (only the request may say which case to run). The log
    // contains the request as it was read.
    CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<LiveSession> session,
            TimeSource &time, Done done);
    ~CaseRun() override;

    // Connects, or accepts the request that waits.
    void start();
    // Asks the gate again and performs the next step.
    void resume();
    // Drops the connection; the result says that it was stopped.
    void stop();
    [[nodiscard]] std::shared_ptr<const Session> session() const { return m_log; }
    [[nodiscard]] const CaseSpec &spec() const { return m_spec; }

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    void startRecording();
    void writeVerdict(const CaseResult &result);
    void opened();
    void runSteps();
    [[nodiscard]] bool mayPerform(std::size_t step) const;
    void perform(const CaseStep &step);
    void waitFor(const WaitStepSpec &step);
    void waitEnded(const WaitStepSpec &step, Duration duration);
    [[nodiscard]] Duration scaled(Duration duration) const;
    // Starts the time limit that the peer is granted, or the rest of it after an extension.
    void startLimit(TimerPurpose purpose, Duration granted);
    void startLimit(TimerPurpose purpose, Duration granted, Duration duration);
    [[nodiscard]] Duration timeOwed(Duration granted) const;
    void limitPassed(TimerPurpose purpose, Duration granted, Duration after);
    void record(ObservedEvent event);
    [[nodiscard]] bool cannotMatch() const;
    void startEchoes();
    void sendEcho();
    void echoArrived(const EndpointEvent &event);
    void endEchoes();
    [[nodiscard]] LiveSession::Announce announcement() const;

    const CaseSpec &m_spec;
    CaseRunSettings m_settings;
    TimeSource &m_time;
    Done m_done;
    std::shared_ptr<Session> m_log;
    std::shared_ptr<SessionFile> m_file; // Null if the case is not recorded.
    std::unique_ptr<LiveSession> m_session;
    std::vector<ObservedEvent> m_observed;
    std::vector<std::unique_ptr<Timer>> m_timers;
    std::size_t m_nextStep = 0;
    std::chrono::system_clock::time_point m_started;
    Duration m_startTime{};
    std::unique_ptr<EchoPhase> m_echoes; // Null until the echo phase starts.
    bool m_echoesUnderWay = false;
    bool m_waiting = false;
    unsigned m_extensions = 0; // How often the time was extended because we were still sending.
    bool m_ranOutOfTime = false;
    bool m_wasStopped = false;
};

} // namespace fg
