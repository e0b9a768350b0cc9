// Work aside from the window's thread. Whoever has such work holds a BackgroundJobs of its own, and what goes
// on there ends with it: nothing is delivered to anybody who is gone. job_bar.h shows the jobs that have a
// title and stops them; of the others a person sees only what comes of them.
//
// What a job works on has to be its own, or such that any thread may read it.
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

    struct Core; // what the threads have of it: they may outlast it

public:
    enum class Order : std::uint8_t {
        OneByOne, // each begins when the one before it has ended
        Together,
    };
    // What becomes of the jobs that have not ended when it goes. Nothing of them is delivered any more.
    enum class AtEnd : std::uint8_t {
        Finish, // all of them are done first: what they write is not lost
        Stop, // those that wait are left out; the others are told to stop, and waited for
        Abandon, // the same, but nobody waits: for work that cannot always stop soon, and leaves nothing
                 // behind
    };
    enum class Kind : std::uint8_t { Reading, Writing };

    // What a job has of the window while it runs, in its own thread.
    class Progress : public std::enable_shared_from_this<Progress>
    {
    public:
        // How far it is. False: it is to end.
        [[nodiscard]] bool goOn(std::uint64_t done, std::uint64_t all);
        [[nodiscard]] bool wasStopped() const { return m_stop.stop_requested(); }
        // For work that waits, or that knows no window.
        [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
        // Runs it in the window's thread, before what is to be done afterwards, unless the receiver is gone.
        void inWindow(std::function<void()> what);

    protected:
        Progress() = default;

    private:
        friend class BackgroundJobs;
        std::shared_ptr<Core> m_core;
        QPointer<QObject> m_receiver; // looked at in the window's thread alone
        std::atomic<int> m_percent = 0;
        std::stop_source m_stop;
    };
    using Work = std::function<void(Progress &)>;
    using Done = std::function<void(const Progress &)>;

    BackgroundJobs(Order order, AtEnd atEnd, QObject *parent = nullptr);
    ~BackgroundJobs() override;

    // One that the job bar shows. `work` runs in a thread, `done` afterwards in this one, unless `receiver`
    // is gone by then. Stopped before it began, it is done all the same, without the work.
    void start(const QString &title, QObject *receiver, Work work, Done done, Kind kind = Kind::Reading);
    // One that it does not show: `done` gets what `work` returns.
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
    // The same where nobody waits for anything.
    void start(Work work)
    {
        start(QString(), this, std::move(work), [](const Progress &) {});
    }

    // The job under way that is shown. The next one begins when it has heard of it.
    void stop();
    // Those that wait are left out, the others are told to stop, and nothing of any is delivered any more.
    void giveUp();

    // Of the jobs that are shown. There is one:
    [[nodiscard]] bool isBusy() const { return underWay() != nullptr; }
    // Something is being written, or waits to be.
    [[nodiscard]] bool isWriting() const;
    // Of the one under way.
    [[nodiscard]] QString title() const;
    [[nodiscard]] int percent() const;
    // How many there are after it.
    [[nodiscard]] std::size_t waiting() const;

signals:
    // A job that is shown began or ended.
    void changed();

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    [[nodiscard]] JobPtr underWay() const; // of those that are shown; null: there is none
    [[nodiscard]] bool has(const Progress &job) const;
    // Lets go of all.
    void drop();
    void ended(const JobPtr &job);

    const AtEnd m_atEnd;
    const std::shared_ptr<Core> m_core;
    std::vector<JobPtr> m_jobs; // those under way and those that wait, as they came
};

} // namespace fg
