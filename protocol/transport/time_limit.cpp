#include "protocol/transport/time_limit.h"

#include "protocol/text/text_tools.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fg {

namespace {

class TimeLimit final : public Timer
{
public:
    TimeLimit(TimeSource &time, Duration limit, std::function<void()> passed, StretchNotice stretched)
        : m_time(time)
        , m_limit(std::max(limit, Duration::zero()))
        , m_passed(std::move(passed))
        , m_stretched(std::move(stretched))
        , m_since(time.now())
        , m_lag(time.watchLag(m_limit))
    {
        wait(m_limit);
    }

private:
    void wait(Duration delay)
    {
        m_timer = m_time.startTimer(delay, [this] { due(); });
    }

    void due()
    {
        const Duration most = scaled(m_limit, mostStretched - 1);
        const Duration by = std::min(m_lag->lag(), most);
        const Duration left = m_limit + by - (m_time.now() - m_since);
        if (left > Duration::zero() && left >= m_limit / leastStretchedPart) {
            goOn(by, left);
            return;
        }
        if (m_by > m_announced)
            tell(Stretch::Moment::Ended);
        // The call may destroy this limit, and must not be destroyed itself while it runs.
        std::exchange(m_passed, {})();
    }

    void goOn(Duration by, Duration left)
    {
        m_by = by;
        if (m_announced == Duration::zero()) {
            m_announced = m_by;
            tell(Stretch::Moment::Begins);
        }
        wait(left);
    }

    void tell(Stretch::Moment moment) const { m_stretched({.moment = moment, .limit = m_limit, .by = m_by}); }

    TimeSource &m_time;
    Duration m_limit;
    std::function<void()> m_passed;
    StretchNotice m_stretched;
    Duration m_since;
    Duration m_by{}; // By how much it is stretched.
    Duration m_announced{}; // The part of that in Stretch::Moment::Begins.
    std::unique_ptr<LagWatch> m_lag;
    std::unique_ptr<Timer> m_timer;
};

} // namespace

std::string stretchSentence(const NamedLimit &limit, const Stretch &stretch)
{
    const auto by = std::chrono::ceil<std::chrono::milliseconds>(stretch.by);
    const std::string_view is = stretch.moment == Stretch::Moment::Begins ? " is " : " was in the end ";
    return std::string(limit.name) + " (" + secondsText(limit.whole) + " s)" + std::string(is)
        + secondsText(by) + " s longer, because this machine kept us from running for that long.";
}

std::unique_ptr<Timer> startLimit(TimeSource &time, Duration limit, std::function<void()> passed,
                                  StretchNotice stretched)
{
    return std::make_unique<TimeLimit>(time, limit, std::move(passed), std::move(stretched));
}

} // namespace fg
