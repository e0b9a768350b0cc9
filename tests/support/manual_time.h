// Time that passes only when a test says so, and a machine that is as busy as it says.
#pragma once

#include "protocol/transport/time_source.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace fg::test {

class ManualTime final : public TimeSource
{
public:
    [[nodiscard]] Duration now() const override { return m_now; }

    [[nodiscard]] std::unique_ptr<LagWatch> watchLag(Duration) override
    {
        return std::make_unique<Watch>(*this);
    }

    [[nodiscard]] std::unique_ptr<Timer> startTimer(Duration delay, std::function<void()> action) override
    {
        auto alarm = std::make_shared<Alarm>(Alarm{m_now + delay, m_started++, std::move(action)});
        m_alarms.push_back(alarm);
        return std::make_unique<Handle>(std::move(alarm));
    }

    // Runs everything that is due now, without letting time pass.
    void runDue() { advance({}); }

    // The number of timers that have not run yet.
    [[nodiscard]] std::size_t running() const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(m_alarms, [](const auto &alarm) { return bool(alarm->action); }));
    }

    // Lets time pass in which nothing of ours runs, as on a machine that runs other programs; then runs what
    // is due.
    void stall(Duration span)
    {
        m_now += span;
        m_lag += span;
        runDue();
    }

    // Lets time pass while our code runs: nothing else does.
    void pass(Duration span) { m_now += span; }

    // Lets time pass, and runs each timer at its time.
    void advance(Duration span)
    {
        const Duration until = m_now + span;
        for (;;) {
            std::erase_if(m_alarms, [](const auto &alarm) { return !alarm->action; });
            const auto next = std::ranges::min_element(
                m_alarms, {}, [](const auto &alarm) { return std::pair(alarm->at, alarm->order); });
            if (next == m_alarms.end() || (*next)->at > until)
                break;
            m_now = std::max(m_now, (*next)->at);
            std::exchange((*next)->action, {})();
        }
        m_now = until;
    }

private:
    struct Watch final : LagWatch
    {
        explicit Watch(const ManualTime &time)
            : m_time(time)
            , m_before(time.m_lag)
        {
        }
        [[nodiscard]] Duration lag() const override { return m_time.m_lag - m_before; }

        const ManualTime &m_time;
        Duration m_before;
    };
    struct Alarm
    {
        Duration at;
        std::size_t order;
        std::function<void()> action; // empty once run or stopped
    };
    struct Handle final : Timer
    {
        explicit Handle(std::shared_ptr<Alarm> alarm)
            : m_alarm(std::move(alarm))
        {
        }
        ~Handle() override { m_alarm->action = {}; }
        std::shared_ptr<Alarm> m_alarm;
    };

    Duration m_now{std::chrono::hours(1)};
    Duration m_lag{};
    std::size_t m_started = 0;
    std::vector<std::shared_ptr<Alarm>> m_alarms;
};

} // namespace fg::test
