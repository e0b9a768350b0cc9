#include "protocol/conformance/run/suite_run.h"

#include "protocol/session/live/target_heading.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

bool isOpen(const CaseRun &run)
{
    const ClosingRecord closing = run.session()->closing();
    return closing.openedAt && !closing.hasEnded();
}

bool isUnanswered(const CaseRun &run)
{
    return !run.session()->closing().hasEnded() && run.session()->statistics().in.octets == 0;
}

} // namespace

SuiteRun::SuiteRun(std::vector<const CaseSpec *> cases, Target target, const SuiteSettings &settings,
                   TimeSource &time, Entropy &entropy, RunListener listener)
    : m_givenTarget(std::make_shared<const Target>(target))
    , m_target(std::move(target))
    , m_settings(settings)
    , m_time(time)
    , m_entropy(entropy)
    , m_listener(std::move(listener))
    , m_schedule(std::move(cases), settings.jobs)
{
    // The offered extensions are part of a case, not of the target.
    m_target.extensions.clear();
}

SuiteRun::~SuiteRun() = default;

void SuiteRun::start() { startCases(); }

void SuiteRun::stop()
{
    m_stopped = true;
    m_schedule.stop();
    for (const auto &[spec, active] : m_active)
        active.run->stop();
    startCases();
}

void SuiteRun::startCases()
{
    while (const CaseSpec *const spec = m_schedule.startNext(m_time.now()))
        startCase(*spec);
    if (m_schedule.isDone() && !m_doneTimer)
        m_doneTimer = m_time.startTimer({}, [this] { m_listener(AgentDone{agent()}); });
}

void SuiteRun::startCase(const CaseSpec &spec)
{
    CaseRunSettings settings{.agent = m_target.agent,
                             .endpoint = caseEndpoint(m_target),
                             .record = m_settings.record,
                             .timeScale = m_settings.timeScale,
                             .recorder = m_settings.recorder,
                             .heading = headingFor(m_target)};
    ConnectSettings connection = connectSettings(m_target);
    connection.connectTimeout = scaled(connection.connectTimeout, m_settings.timeScale);
    Active &active = m_active[&spec];
    active.run = std::make_unique<CaseRun>(
        spec, std::move(settings), m_settings.connect(std::move(connection)), m_time, m_entropy,
        [this, &spec](CaseResult result) { caseEnded(&spec, std::move(result)); });
    if (m_server == Server::Unknown && m_settings.jobs > 1)
        watch(spec);
    m_listener(CaseStarted{agent(), &spec, active.run->session(), m_target.url, m_givenTarget});
    active.run->start();
}

void SuiteRun::watch(const CaseSpec &spec)
{
    m_active[&spec].patience = startLimit(
        m_time, scaled(patience, m_settings.timeScale), [this, &spec] { checkForAnswer(spec); }, withoutLog);
}

void SuiteRun::checkForAnswer(const CaseSpec &spec)
{
    if (m_server != Server::Unknown || !isUnanswered(*m_active[&spec].run))
        return;
    if (std::ranges::any_of(m_active, [](const auto &other) { return isOpen(*other.second.run); }))
        suspectServer();
    else
        watch(spec);
}

void SuiteRun::suspectServer()
{
    m_server = Server::Suspected;
    m_schedule.setJobs(1);
    for (auto &[spec, active] : m_active) {
        if (!isUnanswered(*active.run))
            continue;
        active.isKeptWaiting = true;
        active.run->stop();
    }
}

// Called with the result of a case that had the server to itself.
void SuiteRun::judgeServer(const CaseResult &result)
{
    if (!result.session->closing().openedAt) {
        m_server = Server::Many;
        m_schedule.setJobs(m_settings.jobs);
        std::erase_if(m_repeats, isKeptWaiting);
        return;
    }
    m_server = Server::OneAtATime;
    m_listener(
        AgentOneAtATime{agent(), static_cast<std::size_t>(std::ranges::count_if(m_repeats, isKeptWaiting))});
}

// A connection that could not be made in time is a sign of a busy machine only if others could be.
CaseEnd SuiteRun::endOf(const CaseResult &result) const
{
    const auto error = m_hasReached ? result.connectError() : std::nullopt;
    const bool wasLate = error && error->kind == TransportErrorKind::ConnectTimeout;
    return wasLate || result.hasFailedByTime() ? CaseEnd::OutOfTime : CaseEnd::Decided;
}

void SuiteRun::caseEnded(const CaseSpec *spec, CaseResult result)
{
    const bool wasKeptWaiting = m_active[spec].isKeptWaiting;
    m_active.erase(spec);
    m_hasReached = m_hasReached || !result.connectError();
    const CaseEnd end = endOf(result);
    const auto earlier = m_repeats.find(spec);
    const bool isJudge =
        m_server == Server::Suspected && earlier != m_repeats.end() && isKeptWaiting(*earlier);
    if (isJudge && !wasKeptWaiting && !m_stopped)
        judgeServer(result);
    if (wasKeptWaiting && !m_stopped) {
        m_schedule.putBack(*spec);
        reportRepeat(*spec, {CaseResult::Again::KeptWaiting, {}, {}});
    } else if (m_schedule.ended(*spec, m_time.now(), end)) {
        reportEnd(*spec, std::move(result));
    } else {
        const bool ranOut = end == CaseEnd::OutOfTime;
        const auto why = ranOut ? CaseResult::Again::OutOfTime : CaseResult::Again::Disturbed;
        const CaseVerdict verdict = result.verdict;
        reportRepeat(*spec, {why, verdict, std::move(result)});
    }
    startCases();
}

void SuiteRun::reportRepeat(const CaseSpec &spec, Repeat repeat)
{
    const CaseResult::Again why = repeat.why;
    m_repeats[&spec] = std::move(repeat);
    m_listener(CaseRunsAgain{agent(), &spec, why});
}

void SuiteRun::reportEnd(const CaseSpec &spec, CaseResult result)
{
    if (const auto found = m_repeats.find(&spec); found != m_repeats.end()) {
        Repeat &repeat = found->second;
        std::optional<CaseResult> first = std::exchange(repeat.first, std::nullopt);
        if (first && result.connectError()) {
            result = std::move(*first);
        } else {
            result.again = repeat.why;
            result.firstVerdict = repeat.firstVerdict;
        }
    }
    m_listener(CaseEnded{agent(), std::move(result)});
}

} // namespace fg
