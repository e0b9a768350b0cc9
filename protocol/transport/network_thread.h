// A thread with an event loop of its own for sockets and timers, so that the window never waits for
// traffic nor traffic for the window.
#pragma once

#include <QThread>

#include <functional>

namespace fg {

class NetworkThread
{
public:
    NetworkThread(); // starts it
    // Waits until all that was posted before has run. Objects made in the thread must be gone by then: post
    // their end.
    ~NetworkThread();
    NetworkThread(const NetworkThread &) = delete;
    NetworkThread &operator=(const NetworkThread &) = delete;

    // Runs `work` in the thread, in the order of posting. Callable from any thread, from its own as well.
    void post(std::function<void()> work);

private:
    QThread m_thread;
    QObject *m_worker = nullptr; // lives in the thread, and ends with it
};

} // namespace fg
