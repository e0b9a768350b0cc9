// Turns SIGINT, SIGTERM and SIGHUP into a call in the event loop: the user interrupts the program, somebody
// asks it to end, its terminal went away. After the first of them, SIGINT and SIGTERM end the program at
// once, and SIGHUP does a second later: a terminal that goes away sends more than one of them.
#pragma once

#include <functional>
#include <memory>

class QSocketNotifier;

namespace fg {

class StopSignal
{
public:
    // At most one object may exist at a time; it needs the application object. A SIGHUP that is ignored
    // already, as nohup does it, stays ignored.
    explicit StopSignal(std::function<void()> action);
    // Once a signal has come, SIGHUP stays ignored for its second, so that the last texts can be printed.
    ~StopSignal();
    StopSignal(const StopSignal &) = delete;
    StopSignal &operator=(const StopSignal &) = delete;

    // Until the first object is made, signals that are not ignored end the program at once, as interrupted
    // (ExitCode::Interrupted).
    static void endAtOnce();
    // A signal has come since the newest object was made.
    [[nodiscard]] static bool hasCome();
    // Can be read once a signal has come, for those who wait for something else; -1 without an object.
    [[nodiscard]] static int descriptor();
    // The terminal went away, so nobody misses what could not be printed.
    [[nodiscard]] static bool hasHungUp();

private:
    std::function<void()> m_action;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fg
