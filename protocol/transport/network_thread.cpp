#include "protocol/transport/network_thread.h"

#include <utility>

namespace fg {

NetworkThread::NetworkThread()
    : m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("network"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

NetworkThread::~NetworkThread()
{
    // Posted, not called: what was posted before runs first.
    post([this] { m_thread.quit(); });
    m_thread.wait();
}

void NetworkThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_worker, std::move(work), Qt::QueuedConnection);
}

} // namespace fg
