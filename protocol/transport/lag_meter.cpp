#include "protocol/transport/lag_meter.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fg {

namespace {

using namespace std::chrono_literals;

// The bell rings no more often than the shortest interval says, so that it costs next to nothing, and no
// less often than the longest one says.
constexpr Duration shortestInterval = 10ms;
constexpr Duration longestInterval = 10s;
constexpr int ringsInPeriod = 64;

// A timer is that late also on an idle machine: Qt counts in milliseconds, and the system wakes us a little
// later.
constexpr Duration usualLateness = 3ms;

Duration intervalFor(Duration period)
{
    return std::clamp(period / ringsInPeriod, shortestInterval, longestInterval);
}

} // namespace

class LagMeter::Watch final : public LagWatch
{
public:
    Watch(std::shared_ptr<LagMeter> meter, Duration interval)
        : m_meter(std::move(meter))
        , m_interval(interval)
    {
        m_meter->add(m_interval);
        m_before = m_meter->lag();
    }
    ~Watch() override { m_meter->remove(m_interval); }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    [[nodiscard]] Duration lag() const override { return m_meter->lag() - m_before; }

private:
    std::shared_ptr<LagMeter> m_meter;
    Duration m_interval;
    Duration m_before{};
};

std::unique_ptr<LagWatch> LagMeter::watch(Duration period)
{
    thread_local std::weak_ptr<LagMeter> meterOfThread;
    std::shared_ptr<LagMeter> meter = meterOfThread.lock();
    if (!meter)
        meterOfThread = meter = std::make_shared<LagMeter>();
    return std::make_unique<Watch>(std::move(meter), intervalFor(period));
}

LagMeter::LagMeter()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { ring(); });
}

Duration LagMeter::now() const { return std::chrono::steady_clock::now().time_since_epoch(); }

Duration LagMeter::lag() const { return m_sum + overdue(); }

// A limit that is late runs out in the same turn of the event loop as this timer, perhaps before it.
Duration LagMeter::overdue() const
{
    const Duration late = m_timer.isActive() ? now() - m_due : Duration::zero();
    return late > usualLateness ? late : Duration::zero();
}

void LagMeter::add(Duration interval)
{
    const bool isShorter = m_intervals.empty() || interval < *m_intervals.begin();
    m_intervals.insert(interval);
    if (!isShorter)
        return;
    m_sum += overdue();
    start();
}

void LagMeter::remove(Duration interval) { m_intervals.erase(m_intervals.find(interval)); }

void LagMeter::ring()
{
    const Duration late = now() - m_due;
    m_sum += late > usualLateness ? late : Duration::zero();
    start();
}

void LagMeter::start()
{
    const Duration interval = *m_intervals.begin();
    m_due = now() + interval;
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(interval));
}

} // namespace fg
