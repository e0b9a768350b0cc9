// Runs one case on one connection, in either role: the steps of its data on a live session, and at
// the end the judge. Owns the connection; the log is shared, and outlives the run with whoever shows it.
#pragma once

#include "protocol/conformance/cases/verdict.h"
#include "protocol/conformance/run/case_recorder.h"
#include "protocol/conformance/run/echo_phase.h"
#include "protocol/session/live/live_session.h"
#include "protocol/session/live/target_heading.h"

#include <functional>
#include <memory>

namespace fg {

// Lets a case take its steps one by one.
class StepGate
{
public:
    virtual ~StepGate() = default;
    // The case is about to take this step: of its steps, or of its echoes. False: not now; CaseRun::resume()
    // asks again.
    [[nodiscard]] virtual bool mayTake(std::size_t step) = 0;
};

struct CaseRunSettings
{
    std::string agent;
    EndpointSettings endpoint; // role, request or answer; the timers are the case set's own
    // What to keep of bulk phases: a summary, or every octet.
    enum class Record : std::uint8_t { Summary, Full } record = Record::Summary;
    // All timers of the case and of the endpoint take so many times as long as the case set has them.
    double timeScale = 1;
    StepGate *gate = nullptr; // must outlive the run; null: the steps follow one another
    // Gets the session of every case; null: none is written down. It must outlive the run.
    CaseRecorder *recorder = nullptr;
    // What its file says of the connection beside the case; of a client, headingFor() its target.
    SessionHeading heading;
};

// The most that the log of a case keeps of what no bulk phase leaves out. Cases run side by side, and a peer
// can send without end. Fully recorded bulk adds what the case needs.
inline constexpr SessionLimits caseLimits{.rows = RowCount(200'000),
                                          .findings = 10'000,
                                          .octets = 8 * 1024 * 1024,
                                          .messageOctets = 32 * 1024 * 1024};
[[nodiscard]] SessionLimits limitsFor(const CaseSpec &spec, CaseRunSettings::Record record);

// A connection with the timers and the log that a case needs.
[[nodiscard]] std::unique_ptr<LiveSession> makeCaseSession(const CaseRunSettings &settings,
                                                           std::unique_ptr<Transport> transport,
                                                           TimeSource &time, Entropy &entropy,
                                                           Policies policies = {});

class CaseRun final : private LiveSessionListener
{
public:
    using Done = std::function<void(CaseResult)>;

    // `spec`, `time` and `entropy` must outlive it. `done` is called once, from the event loop; it may
    // destroy the run.
    CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<Transport> transport,
            TimeSource &time, Entropy &entropy, Done done);
    // On a connection of makeCaseSession(), with the same time scale, that is not opened yet, or whose
    // request waits for its answer: which case is asked for may be known only then. The log has the request
    // as it was read.
    CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<LiveSession> session,
            TimeSource &time, Done done);
    ~CaseRun() override;

    // Connects, or accepts the request that waits.
    void start();
    // Takes the step that the gate kept back.
    void resume();
    // Drops the connection; the result says that it was stopped.
    void stop();
    [[nodiscard]] std::shared_ptr<const Session> session() const { return m_log; }
    [[nodiscard]] const CaseSpec &spec() const { return m_spec; }

private:
    void sessionEvent(LiveSession &session, const EndpointEvent &event) override;
    void sessionEnded(LiveSession &session) override;

    void writeDown();
    void writeVerdict(const CaseResult &result);
    void opened();
    void runSteps();
    [[nodiscard]] bool mayTake(std::size_t step) const;
    void perform(const CaseStep &step);
    void waitFor(const WaitStepSpec &step);
    void waitEnded(const WaitStepSpec &step, Duration duration);
    [[nodiscard]] Duration scaled(Duration duration) const;
    // A limit that the peer is granted, and what is left of it where we ourselves took part of it.
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
    std::shared_ptr<SessionFile> m_file; // null: none
    std::unique_ptr<LiveSession> m_session;
    std::vector<ObservedEvent> m_observed;
    std::vector<std::unique_ptr<Timer>> m_timers;
    std::size_t m_nextStep = 0;
    std::chrono::system_clock::time_point m_started;
    Duration m_startTime{};
    std::unique_ptr<EchoPhase> m_echoes; // once begun
    bool m_echoesUnderWay = false;
    bool m_waiting = false;
    unsigned m_extensions = 0; // of the case's time, because we were still sending
    bool m_ranOutOfTime = false;
    bool m_wasStopped = false;
};

} // namespace fg
