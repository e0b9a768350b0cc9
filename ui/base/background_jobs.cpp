#include "ui/base/background_jobs.h"

#include <algorithm>
#include <utility>

namespace fg {

bool BackgroundJobs::Progress::goOn(std::uint64_t done, std::uint64_t all)
{
    constexpr double hundred = 100;
    const double part = all > 0 ? static_cast<double>(done) / static_cast<double>(all) : 0;
    m_percent = static_cast<int>(hundred * std::clamp(part, 0.0, 1.0));
    return !m_isStopped;
}

// The jobs wait for their thread when they go, so the window's object is there.
void BackgroundJobs::Progress::inWindow(std::function<void()> what)
{
    QMetaObject::invokeMethod(&m_window, std::move(what), Qt::QueuedConnection);
}

BackgroundJobs::BackgroundJobs(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

BackgroundJobs::~BackgroundJobs()
{
    for (const Job &job : m_jobs)
        job.progress->m_isStopped = true;
    m_pool.waitForDone();
}

void BackgroundJobs::start(const QString &title, Work work, Done done, Kind kind)
{
    auto progress = std::make_shared<Progress>(*this);
    m_jobs.push_back({title, kind, progress});
    m_pool.start([this, progress, work = std::move(work), done = std::move(done)] {
        if (!progress->wasStopped())
            work(*progress);
        progress->inWindow([this, progress, done] {
            std::erase_if(m_jobs, [&](const Job &job) { return job.progress == progress; });
            done(*progress);
            emit changed();
        });
    });
    emit changed();
}

void BackgroundJobs::stop()
{
    if (!m_jobs.empty())
        m_jobs.front().progress->m_isStopped = true;
}

bool BackgroundJobs::isWriting() const
{
    return std::ranges::any_of(m_jobs, [](const Job &job) { return job.kind == Kind::Writing; });
}

QString BackgroundJobs::title() const { return m_jobs.empty() ? QString() : m_jobs.front().title; }

int BackgroundJobs::percent() const { return m_jobs.empty() ? 0 : m_jobs.front().progress->m_percent.load(); }

} // namespace fg
