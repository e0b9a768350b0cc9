// Work outside the window's thread. Each object that needs such work holds its own BackgroundJobs; the jobs
// end with it, and nothing is delivered to a destroyed receiver. job_bar.h shows the jobs that have a title
// and can stop them; jobs without a title are not shown.
//
// A job must own the data it works on, or the data must be safe to read from any thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace fg {

class BackgroundJobs final : public QObject
{
    Q_OBJECT

    struct Core; // shared with the threads, which may outlive this object

public:
    enum class Order : std::uint8_t {
        OneByOne, // each job starts after the previous one has ended
        Together,
    };
    // What happens to unfinished jobs in the destructor. Their results are not delivered any more.
    enum class AtEnd : std::uint8_t {
        Finish, // all of them run to their end first, so that what they write is not lost
        Stop, // waiting jobs are dropped; running ones are asked to stop and waited for
        Abandon, // as Stop, but without waiting: for work that cannot always stop soon and leaves no files
    };
    enum class Kind : std::uint8_t { Reading, Writing };

    // The running job's connection to the window; used in the job's thread.
    class Progress : public std::enable_shared_from_this<Progress>
    {
    public:
        // Reports the progress. False: the job has to end.
        [[nodiscard]] bool mayContinue(std::uint64_t done, std::uint64_t all);
        [[nodiscard]] bool wasStopped() const { return m_stop.stop_requested(); }
        // For work that waits, or that does not know this class.
        [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
        // Calls `what` in the window's thread, before `done`, unless the receiver is destroyed by then.
        void inWindow(std::function<void()> what);

    protected:
        Progress() = default;

    private:
        friend class BackgroundJobs;
        std::shared_ptr<Core> m_core;
        QPointer<QObject> m_receiver; // read in the window's thread only
        std::atomic<int> m_percent = 0;
        std::stop_source m_stop;
    };
    using Work = std::function<void(Progress &)>;
    using Done = std::function<void(const Progress &)>;

    BackgroundJobs(Order order, AtEnd atEnd, QObject *parent = nullptr);
    ~BackgroundJobs() override;

    // Starts a job that the job bar shows. `work` runs in a thread, `done` afterwards in this one, unless
    // `receiver` is destroyed by then. `done` is called even if the job was stopped before `work` began.
    void start(const QString &title, QObject *receiver, Work work, Done done, Kind kind = Kind::Reading);
    // Starts a job that is not shown: `done` gets the result of `work`.
    template <typename WorkToResult, typename DoneWithResult>
    void start(QObject *receiver, WorkToResult work, DoneWithResult done)
    {
        using Result = std::invoke_result_t<WorkToResult &, Progress &>;
        const auto result = std::make_shared<std::optional<Result>>();
        start(
            QString(), receiver,
            [result, work = std::move(work)](Progress &progress) mutable { result->emplace(work(progress)); },
            [result, done = std::move(done)](const Progress &) mutable {
                if (*result)
                    done(std::move(**result));
            });
    }
    // Starts a job that is not shown and delivers nothing.
    void start(Work work)
    {
        start(QString(), this, std::move(work), [](const Progress &) {});
    }

    // Asks the shown job under way to stop. The next one starts after it has ended.
    void stop();
    // Drops waiting jobs and asks running ones to stop; nothing of any job is delivered any more.
    void cancelAll();

    // About the jobs that are shown. True if there is one:
    [[nodiscard]] bool isBusy() const { return underWay() != nullptr; }
    // A shown job is writing, or waits to write.
    [[nodiscard]] bool isWriting() const;
    // Title and percentage of the shown job under way.
    [[nodiscard]] QString title() const;
    [[nodiscard]] int percent() const;
    // Number of shown jobs after it.
    [[nodiscard]] std::size_t waiting() const;

signals:
    // A shown job was started or has ended.
    void changed();

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    [[nodiscard]] JobPtr underWay() const; // the first shown job; null: none
    [[nodiscard]] bool has(const Progress &job) const;
    // Drops waiting jobs, asks running ones to stop, and forgets all of them.
    void drop();
    // Ends the first finished job.
    void deliver();

    const AtEnd m_atEnd;
    const std::shared_ptr<Core> m_core;
    std::vector<JobPtr> m_jobs; // running and waiting jobs in the order of their start
};

} // namespace fg
