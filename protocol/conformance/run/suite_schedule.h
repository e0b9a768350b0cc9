// Which cases of a run start when, and which of them side by side. Knows neither connections nor a clock:
// what is under way is told to it.
//
// Ordinary cases run side by side, those with the longest waits first, so that waits overlap. Bulk cases keep
// a peer busy: never two at once, and beside ordinary cases only where all of these just wait for seconds,
// and only as long as the peer has shown that it will be through in a fraction of one. Where that was a
// mistake, what waited beside it runs again by itself, so that no verdict depends on how many run side by
// side. So does a case that ran out of time beside others and failed: it may be the machine that was late.
//
// Cases that compress come last, a few beside each other and nothing else: they keep a peer busy as well, but
// have minutes for it.
#pragma once

#include "protocol/conformance/cases/case_spec.h"

#include <deque>
#include <map>
#include <vector>

namespace fg {

// How a case came to its end.
enum class CaseEnd : std::uint8_t {
    Decided, // by what was exchanged
    OutOfTime, // it has failed, and a time limit had a part in that
};

class SuiteSchedule
{
public:
    // Cases that run again because they ran out of time. A server for which more do is that slow.
    static constexpr unsigned mostSecondChances = 20;
    // Cases that compress, side by side: so many keep a peer busy also while one of them waits for us, and
    // more would only share its time.
    static constexpr std::size_t mostCompressing = 4;
    // The longest that a bulk case may keep a peer busy beside others.
    static constexpr Duration longestBeside = std::chrono::milliseconds(250);

    SuiteSchedule(std::vector<const CaseSpec *> cases, unsigned jobs);

    // A case to start now, which is under way from here on; null: none before another one has ended.
    [[nodiscard]] const CaseSpec *take(Duration now);
    // The case is over. Whether its result counts: otherwise it was disturbed and will be given out again.
    [[nodiscard]] bool ended(const CaseSpec &spec, Duration now, CaseEnd end = CaseEnd::Decided);
    // The case is over without a result, and is to be the next.
    void putBack(const CaseSpec &spec);
    // How many may be under way at once from here on.
    void setJobs(unsigned jobs) { m_jobs = jobs; }
    // Gives out no more; what is still under way counts as it ends.
    void stop();

    [[nodiscard]] std::size_t running() const { return m_running.size(); }
    [[nodiscard]] bool isDone() const;

private:
    struct Running
    {
        Duration since{};
        bool isDisturbed = false;
        bool hadCompany = false; // another case was under way
    };
    using Queue = std::deque<const CaseSpec *>;

    [[nodiscard]] Queue &queueOf(const CaseSpec &spec);
    [[nodiscard]] Queue *nextQueue();
    [[nodiscard]] bool canRunBesideOthers(const CaseSpec &bulk) const;
    void learn(const CaseSpec &bulk, Duration took);

    unsigned m_jobs;
    Queue m_ordinary;
    Queue m_bulk;
    Queue m_compressing;
    Queue m_again; // each with nothing beside it
    std::map<const CaseSpec *, Running> m_running;
    const CaseSpec *m_runningBulk = nullptr;
    bool m_isStopped = false;
    bool m_runsAlone = false; // a case of m_again is under way
    unsigned m_secondChances = 0; // given so far
    bool m_mayOverlap = true; // no guess about bulk cases was wrong yet
    std::optional<double> m_pace; // nanoseconds for a unit of work, at the slowest so far
};

} // namespace fg
