#include "protocol/transport/qt_time_source.h"

#include "protocol/transport/lag_meter.h"

#include <QTimer>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace fg {

namespace {

class QtTimer : public Timer
{
public:
    QtTimer(Duration delay, std::function<void()> action)
        : m_due(std::chrono::steady_clock::now() + delay)
        , m_action(std::move(action))
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { ring(); });
        m_timer.start(wholeMilliseconds(delay));
    }

private:
    // A thread that was busy finds its timers and its sockets due together. Data that arrived in time must
    // not lose against a deadline only for that reason, so a late timer lets one turn of events run first.
    static constexpr auto lateness = std::chrono::milliseconds(5);

    void ring()
    {
        if (!std::exchange(m_hasLetOthersGo, true) && std::chrono::steady_clock::now() > m_due + lateness) {
            m_timer.start(0);
            return;
        }
        // The action may destroy this timer, and must not be destroyed itself while it runs.
        std::exchange(m_action, {})();
    }

    // QTimer counts in int milliseconds.
    static std::chrono::milliseconds wholeMilliseconds(Duration delay)
    {
        using std::chrono::milliseconds;
        const auto longest = milliseconds(std::numeric_limits<int>::max());
        return std::clamp(std::chrono::ceil<milliseconds>(delay), milliseconds(0), longest);
    }

    QTimer m_timer;
    std::chrono::steady_clock::time_point m_due;
    bool m_hasLetOthersGo = false;
    std::function<void()> m_action;
};

} // namespace

Duration QtTimeSource::now() const { return std::chrono::steady_clock::now().time_since_epoch(); }

std::unique_ptr<LagWatch> QtTimeSource::watchLag(Duration period) { return LagMeter::watch(period); }

std::unique_ptr<Timer> QtTimeSource::startTimer(Duration delay, std::function<void()> action)
{
    return std::make_unique<QtTimer>(delay, std::move(action));
}

} // namespace fg
