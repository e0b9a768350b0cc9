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
}

void HeldTime::release()
{
    if (!m_isHeld)
        return;
    m_isHeld = false;
    m_behind = m_source.now() - m_heldAt;
    for (Held *timer : m_timers)
        timer->resume();
}

Duration HeldTime::now() const { return m_isHeld ? m_heldAt : m_source.now() - m_behind; }

std::unique_ptr<Timer> HeldTime::startTimer(Duration delay, std::function<void()> action)
{
    if (delay <= Duration::zero())
        return m_source.startTimer({}, std::move(action));
    return std::make_unique<Held>(*this, now() + delay, std::move(action));
}

} // namespace fg
