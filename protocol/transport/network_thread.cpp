#include "protocol/transport/network_thread.h"

#include <QCoreApplication>

#include <latch>
#include <utility>

namespace fg {

namespace {
thread_local QObject *ownerOfThread = nullptr;
}

NetworkThread::NetworkThread()
{
    std::latch started(1);
    m_thread = std::thread([this, &started] {
        QEventLoop loop;
        QObject worker;
        ownerOfThread = &worker;
        m_worker = &worker;
        m_loop = &loop;
        started.count_down();
        loop.exec();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    started.wait();
}

NetworkThread::~NetworkThread()
{
    // Posted, not called: what was posted before runs first.
    post([this] { m_loop->quit(); });
    m_thread.join();
}

QObject *NetworkThread::ownerHere() { return ownerOfThread ? ownerOfThread : QCoreApplication::instance(); }

void NetworkThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
}

} // namespace fg
