// Turns SIGINT and SIGTERM into a call in the event loop. The second signal ends the program at once.
#pragma once

#include <functional>
#include <memory>

class QSocketNotifier;

namespace fg {

class StopSignal
{
public:
    // At most one object may exist at a time; it needs the application object.
    explicit StopSignal(std::function<void()> action);
    ~StopSignal();
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;

private:
    std::function<void()> m_action;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fg
