#include "protocol/transport/held_time.h"

#include <algorithm>
#include <utility>

namespace fg {

class HeldTime::Held final : public Timer
{
public:
    Held(HeldTime &time, Duration due, std::function<void()> action)
        : m_time(time)
        , m_due(due)
        , m_action(std::move(action))
    {
        m_time.m_timers.insert(this);
        if (!m_time.m_isHeld)
            resume();
    }
    ~Held() override { m_time.m_timers.erase(this); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;

    void pause() { m_running.reset(); }
    void resume()
    {
        const Duration left = std::max(Duration::zero(), m_due - m_time.now());
        m_running = m_time.m_source.startTimer(left, [this] { runOut(); });
    }

private:
    // The action may destroy this timer.
    void runOut()
    {
        m_time.m_timers.erase(this);
        const std::function<void()> action = std::move(m_action);
        action();
    }

    HeldTime &m_time;
    Duration m_due; // in this clock's time
    std::function<void()> m_action;
    std::unique_ptr<Timer> m_running; // null while time is held
};

// Sums up what the source lagged behind while time was not held.
class HeldTime::Watch final : public LagWatch
{
public:
    Watch(HeldTime &time, Duration period)
        : m_time(time)
        , m_period(period)
    {
        m_time.m_watches.insert(this);
        if (!m_time.m_isHeld)
            resume();
    }
    ~Watch() override { m_time.m_watches.erase(this); }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    [[nodiscard]] Duration lag() const override
    {
        return m_before + (m_running ? m_running->lag() : Duration::zero());
    }
    void pause()
    {
        m_before = lag();
        m_running.reset();
    }
    void resume() { m_running = m_time.m_source.watchLag(m_period); }

private:
    HeldTime &m_time;
    Duration m_period;
    Duration m_before{};
    std::unique_ptr<LagWatch> m_running; // null while time is held
};

HeldTime::HeldTime(TimeSource &source)
    : m_source(source)
{
}

void HeldTime::hold()
{
    if (m_isHeld)
        return;
    m_heldAt = now();
    m_isHeld = true;
    for (Held *timer : m_timers)
        timer->pause();
    for (Watch *watch : m_watches)
        watch->pause();
}

void HeldTime::release()
{
    if (!m_isHeld)
        return;
    m_isHeld = false;
    m_behind = m_source.now() - m_heldAt;
    for (Held *timer : m_timers)
        timer->resume();
    for (Watch *watch : m_watches)
        watch->resume();
}

Duration HeldTime::now() const { return m_isHeld ? m_heldAt : m_source.now() - m_behind; }

std::unique_ptr<LagWatch> HeldTime::watchLag(Duration period)
{
    return std::make_unique<Watch>(*this, period);
}

std::unique_ptr<Timer> HeldTime::startTimer(Duration delay, std::function<void()> action)
{
    if (delay <= Duration::zero())
        return m_source.startTimer({}, std::move(action));
    return std::make_unique<Held>(*this, now() + delay, std::move(action));
}

} // namespace fg
