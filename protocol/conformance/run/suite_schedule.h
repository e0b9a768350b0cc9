// Decides which cases of a run start when, and which of them run side by side. Knows neither connections nor
// a clock: the caller reports when cases start and end.
//
// Ordinary cases run side by side, those with the longest waits first, so that the waits overlap. Bulk cases
// keep a peer busy. There is never more than one of them, and one runs beside ordinary cases only while all
// of these just wait for seconds, and only if the measured pace of the peer says that it will take a fraction
// of a second. If it takes longer, the cases that waited beside it run again by themselves, so that no
// verdict depends on the number of jobs. So does, once, a case that failed because it ran out of time: the
// machine may have been too slow for the peer.
//
// Cases that compress run last, a few side by side and without other cases. They keep a peer busy as well,
// but have minutes of time.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <deque>
#include <map>
#include <set>
#include <vector>

namespace fg {

// How a case ended.
enum class CaseEnd : std::uint8_t {
    Decided, // The exchanged frames decided the verdict.
    OutOfTime, // It failed, and a time limit contributed to that.
};

class SuiteSchedule
{
public:
    // After this many cases in a row that ran out of time again by themselves, it is the server that is slow,
    // and further cases get no second chance. As soon as this many wait for theirs, they get it, before other
    // cases start.
    static constexpr unsigned enoughInVain = 10;
    // How many cases that compress may run side by side. This many keep a peer busy even while one of them
    // waits for us; more would only share its time.
    static constexpr std::size_t mostCompressing = 4;
    // The longest time that a bulk case may keep a peer busy beside other cases.
    static constexpr Duration longestBeside = std::chrono::milliseconds(250);

    SuiteSchedule(std::vector<const CaseSpec *> cases, unsigned jobs);

    // Returns a case to start now, which counts as running from this call on; null: none until another one
    // has ended.
    [[nodiscard]] const CaseSpec *startNext(Duration now);
    // The case has ended. True if its result counts; otherwise it was disturbed or ran out of time, and will
    // be returned again.
    [[nodiscard]] bool ended(const CaseSpec &spec, Duration now, CaseEnd end = CaseEnd::Decided);
    // The case has ended without a result, and will be the next one.
    void putBack(const CaseSpec &spec);
    // How many cases may run at once from now on.
    void setJobs(unsigned jobs) { m_jobs = jobs; }
    // No further case will start; the results of the running ones count.
    void stop();

    [[nodiscard]] std::size_t running() const { return m_running.size(); }
    [[nodiscard]] bool isDone() const;

private:
    struct Running
    {
        Duration since{};
        bool isDisturbed = false;
    };
    using Queue = std::deque<const CaseSpec *>;

    [[nodiscard]] Queue &queueOf(const CaseSpec &spec);
    [[nodiscard]] Queue *nextQueue();
    [[nodiscard]] bool areSecondChancesDue() const;
    [[nodiscard]] bool getsSecondChance(const CaseSpec &spec, CaseEnd end) const;
    [[nodiscard]] bool canRunBesideOthers(const CaseSpec &bulk) const;
    void measurePace(const CaseSpec &bulk, Duration took);

    unsigned m_jobs;
    Queue m_ordinary;
    Queue m_bulk;
    Queue m_compressing;
    Queue m_again; // Each of these runs alone.
    std::map<const CaseSpec *, Running> m_running;
    const CaseSpec *m_runningBulk = nullptr;
    bool m_isStopped = false;
    bool m_runsAlone = false; // A case of m_again is running.
    bool m_givesChances = false; // The cases in m_again come first, until there are none.
    std::set<const CaseSpec *> m_repeated; // Cases that are or were in m_again.
    unsigned m_inVain = 0; // Cases in a row that ran out of time again by themselves.
    bool m_mayOverlap = true; // No bulk case has taken longer than expected.
    std::optional<double> m_pace; // Nanoseconds for a unit of work; the slowest so far.
};

} // namespace fg
