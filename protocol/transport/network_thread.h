// A thread with its own event loop for sockets and timers, so that the window never waits for traffic, nor
// traffic for the window.
//
// It is a std::thread and not a QThread because QThread::wait() returns before the operating system's thread
// has ended: what OpenSSL keeps for that thread could then outlive the program.
#pragma once

#include <QEventLoop>
#include <QObject>

#include <functional>
#include <thread>

namespace fg {

class NetworkThread
{
public:
    NetworkThread(); // starts the thread
    // Waits until all work posted before has run. Objects created in the thread must no longer exist by then:
    // post their destruction.
    ~NetworkThread();
    NetworkThread(const NetworkThread &) = delete;
    NetworkThread &operator=(const NetworkThread &) = delete;

    // Runs `work` in the thread, in the order of posting. Can be called from any thread, including this one.
    void post(std::function<void()> work);

    // The parent for an object that owns itself but must not outlive the event loop of the calling thread,
    // which is a NetworkThread's or the application's.
    [[nodiscard]] static QObject *ownerHere();

private:
    // Both are on the thread's stack.
    QObject *m_worker = nullptr;
    QEventLoop *m_loop = nullptr;
    std::thread m_thread;
};

} // namespace fg
