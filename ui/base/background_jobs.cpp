#include "ui/base/background_jobs.h"

#include <QThreadPool>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>

namespace fg {

namespace {

// Most of the threads wait for a disk, so there are more threads than processors on a small machine: a slow
// file must not hold up the others.
constexpr int leastThreads = 16;

// The application waits for these threads at its end, even for abandoned jobs.
QThreadPool &threads()
{
    QThreadPool &pool = *QThreadPool::globalInstance();
    if (pool.maxThreadCount() < leastThreads)
        pool.setMaxThreadCount(leastThreads);
    return pool;
}

} // namespace

struct BackgroundJobs::Job : Progress
{
    QString title; // empty: the job is not shown
    Kind kind = Kind::Reading;
    Work work;
    Done done;

    [[nodiscard]] bool isShown() const { return !title.isEmpty(); }
};

struct BackgroundJobs::Core
{
    // Largest number of threads at work at a time.
    const std::size_t most;
    std::mutex mutex; // protects the members below
    std::condition_variable rest; // notified when a thread stops working
    std::deque<JobPtr> waiting; // not empty only while a thread is at work
    std::deque<JobPtr> finished; // not delivered yet; only the window's thread takes them out
    std::size_t atWork = 0; // number of threads
    BackgroundJobs *jobs = nullptr; // null: destroyed, and nothing is delivered any more

    // Runs in a thread of the pool until no job waits.
    void work();
    // Calls `what` in the window's thread, unless the BackgroundJobs object is destroyed by then.
    template <typename What> void post(What what)
    {
        const std::lock_guard lock(mutex);
        if (jobs)
            QMetaObject::invokeMethod(
                jobs, [to = jobs, what = std::move(what)] { what(*to); }, Qt::QueuedConnection);
    }
};

void BackgroundJobs::Core::work()
{
    std::unique_lock lock(mutex);
    while (!waiting.empty()) {
        JobPtr job = std::move(waiting.front());
        waiting.pop_front();
        lock.unlock();
        if (!job->wasStopped())
            job->work(*job);
        // Destroys the work here. The rest of the job, with `done`, is destroyed in the window's thread,
        // except that an abandoned job whose queue has gone is destroyed here.
        job->work = nullptr;
        lock.lock();
        if (jobs) {
            finished.push_back(std::move(job));
            QMetaObject::invokeMethod(
                jobs, [to = jobs] { to->deliver(); }, Qt::QueuedConnection);
        } else {
            lock.unlock();
            job.reset();
            lock.lock();
        }
    }
    --atWork;
    rest.notify_all();
}

bool BackgroundJobs::Progress::mayContinue(std::uint64_t done, std::uint64_t all)
{
    constexpr double hundred = 100;
    const double part = all > 0 ? static_cast<double>(done) / static_cast<double>(all) : 0;
    m_percent = static_cast<int>(hundred * std::clamp(part, 0.0, 1.0));
    return !wasStopped();
}

void BackgroundJobs::Progress::inWindow(std::function<void()> what)
{
    m_core->post([job = shared_from_this(), what = std::move(what)](const BackgroundJobs &to) {
        if (to.has(*job) && job->m_receiver)
            what();
    });
}

BackgroundJobs::BackgroundJobs(Order order, AtEnd atEnd, QObject *parent)
    : QObject(parent)
    , m_atEnd(atEnd)
    , m_core(new Core{.most = order == Order::OneByOne ? 1 : std::numeric_limits<std::size_t>::max()})
{
    m_core->jobs = this;
}

BackgroundJobs::~BackgroundJobs()
{
    if (m_atEnd != AtEnd::Finish)
        drop();
    std::deque<JobPtr> undelivered; // destroyed after the lock was released
    std::unique_lock lock(m_core->mutex);
    if (m_atEnd != AtEnd::Abandon)
        m_core->rest.wait(lock, [this] { return m_core->atWork == 0; });
    m_core->jobs = nullptr;
    undelivered.swap(m_core->finished);
}

void BackgroundJobs::start(const QString &title, QObject *receiver, Work work, Done done, Kind kind)
{
    const auto job = std::make_shared<Job>();
    job->m_core = m_core;
    job->m_receiver = receiver;
    job->title = title;
    job->kind = kind;
    job->work = std::move(work);
    job->done = std::move(done);
    m_jobs.push_back(job);
    {
        const std::lock_guard lock(m_core->mutex);
        m_core->waiting.push_back(job);
        if (m_core->atWork < m_core->most) {
            ++m_core->atWork;
            threads().start([core = m_core] { core->work(); });
        }
    }
    if (job->isShown())
        emit changed();
}

// Once for each finished job, because `done` may destroy this object.
void BackgroundJobs::deliver()
{
    JobPtr job;
    {
        const std::lock_guard lock(m_core->mutex);
        job = std::move(m_core->finished.front());
        m_core->finished.pop_front();
    }
    if (std::erase(m_jobs, job) == 0)
        return;
    if (job->m_receiver)
        job->done(*job);
    if (job->isShown())
        emit changed();
}

void BackgroundJobs::stop()
{
    if (const JobPtr job = underWay())
        job->m_stop.request_stop();
}

void BackgroundJobs::cancelAll()
{
    const bool wasBusy = isBusy();
    drop();
    if (wasBusy)
        emit changed();
}

void BackgroundJobs::drop()
{
    std::deque<JobPtr> dropped; // destroyed after the lock was released
    const std::lock_guard lock(m_core->mutex);
    dropped.swap(m_core->waiting);
    for (const JobPtr &job : m_jobs)
        job->m_stop.request_stop();
    m_jobs.clear();
}

bool BackgroundJobs::has(const Progress &job) const
{
    return std::ranges::any_of(m_jobs, [&job](const JobPtr &known) { return known.get() == &job; });
}

BackgroundJobs::JobPtr BackgroundJobs::underWay() const
{
    const auto shown = std::ranges::find_if(m_jobs, [](const JobPtr &job) { return job->isShown(); });
    return shown == m_jobs.end() ? nullptr : *shown;
}

bool BackgroundJobs::isWriting() const
{
    return std::ranges::any_of(
        m_jobs, [](const JobPtr &job) { return job->isShown() && job->kind == Kind::Writing; });
}

QString BackgroundJobs::title() const
{
    const JobPtr job = underWay();
    return job ? job->title : QString();
}

int BackgroundJobs::percent() const
{
    const JobPtr job = underWay();
    return job ? job->m_percent.load() : 0;
}

std::size_t BackgroundJobs::waiting() const
{
    const auto shown = std::ranges::count_if(m_jobs, [](const JobPtr &job) { return job->isShown(); });
    return shown == 0 ? 0 : static_cast<std::size_t>(shown) - 1;
}

} // namespace fg
