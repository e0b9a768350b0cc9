#include "protocol/conformance/run/case_run.h"

#include "protocol/conformance/cases/deflate_demand.h"
#include "protocol/conformance/cases/judge.h"
#include "protocol/wire/overloaded.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// The most octets of pongs and other replies that may wait for a peer that does not read. Above this limit we
// stop reading, too.
constexpr std::size_t replyLimit = 16 * 1024 * 1024;

// The time that a server has to drop TCP after a closing handshake in the middle of a case's steps.
constexpr Duration leftOpenLimit = std::chrono::seconds(1);

// The timers of the case set; that of the opening handshake is the endpoint's own. After the peer's close was
// answered no timer waits for the drop of the connection: the case's own timer ends it.
LiveSettings liveSettings(const CaseRunSettings &settings, Policies policies)
{
    using namespace std::chrono_literals;
    EndpointSettings endpoint = settings.endpoint;
    endpoint.openingTimeout = scaled(endpoint.openingTimeout, settings.timeScale);
    endpoint.closeReplyTimeout = scaled(1s, settings.timeScale);
    endpoint.serverDropTimeout = scaled(1s, settings.timeScale);
    endpoint.serverDropTimeoutAfterReply.reset();
    endpoint.messageLimit = caseLimits.messageOctets;
    return {.endpoint = std::move(endpoint),
            .policies = policies,
            .replyLimit = replyLimit,
            .budget = settings.budget};
}

CaseRunSettings offering(CaseRunSettings settings, const CaseSpec &spec)
{
    settings.endpoint.request.extensions = deflateOffers(spec.deflate);
    return settings;
}

} // namespace

SessionLimits limitsFor(const CaseSpec &spec, CaseRunSettings::Record record)
{
    SessionLimits limits = caseLimits;
    if (!spec.echo || record == CaseRunSettings::Record::Summary)
        return limits;
    const EchoSpec &echo = *spec.echo;
    const std::uint64_t octets = echo.count * echo.length();
    // Both directions, and the frame headers: each has at least 64 octets of payload.
    constexpr std::uint64_t waysAndHeaders = 3;
    limits.octets += waysAndHeaders * octets;
    // A frame row and a row of octets for each piece, in both directions. If the peer sends smaller pieces
    // than we do, the log may become full, and then it says so.
    constexpr std::size_t rowsOfPiece = 4;
    constexpr std::size_t smallestPiece = 4096; // The size of a read, for messages that are not cut.
    const std::size_t piece = echo.message.fragment > 0 ? echo.message.fragment : echo.chop;
    limits.rows += RowCount(
        rowsOfPiece * (echo.count + octets / (piece > 0 ? std::min(piece, smallestPiece) : smallestPiece)));
    if (!spec.deflate.empty())
        limits.inflatedOctets = std::max(limits.inflatedOctets, static_cast<std::size_t>(2 * octets));
    return limits;
}

EndpointSettings caseEndpoint(const Target &target) { return clientSettings(target, "WebSocket"); }

std::uint64_t mostOctetsOf(const SessionLimits &limits)
{
    constexpr std::uint64_t octetsOfRow = 64;
    return limits.octets + limits.inflatedOctets + limits.rows.value() * octetsOfRow
        + limits.findings * sizeof(Finding);
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
    startRecording();
    if (m_session->wasReady())
        m_session->accept(deflateAnswer(m_session->endpoint().request(), m_spec.deflate));
    else
        m_session->open();
}

void CaseRun::startRecording()
{
    if (!m_settings.recorder)
        return;
    SessionFile::Created created = m_settings.recorder->begin(m_settings.agent, m_spec, m_log);
    if (const auto *const fault = std::get_if<RecordingFault>(&created)) {
        m_session->logFault(*fault);
        return;
    }
    m_file = std::get<0>(std::move(created));
    SessionHeading heading = m_settings.heading;
    heading.role = m_settings.endpoint.role;
    heading.started =
        m_started - std::chrono::duration_cast<std::chrono::system_clock::duration>(m_session->elapsed());
    heading.agent = m_settings.agent;
    heading.caseId = m_spec.id;
    heading.messageLimit = caseLimits.messageOctets;
    m_log->record(m_file->addConnection(heading));
}

// Errors of the file are ignored here: the session reports them.
void CaseRun::writeVerdict(const CaseResult &result)
{
    if (!m_file)
        return;
    if (result.wasStopped) {
        (void)m_file->addRemark(0, {"verdict", "stopped before its end"});
        return;
    }
    (void)m_file->addRemark(0, {"verdict", std::string(wordOf(result.verdict.behavior))});
    (void)m_file->addRemark(0, {"verdict on the closing", std::string(wordOf(result.verdict.close))});
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
        m_session->startClose(m_spec.close.codes.front(), {}); // The judge's verdict will be UNIMPLEMENTED.
    else if (m_spec.echo)
        startEchoes();
    else
        runSteps();
}

