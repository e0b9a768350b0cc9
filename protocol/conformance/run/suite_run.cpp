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

// A time limit of the endpoint or of the case.
CaseEnd endOf(const CaseResult &result)
{
    const ClosingRecord closing = result.session->closing();
    const bool wasLate = closing.wasOpenHandshakeTimeout || closing.wasCloseHandshakeTimeout
        || closing.wasServerConnectionDropTimeout || result.ranOutOfTime;
    return wasLate && result.verdict.hasFailed() ? CaseEnd::OutOfTime : CaseEnd::Decided;
}

bool isKeptWaiting(const std::pair<const CaseSpec *const, CaseResult::Again> &again)
{
    return again.second == CaseResult::Again::KeptWaiting;
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
    m_active[&spec].patience =
        m_time.startTimer(scaled(patience, m_settings.timeScale), [this, &spec] { checkForAnswer(spec); });
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
        std::erase_if(m_again, isKeptWaiting);
        return;
    }
    m_server = Server::OneAtATime;
    m_listener(
        AgentOneAtATime{agent(), static_cast<std::size_t>(std::ranges::count_if(m_again, isKeptWaiting))});
}

void SuiteRun::caseEnded(const CaseSpec *spec, CaseResult result)
{
    const bool wasKeptWaiting = m_active[spec].isKeptWaiting;
    m_active.erase(spec);
    if (wasKeptWaiting && !m_stopped) {
        m_schedule.putBack(*spec);
        reportRepeat(*spec, CaseResult::Again::KeptWaiting);
    } else if (m_schedule.ended(*spec, m_time.now(), endOf(result))) {
        const auto again = m_again.find(spec);
        result.again = again == m_again.end() ? CaseResult::Again::No : again->second;
        if (m_server == Server::Suspected && result.again == CaseResult::Again::KeptWaiting && !m_stopped)
            judgeServer(result);
        m_listener(CaseEnded{agent(), std::move(result)});
    } else {
        reportRepeat(*spec, CaseResult::Again::Disturbed);
    }
    startCases();
}

void SuiteRun::reportRepeat(const CaseSpec &spec, CaseResult::Again why)
{
    m_again[&spec] = why;
    m_listener(CaseRunsAgain{agent(), &spec});
}

} // namespace fg
