#include "protocol/conformance/case_run.h"

#include "protocol/conformance/deflate_demand.h"
#include "protocol/conformance/judge.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// The timers of the case set; a close of the peer that we answered waits for no drop, the case's own
// timer ends it.
LiveSettings liveSettings(const CaseRunSettings &settings, Policies policies)
{
    using namespace std::chrono_literals;
    EndpointSettings endpoint = settings.endpoint;
    endpoint.openingTimeout = scaled(5s, settings.timeScale);
    endpoint.closeReplyTimeout = scaled(1s, settings.timeScale);
    endpoint.serverDropTimeout = scaled(1s, settings.timeScale);
    endpoint.serverDropTimeoutAfterReply.reset();
    endpoint.messageLimit = caseLimits.messageOctets;
    return {.endpoint = std::move(endpoint), .policies = policies};
}

CaseRunSettings offering(CaseRunSettings settings, const CaseSpec &spec)
{
    settings.endpoint.request.extensions = deflateOffers(spec.deflate);
    return settings;
}

template <typename... Handlers> struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

} // namespace

SessionLimits limitsFor(const CaseSpec &spec, CaseRunSettings::Record record)
{
    SessionLimits limits = caseLimits;
    if (!spec.echo || record == CaseRunSettings::Record::Summary)
        return limits;
    // Both ways, with the headers: at least 64 octets of payload stand behind each.
    constexpr std::uint64_t waysAndHeaders = 3;
    constexpr RowNumber rows = 1'000'000;
    limits.octets += waysAndHeaders * spec.echo->count * spec.echo->length();
    limits.rows = rows;
    return limits;
}

std::unique_ptr<LiveSession> makeCaseSession(const CaseRunSettings &settings,
                                             std::unique_ptr<Transport> transport, TimeSource &time,
                                             Entropy &entropy, Policies policies)
{
    auto log = std::make_shared<Session>(settings.endpoint.role, caseLimits);
    return std::make_unique<LiveSession>(liveSettings(settings, policies), std::move(transport), time,
                                         entropy, std::move(log));
}

CaseRun::CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<Transport> transport,
                 TimeSource &time, Entropy &entropy, Done done)
    : CaseRun(spec, settings, makeCaseSession(offering(settings, spec), std::move(transport), time, entropy),
              time, std::move(done))
{
}

CaseRun::CaseRun(const CaseSpec &spec, CaseRunSettings settings, std::unique_ptr<LiveSession> session,
                 TimeSource &time, Done done)
    : m_spec(spec)
    , m_settings(std::move(settings))
    , m_time(time)
    , m_done(std::move(done))
    , m_log(session->log())
    , m_session(std::move(session))
{
    m_log->setLimits(limitsFor(spec, m_settings.record));
    m_session->setListener(this);
}

CaseRun::~CaseRun() = default;

void CaseRun::start()
{
    m_started = std::chrono::system_clock::now();
    m_startTime = m_time.now();
    if (m_session->isReady())
        m_session->accept(deflateAnswer(m_session->endpoint().request(), m_spec.deflate));
    else
        m_session->open();
}

void CaseRun::stop()
{
    m_wasStopped = !m_session->hasEnded();
    m_session->drop();
}

void CaseRun::sessionEvent(LiveSession &, const EndpointEvent &event)
{
    switch (event.kind) {
    case EndpointEvent::Kind::Opened:
        opened();
        break;
    case EndpointEvent::Kind::Message:
        if (m_spec.echo)
            echoArrived(event);
        else
            record({.kind = CaseEvent::Kind::Message,
                    .opcode = event.opcode,
                    .payload = {event.payload.begin(), event.payload.end()},
                    .tag = {}});
        break;
    case EndpointEvent::Kind::Pong:
        record({.kind = CaseEvent::Kind::Pong,
                .payload = {event.payload.begin(), event.payload.end()},
                .tag = {}});
        break;
    default:
        break;
    }
}

void CaseRun::opened()
{
    if (!m_spec.deflate.empty() && !m_session->endpoint().canCompress())
        m_session->startClose(m_spec.close.codes.front(), {}); // not implemented, says the judge
    else if (m_spec.echo)
        startEchoes();
    else
        runSteps();
}

void CaseRun::record(ObservedEvent event)
{
    if (m_session->endpoint().hasFailed())
        return;
    // This list is only for closing early; the judge reads the log.
    if (!m_spec.closesWhenExpectedEventsArrived || m_spec.expectations.empty() || cannotMatch())
        return;
    m_observed.push_back(std::move(event));
    for (const Expectation &expectation : m_spec.expectations) {
        if (!matches(expectation.events, m_observed))
            return;
    }
    m_session->startClose(m_spec.close.codes.front(), {});
}

// There are already more events than some expectation has, so they will never equal them all.
bool CaseRun::cannotMatch() const
{
    return std::ranges::any_of(m_spec.expectations, [this](const Expectation &expectation) {
        return m_observed.size() > expectation.events.size();
    });
}

void CaseRun::runSteps()
{
    while (m_nextStep < m_spec.steps.size() && !m_waiting && !m_session->hasEnded() && mayTake(m_nextStep))
        perform(m_spec.steps[m_nextStep++]);
}

bool CaseRun::mayTake(std::size_t step) const { return !m_settings.gate || m_settings.gate->mayTake(step); }

