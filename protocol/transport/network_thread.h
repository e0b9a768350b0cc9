// A thread with an event loop of its own for sockets and timers, so that the window never waits for
// traffic nor traffic for the window.
//
// A std::thread and not a QThread: QThread::wait() returns before the operating system's thread has ended, so
// what OpenSSL keeps for it could outlive the program.
#pragma once

#include <QEventLoop>
#include <QObject>

#include <functional>
#include <thread>

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

    // The parent for what owns itself but must not outlive the event loop of the calling thread: that of a
    // NetworkThread or of the application.
    [[nodiscard]] static QObject *ownerHere();

private:
    // Both live on the thread's stack.
    QObject *m_worker = nullptr;
    QEventLoop *m_loop = nullptr;
    std::thread m_thread;
};

} // namespace fg
