// Work that a dialog has done aside from the window's thread, for the short time that it stands.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <utility>

namespace fg {

// `work` runs in a thread of the pool; `done` gets what came of it in the window's thread, unless `receiver`
// is gone by then. What `work` looks at has to be its own.
template <typename Work, typename Done> void runAside(QObject *receiver, Work work, Done done)
{
    QThreadPool::globalInstance()->start(
        [receiver = QPointer<QObject>(receiver), work = std::move(work), done = std::move(done)] {
            // Only the window's thread may look whether the receiver is still there.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [receiver, done, result = work()] {
                    if (receiver)
                        done(result);
                },
                Qt::QueuedConnection);
        });
}

} // namespace fg