void CaseRun::resume()
{
    if (m_session->hasEnded())
        return;
    if (m_spec.echo)
        sendEcho();
    else
        runSteps();
}

void CaseRun::perform(const CaseStep &step)
{
    std::visit(Overloaded{
                   [this](const FrameStepSpec &frame) {
                       FrameSpec spec{.opcode = frame.opcode, .fin = frame.fin, .rsv = frame.rsv};
                       spec.payload = frame.payload.pattern;
                       spec.repeatTo = frame.payload.repeatTo;
                       spec.chop = frame.chop;
                       spec.chopPace = ChopPace::Acknowledged;
                       spec.sync = frame.sync;
                       m_session->sendFrame(spec);
                   },
                   [this](const MessageStepSpec &message) {
                       const OctetBuffer payload = message.payload.octets();
                       m_session->sendMessage({.opcode = message.opcode,
                                               .payload = payload,
                                               .fragment = message.fragment,
                                               .sync = message.sync});
                   },
                   [this](const BeginFrameStepSpec &begin) {
                       FrameSpec spec{.opcode = begin.opcode, .fin = begin.fin};
                       spec.declaredLength = begin.length;
                       m_session->beginFrame(spec);
                   },
                   [this](const FrameDataStepSpec &data) {
                       m_session->sendFrameData(data.part.octets(),
                                                data.sync ? WriteApart::Yes : WriteApart::No);
                   },
                   [this](const WaitStepSpec &wait) { waitFor(wait); },
                   [this](const CloseStepSpec &close) { m_session->startClose(close.code, close.reason); },
                   [this](const FailAfterStepSpec &fail) { failAfter(scaled(fail.duration)); },
                   [this](const CloseAfterStepSpec &close) { closeAfter(scaled(close.duration)); },
               },
               step);
}

void CaseRun::waitFor(const WaitStepSpec &wait)
{
    m_waiting = true;
    const Duration duration = scaled(wait.duration);
    m_session->logTimer(RowKind::TimerSet, TimerPurpose::Wait, duration, wait.tag);
    m_timers.push_back(m_time.startTimer(duration, [this, &wait, duration] { waitEnded(wait, duration); }));
}

void CaseRun::waitEnded(const WaitStepSpec &wait, Duration duration)
{
    if (m_session->hasEnded())
        return;
    m_session->logTimer(RowKind::TimerFired, TimerPurpose::Wait, duration, wait.tag);
    const Endpoint &endpoint = m_session->endpoint();
    const bool isTagged = !wait.tag.empty();
    // With a tag, what follows is sent only into a connection that nobody has begun to close.
    if (isTagged && (endpoint.closeSent() || endpoint.closeReceived()))
        return;
    if (isTagged)
        record({.kind = CaseEvent::Kind::Timeout, .payload = {}, .tag = wait.tag});
    m_waiting = false;
    runSteps();
}

Duration CaseRun::scaled(Duration duration) const { return fg::scaled(duration, m_settings.timeScale); }

void CaseRun::failAfter(Duration duration)
{
    m_session->logTimer(RowKind::TimerSet, TimerPurpose::FailConnection, duration);
    m_timers.push_back(m_time.startTimer(duration, [this, duration] { failNow(duration); }));
}

void CaseRun::closeAfter(Duration duration)
{
    m_session->logTimer(RowKind::TimerSet, TimerPurpose::CloseConnection, duration);
    m_timers.push_back(m_time.startTimer(duration, [this, duration] { closeNow(duration); }));
}

// Octets that go one by one, each after the other's acknowledgement, take as long as the machine makes them
// take: that is no fault of the peer, which has the time that it is granted once all is there. Where even
// that does not end, it is the peer that reads nothing.
bool CaseRun::isStillSending()
{
    constexpr unsigned mostExtensions = 5;
    return !m_spec.echo && m_session->waitingOctets() > 0 && m_extensions++ < mostExtensions;
}

void CaseRun::failNow(Duration after)
{
    if (m_session->hasEnded())
        return;
    if (isStillSending()) {
        m_timers.push_back(m_time.startTimer(after, [this, after] { failNow(after); }));
        return;
    }
    m_session->logTimer(RowKind::TimerFired, TimerPurpose::FailConnection, after);
    m_session->fail(close_code::goingAway);
}

void CaseRun::closeNow(Duration after)
{
    if (m_session->hasEnded())
        return;
    if (isStillSending()) {
        m_timers.push_back(m_time.startTimer(after, [this, after] { closeNow(after); }));
        return;
    }
    m_session->logTimer(RowKind::TimerFired, TimerPurpose::CloseConnection, after);
    endEchoes();
    m_session->startClose(std::nullopt, {});
}

void CaseRun::sessionEnded(LiveSession &)
{
    CaseResult result{.spec = &m_spec, .agent = m_settings.agent, .started = m_started};
    endEchoes();
    result.duration = m_log->closing().endedAt.value_or(m_time.now() - m_startTime);
    Evidence evidence = evidenceOf(*m_log);
    result.verdict = judge(m_spec, evidence);
    result.observed = std::move(evidence.observed);
    result.session = m_log;
    result.timeScale = m_settings.timeScale;
    result.wasStopped = m_wasStopped;
    m_done(std::move(result));
}

} // namespace fg
