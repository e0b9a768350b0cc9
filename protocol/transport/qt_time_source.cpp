#include "protocol/transport/qt_time_source.h"

#include <QTimer>

#include <algorithm>
#include <limits>
#include <utility>

namespace fg {

namespace {

class QtTimer : public Timer
{
public:
    QtTimer(Duration delay, std::function<void()> action)
        : m_action(std::move(action))
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        // The action may destroy this timer, and must not be destroyed while it runs.
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { std::exchange(m_action, {})(); });
        m_timer.start(wholeMilliseconds(delay));
    }

private:
    // QTimer counts in int milliseconds.
    static std::chrono::milliseconds wholeMilliseconds(Duration delay)
    {
        using std::chrono::milliseconds;
        const auto longest = milliseconds(std::numeric_limits<int>::max());
        return std::clamp(std::chrono::ceil<milliseconds>(delay), milliseconds(0), longest);
    }

    QTimer m_timer;
    std::function<void()> m_action;
};

} // namespace

Duration QtTimeSource::now() const { return std::chrono::steady_clock::now().time_since_epoch(); }

std::unique_ptr<Timer> QtTimeSource::startTimer(Duration delay, std::function<void()> action)
{
    return std::make_unique<QtTimer>(delay, std::move(action));
}

} // namespace fg
