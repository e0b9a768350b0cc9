#include "protocol/transport/network_thread.h"

#include <QCoreApplication>

#include <future>
#include <utility>

namespace fg {

namespace {
thread_local QObject *ownerOfThread = nullptr;
}

NetworkThread::NetworkThread()
{
    // Moved into the thread, because the thread may still use it when the wait here has ended.
    std::promise<void> started;
    const std::future<void> isStarted = started.get_future();
    m_thread = std::thread([this, started = std::move(started)]() mutable {
        QEventLoop loop;
        QObject worker;
        ownerOfThread = &worker;
        m_worker = &worker;
        m_loop = &loop;
        started.set_value();
        loop.exec();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    isStarted.wait();
}

NetworkThread::~NetworkThread()
{
    // Posted rather than called, so that everything posted before runs first.
    post([this] { m_loop->quit(); });
    m_thread.join();
}

QObject *NetworkThread::ownerHere() { return ownerOfThread ? ownerOfThread : QCoreApplication::instance(); }

void NetworkThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
}

} // namespace fg
