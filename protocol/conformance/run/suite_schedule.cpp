#include "protocol/conformance/run/suite_schedule.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// The approximate time for one octet that is written separately: the peer has read it before the next one is
// sent (ChopPace::Acknowledged).
constexpr Duration chopTime = std::chrono::milliseconds(3);

struct Pace
{
    Duration waits{};
    Duration chops{};
};

Pace paceOf(const CaseSpec &spec)
{
    Pace pace;
    for (const CaseStep &step : spec.steps) {
        if (const auto *const wait = std::get_if<WaitStepSpec>(&step))
            pace.waits += wait->duration;
        else if (const auto *const frame = std::get_if<FrameStepSpec>(&step); frame && frame->chop > 0)
            pace.chops += chopTime * (frame->payload.length() / frame->chop + 1);
    }
    return pace;
}

// True if a delay of less than a second cannot change the outcome of the case.
bool isPatient(const CaseSpec &spec)
{
    const Pace pace = paceOf(spec);
    return pace.waits > Duration{} && pace.chops == Duration{};
}

Duration expectedTime(const CaseSpec &spec)
{
    const Pace pace = paceOf(spec);
    return pace.waits + pace.chops;
}

// The work of a bulk case for the peer, in octets. A round trip, and each frame or write of a message, is
// counted as the number of octets that cost about as much.
double workOf(const CaseSpec &bulk)
{
    constexpr std::uint64_t perRoundTrip = 4096;
    constexpr std::uint64_t perPiece = 256;
    const EchoSpec &echo = *bulk.echo;
    const std::uint64_t length = echo.length();
    const std::size_t piece = echo.message.fragment > 0 ? echo.message.fragment : echo.chop;
    const std::uint64_t pieces = piece > 0 ? length / piece : 0;
    return static_cast<double>(echo.count * (perRoundTrip + length + perPiece * pieces));
}

bool isCompressing(const CaseSpec &spec) { return !spec.deflate.empty(); }

// Used before a pace is measured: only the smallest bulk cases count as short.
constexpr double firstPace = 1000;

} // namespace

SuiteSchedule::SuiteSchedule(std::vector<const CaseSpec *> cases, unsigned jobs)
    : m_jobs(std::max(1u, jobs))
{
    for (const CaseSpec *const spec : cases)
        queueOf(*spec).push_back(spec);
    // Cases that run one after another keep the order of the case set.
    if (m_jobs == 1)
        return;
    std::ranges::stable_sort(m_ordinary, std::ranges::greater{},
                             [](const CaseSpec *spec) { return expectedTime(*spec); });
    std::ranges::stable_sort(m_bulk, {}, [](const CaseSpec *spec) { return workOf(*spec); });
    // The longest first, so that none of them is left to run by itself at the end.
    std::ranges::stable_sort(m_compressing, std::ranges::greater{},
                             [](const CaseSpec *spec) { return workOf(*spec); });
}

SuiteSchedule::Queue &SuiteSchedule::queueOf(const CaseSpec &spec)
{
    if (isCompressing(spec))
        return m_compressing;
    return spec.echo ? m_bulk : m_ordinary;
}

const CaseSpec *SuiteSchedule::startNext(Duration now)
{
    Queue *const queue = m_running.size() < m_jobs ? nextQueue() : nullptr;
    if (!queue)
        return nullptr;
    m_runsAlone = queue == &m_again;
    m_givesChances = areSecondChancesDue();
    const CaseSpec *const spec = queue->front();
    queue->pop_front();
    m_running[spec] = {.since = now};
    if (queue == &m_bulk)
        m_runningBulk = spec;
    return spec;
}

SuiteSchedule::Queue *SuiteSchedule::nextQueue()
{
    if (m_runningBulk || m_runsAlone)
        return nullptr;
    if (areSecondChancesDue())
        return m_running.empty() ? &m_again : nullptr;
    if (!m_running.empty() && isCompressing(*m_running.begin()->first)) {
        const bool isNext = m_ordinary.empty() && m_bulk.empty() && !m_compressing.empty();
        return isNext && m_running.size() < mostCompressing ? &m_compressing : nullptr;
    }
    if (!m_ordinary.empty())
        return &m_ordinary;
    if (!m_bulk.empty())
        return m_running.empty() || canRunBesideOthers(*m_bulk.front()) ? &m_bulk : nullptr;
    if (!m_running.empty())
        return nullptr;
    if (!m_again.empty())
        return &m_again;
    return m_compressing.empty() ? nullptr : &m_compressing;
}

// Once they begin, all of them have their turn: before each the other cases have to end.
bool SuiteSchedule::areSecondChancesDue() const
{
    return m_again.size() >= enoughInVain || (m_givesChances && !m_again.empty());
}

bool SuiteSchedule::getsSecondChance(const CaseSpec &spec, CaseEnd end) const
{
    return end == CaseEnd::OutOfTime && !m_repeated.contains(&spec) && m_inVain < enoughInVain;
}

bool SuiteSchedule::canRunBesideOthers(const CaseSpec &bulk) const
{
    return m_mayOverlap
        && m_pace.value_or(firstPace) * workOf(bulk) <= static_cast<double>(longestBeside.count())
        && std::ranges::all_of(m_running, [](const auto &running) { return isPatient(*running.first); });
}

bool SuiteSchedule::ended(const CaseSpec &spec, Duration now, CaseEnd end)
{
    const Running ended = m_running.extract(&spec).mapped();
    if (std::exchange(m_runsAlone, false))
        m_inVain = end == CaseEnd::OutOfTime ? m_inVain + 1 : 0;
    bool isDisturbed = ended.isDisturbed;
    if (&spec == m_runningBulk) {
        m_runningBulk = nullptr;
        measurePace(spec, now - ended.since);
    } else if (m_runningBulk) {
        isDisturbed = isDisturbed || now - m_running.at(m_runningBulk).since > longestBeside;
    }
    if (m_isStopped || (!isDisturbed && !getsSecondChance(spec, end)))
        return true;
    if (isDisturbed)
        m_mayOverlap = false;
    m_again.push_back(&spec);
    m_repeated.insert(&spec);
    return false;
}

void SuiteSchedule::measurePace(const CaseSpec &bulk, Duration took)
{
    m_pace = std::max(m_pace.value_or(0), static_cast<double>(took.count()) / workOf(bulk));
    if (took <= longestBeside || m_running.empty())
        return;
    m_mayOverlap = false;
    for (auto &[spec, running] : m_running)
        running.isDisturbed = true;
}

void SuiteSchedule::putBack(const CaseSpec &spec)
{
    m_running.erase(&spec);
    m_runsAlone = false;
    if (m_runningBulk == &spec)
        m_runningBulk = nullptr;
    queueOf(spec).push_front(&spec);
}

void SuiteSchedule::stop()
{
    m_isStopped = true;
    m_ordinary.clear();
    m_bulk.clear();
    m_compressing.clear();
    m_again.clear();
}

bool SuiteSchedule::isDone() const
{
    return m_running.empty() && m_ordinary.empty() && m_bulk.empty() && m_compressing.empty()
        && m_again.empty();
}

} // namespace fg