void CaseRun::record(ObservedEvent event)
{
    if (m_session->endpoint().hasFailed())
        return;
    // This list only serves to close early; the judge reads the log.
    if (!m_spec.closesWhenExpectedEventsArrived || m_spec.expectations.empty() || cannotMatch())
        return;
    m_observed.push_back(std::move(event));
    for (const Expectation &expectation : m_spec.expectations) {
        if (!matches(expectation.events, m_observed))
            return;
    }
    m_session->startClose(m_spec.close.codes.front(), {});
}

// True if more events were observed than some expectation has, so that they can never equal all of them.
bool CaseRun::cannotMatch() const
{
    return std::ranges::any_of(m_spec.expectations, [this](const Expectation &expectation) {
        return m_observed.size() > expectation.events.size();
    });
}

void CaseRun::runSteps()
{
    while (m_nextStep < m_spec.steps.size() && !m_waiting && !m_session->hasEnded() && mayPerform(m_nextStep))
        perform(m_spec.steps[m_nextStep++]);
}

bool CaseRun::mayPerform(std::size_t step) const
{
    return !m_settings.gate || m_settings.gate->mayPerform(step);
}

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
                   [this](const FailAfterStepSpec &fail) {
                       startLimit(TimerPurpose::FailConnection, scaled(fail.duration));
                   },
                   [this](const CloseAfterStepSpec &close) {
                       startLimit(TimerPurpose::CloseConnection, scaled(close.duration));
                   },
               },
               step);
}

void CaseRun::waitFor(const WaitStepSpec &wait)
{
    m_waiting = true;
    const Duration duration = scaled(wait.duration);
    m_session->logTimer(RowKind::TimerSet, TimerPurpose::Wait, duration, wait.tag);
    m_timers.push_back(m_session->startLimit(LiveSession::limitFor(TimerPurpose::Wait, duration), duration,
                                             [this, &wait, duration] { waitEnded(wait, duration); }));
}

void CaseRun::waitEnded(const WaitStepSpec &wait, Duration duration)
{
    if (m_session->hasEnded())
        return;
    m_session->logTimer(RowKind::TimerFired, TimerPurpose::Wait, duration, wait.tag);
    const Endpoint &endpoint = m_session->endpoint();
    const bool isTagged = !wait.tag.empty();
    // After a wait with a tag, the next steps are performed only if neither side has sent a Close frame. The
    // one that would limit the time of the case is among them.
    if (isTagged && (endpoint.closeSent() || endpoint.closeReceived())) {
        if (!endpoint.deadline())
            startLimit(TimerPurpose::CloseConnection, scaled(leftOpenLimit));
        return;
    }
    if (isTagged)
        record({.kind = CaseEvent::Kind::Timeout, .payload = {}, .tag = wait.tag});
    m_waiting = false;
    runSteps();
}

Duration CaseRun::scaled(Duration duration) const { return fg::scaled(duration, m_settings.timeScale); }

void CaseRun::startLimit(TimerPurpose purpose, Duration granted) { startLimit(purpose, granted, granted); }

void CaseRun::startLimit(TimerPurpose purpose, Duration granted, Duration duration)
{
    m_session->logTimer(RowKind::TimerSet, purpose, duration);
    m_timers.push_back(m_session->startLimit(
        LiveSession::limitFor(purpose, granted), duration,
        [this, purpose, granted, duration] { limitPassed(purpose, granted, duration); }));
}

// The time that the peer is still owed. How long octets written one by one take, each after the
// acknowledgement of the one before, depends on the machine and is not the peer's fault: the granted time
// starts with the last of them.
Duration CaseRun::timeOwed(Duration granted) const
{
    if (m_spec.echo)
        return {};
    if (m_session->waitingOctets() > 0)
        return granted;
    const auto last = m_session->lastPacedWrite();
    return last ? granted - (m_time.now() - *last) : Duration{};
}

void CaseRun::limitPassed(TimerPurpose purpose, Duration granted, Duration after)
{
    // If the sending has not ended after this many extensions, the peer does not read.
    constexpr unsigned mostExtensions = 5;
    if (m_session->hasEnded())
        return;
    m_session->logTimer(RowKind::TimerFired, purpose, after);
    if (const Duration owed = timeOwed(granted); owed > Duration{} && m_extensions < mostExtensions) {
        ++m_extensions;
        startLimit(purpose, granted, owed);
        return;
    }
    m_ranOutOfTime = true;
    endEchoes();
    const Endpoint &endpoint = m_session->endpoint();
    // The closing handshake is complete, but the peer keeps the TCP connection open: no other timer will end
    // it.
    const bool isLeftOpen = endpoint.closeSent() && !endpoint.deadline();
    if (purpose == TimerPurpose::FailConnection)
        m_session->fail(close_code::goingAway);
    else if (isLeftOpen)
        m_session->drop();
    else
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
    result.stretched = m_session->longestStretch();
    result.timeScale = m_settings.timeScale;
    result.ranOutOfTime = m_ranOutOfTime;
    result.wasStopped = m_wasStopped;
    writeVerdict(result);
    m_done(std::move(result));
}

} // namespace fg
