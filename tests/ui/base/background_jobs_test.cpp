#include "tests/ui/base/background_jobs_test.h"

#include "ui/base/background_jobs.h"

#include <QSignalSpy>
#include <QThread>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <vector>

namespace fg {

namespace {

using AtEnd = BackgroundJobs::AtEnd;
using Order = BackgroundJobs::Order;
using Progress = BackgroundJobs::Progress;

// A job waits at the door until the test opens it.
class Door
{
public:
    void open() { m_promise.set_value(); }
    void wait() const { m_future.wait(); }
    [[nodiscard]] bool opensSoon() const
    {
        return m_future.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
    }

private:
    std::promise<void> m_promise;
    std::shared_future<void> m_future = m_promise.get_future().share();
};

// Reports progress until the job is asked to stop.
void reportUntilStopped(Progress &progress)
{
    while (progress.mayContinue(1, 2))
        QThread::msleep(1);
}

// Delivers the events posted to the window so far.
void deliver()
{
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents();
}

} // namespace

void BackgroundJobsTest::aResultComesBackInTheWindowsThread()
{
    BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
    QThread *workedIn = nullptr;
    QThread *deliveredIn = nullptr;
    jobs.start(
        this, [](Progress &) { return QThread::currentThread(); },
        [&](QThread *thread) {
            workedIn = thread;
            deliveredIn = QThread::currentThread();
        });
    QTRY_VERIFY(deliveredIn);
    QCOMPARE(deliveredIn, QThread::currentThread());
    QVERIFY(workedIn != deliveredIn);
}

void BackgroundJobsTest::oneByOneEachBeginsWhenTheOneBeforeHasEnded()
{
    constexpr int count = 50;
    BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
    std::atomic<int> atWork = 0;
    std::atomic<int> mostAtWork = 0;
    std::vector<int> worked; // only one thread at a time writes to it
    std::vector<int> delivered;
    for (int i = 0; i < count; ++i) {
        jobs.start(
            this,
            [&, i](Progress &) {
                mostAtWork = std::max(mostAtWork.load(), ++atWork);
                worked.push_back(i);
                QThread::yieldCurrentThread();
                --atWork;
                return i;
            },
            [&](int number) { delivered.push_back(number); });
    }
    QTRY_COMPARE(delivered.size(), std::size_t(count));
    QCOMPARE(mostAtWork.load(), 1);
    QVERIFY(std::ranges::is_sorted(worked));
    QVERIFY(std::ranges::is_sorted(delivered));
}

void BackgroundJobsTest::jobsTogetherDoNotWaitForOneAnother()
{
    BackgroundJobs jobs(Order::Together, AtEnd::Stop);
    Door door;
    std::atomic<bool> hasMet = false;
    int ended = 0;
    jobs.start(
        this, [&](Progress &) { return door.opensSoon(); },
        [&](bool met) {
            hasMet = met;
            ++ended;
        });
    jobs.start(
        this,
        [&](Progress &) {
            door.open();
            return true;
        },
        [&](bool) { ++ended; });
    QTRY_COMPARE(ended, 2);
    QVERIFY(hasMet);
}

// A long file must not hold up the history, even on a machine with one processor.
void BackgroundJobsTest::manyQueuesDoNotWaitForOneAnother()
{
    BackgroundJobs first(Order::OneByOne, AtEnd::Stop);
    BackgroundJobs second(Order::OneByOne, AtEnd::Stop);
    BackgroundJobs third(Order::OneByOne, AtEnd::Stop);
    BackgroundJobs last(Order::OneByOne, AtEnd::Finish);
    for (BackgroundJobs *const jobs : {&first, &second, &third})
        jobs->start(reportUntilStopped);
    bool isDone = false;
    last.start(
        this, [](Progress &) { return 1; }, [&](int) { isDone = true; });
    QTRY_VERIFY(isDone);
}

void BackgroundJobsTest::callsDuringTheWorkAreDeliveredBeforeItsEnd()
{
    BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
    QStringList delivered;
    const auto work = [&delivered](Progress &progress) {
        progress.inWindow([&delivered] { delivered += "first"; });
        progress.inWindow([&delivered] { delivered += "second"; });
    };
    jobs.start("Reading", this, work, [&delivered](const Progress &) { delivered += "end"; });
    QTRY_COMPARE(delivered, QStringList({"first", "second", "end"}));
}

void BackgroundJobsTest::nothingIsDeliveredToADestroyedReceiver()
{
    BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
    auto receiver = std::make_unique<QObject>();
    Door door;
    bool wasDelivered = false;
    const auto work = [&](Progress &progress) {
        door.wait();
        progress.inWindow([&wasDelivered] { wasDelivered = true; });
    };
    jobs.start("Reading", receiver.get(), work, [&wasDelivered](const Progress &) { wasDelivered = true; });
    jobs.start(
        receiver.get(), [](Progress &) { return 1; }, [&wasDelivered](int) { wasDelivered = true; });
    bool isOver = false;
    jobs.start(
        this, [](Progress &) { return 1; }, [&isOver](int) { isOver = true; });
    receiver.reset();
    door.open();
    QTRY_VERIFY(isOver);
    QVERIFY(!wasDelivered);
    QVERIFY(!jobs.isBusy()); // and the job has ended nevertheless
}

void BackgroundJobsTest::droppedJobsAreNotDelivered()
{
    BackgroundJobs jobs(Order::Together, AtEnd::Stop);
    QStringList delivered;
    Door hasRun;
    jobs.start(
        this,
        [&](Progress &) {
            hasRun.open();
            return QString("ended before it was given up");
        },
        [&](const QString &text) { delivered += text; });
    hasRun.wait();
    jobs.start(
        this,
        [](Progress &progress) {
            reportUntilStopped(progress);
            return QString("was under way");
        },
        [&](const QString &text) { delivered += text; });
    jobs.cancelAll();
    jobs.start(
        this, [](Progress &) { return QString("came afterwards"); },
        [&](const QString &text) { delivered += text; });
    QTRY_COMPARE(delivered, QStringList("came afterwards"));
    QTest::qWait(20);
    QCOMPARE(delivered.size(), 1);
}

// For example, a run is saved to the history even if the window is closed at once.
void BackgroundJobsTest::jobsToBeFinishedRunBeforeTheEnd()
{
    constexpr int count = 20;
    std::vector<int> written;
    bool wasDelivered = false;
    {
        BackgroundJobs jobs(Order::OneByOne, AtEnd::Finish);
        for (int i = 0; i < count; ++i) {
            jobs.start(
                this,
                [&written, i](Progress &progress) {
                    QThread::msleep(1);
                    if (!progress.wasStopped())
                        written.push_back(i);
                    return i;
                },
                [&wasDelivered](int) { wasDelivered = true; });
        }
    }
    QCOMPARE(written.size(), std::size_t(count));
    deliver();
    QVERIFY(!wasDelivered); // the receiver is destroyed with its jobs
}

void BackgroundJobsTest::aJobStartedByTheDestructorIsFinished()
{
    // Like SessionBook, this struct starts a clean-up job in its destructor, after its pending writes.
    struct Book
    {
        ~Book()
        {
            jobs.start([this](Progress &) { *lines += "removed"; });
        }
        QStringList *lines = nullptr;
        BackgroundJobs jobs{Order::OneByOne, AtEnd::Finish};
    };
    QStringList lines;
    {
        Book book{.lines = &lines};
        book.jobs.start([&lines](Progress &) {
            QThread::msleep(10);
            lines += "written";
        });
    }
    QCOMPARE(lines, QStringList({"written", "removed"}));
}

void BackgroundJobsTest::stoppedJobsAreWaitedForAtTheEnd()
{
    bool hasCleanedUp = false;
    bool hasOtherRun = false;
    bool wasDelivered = false;
    Door runs;
    {
        BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
        const auto work = [&](Progress &progress) {
            runs.open();
            reportUntilStopped(progress);
            progress.inWindow([&wasDelivered] { wasDelivered = true; });
            QThread::msleep(10);
            hasCleanedUp = true;
        };
        jobs.start("Writing", this, work, [&wasDelivered](const Progress &) { wasDelivered = true; });
        jobs.start([&hasOtherRun](Progress &) { hasOtherRun = true; });
        runs.wait();
    }
    QVERIFY(hasCleanedUp);
    QVERIFY(!hasOtherRun);
    deliver();
    QVERIFY(!wasDelivered);
}

void BackgroundJobsTest::abandonedJobsAreNotWaitedForAtTheEnd()
{
    const auto runs = std::make_shared<Door>();
    const auto door = std::make_shared<Door>();
    const auto wasStopped = std::make_shared<std::promise<bool>>();
    bool wasDelivered = false;
    {
        BackgroundJobs jobs(Order::Together, AtEnd::Abandon);
        jobs.start(
            this,
            [runs, door, wasStopped](Progress &progress) {
                runs->open();
                door->wait();
                progress.inWindow([] { QFAIL("The receiver was destroyed."); });
                wasStopped->set_value(progress.wasStopped());
                return 1;
            },
            [&wasDelivered](int) { wasDelivered = true; });
        runs->wait();
    }
    // The destructor has returned while the job still waits.
    door->open();
    QVERIFY(wasStopped->get_future().get());
    deliver();
    QTest::qWait(20);
    QVERIFY(!wasDelivered);
}

void BackgroundJobsTest::onlyJobsWithATitleAreShown()
{
    BackgroundJobs jobs(Order::Together, AtEnd::Stop);
    const QSignalSpy changes(&jobs, &BackgroundJobs::changed);
    bool isDone = false;
    jobs.start(
        this, [](Progress &) { return 1; }, [&isDone](int) { isDone = true; });
    QVERIFY(!jobs.isBusy());
    QTRY_VERIFY(isDone);
    QCOMPARE(changes.count(), 0);

    jobs.start(reportUntilStopped);
    const auto ignore = [](const Progress &) {};
    jobs.start("Reading a", this, reportUntilStopped, ignore);
    jobs.start("Writing b", this, reportUntilStopped, ignore, BackgroundJobs::Kind::Writing);
    QCOMPARE(changes.count(), 2);
    QVERIFY(jobs.isBusy());
    QVERIFY(jobs.isWriting());
    QCOMPARE(jobs.title(), QString("Reading a"));
    QCOMPARE(jobs.waiting(), std::size_t(1));
    QTRY_COMPARE(jobs.percent(), 50);
    jobs.stop();
    QTRY_COMPARE(jobs.title(), QString("Writing b"));
    QCOMPARE(jobs.waiting(), std::size_t(0));
    jobs.stop();
    QTRY_VERIFY(!jobs.isBusy());
    QVERIFY(!jobs.isWriting());
    QCOMPARE(changes.count(), 4);
}

// A person who presses Cancel twice gets two answers.
void BackgroundJobsTest::aShownJobStoppedEarlyIsDoneWithoutItsWork()
{
    BackgroundJobs jobs(Order::OneByOne, AtEnd::Stop);
    Door door;
    jobs.start([&door](Progress &) { door.wait(); });
    bool hasRun = false;
    bool wasDelivered = false;
    const auto work = [&hasRun](Progress &) { hasRun = true; };
    jobs.start("Reading", this, work,
               [&wasDelivered](const Progress &progress) { wasDelivered = progress.wasStopped(); });
    jobs.stop();
    door.open();
    QTRY_VERIFY(wasDelivered);
    QVERIFY(!hasRun);
}

// `done` may hold the last reference to an object of the window.
void BackgroundJobsTest::doneIsDestroyedInTheWindowsThread()
{
    const auto here = [](QThread **gone) {
        return std::shared_ptr<int>(new int(0), [gone](const int *held) {
            delete held;
            *gone = QThread::currentThread();
        });
    };
    constexpr int count = 200;
    QThread *const window = QThread::currentThread();
    std::vector<QThread *> goneIn(count);
    {
        BackgroundJobs jobs(Order::Together, AtEnd::Stop);
        for (int i = 0; i < count; ++i) {
            const auto held = here(&goneIn[static_cast<std::size_t>(i)]);
            jobs.start(
                this, [held](Progress &) { return *held; }, [held](int) {});
            deliver();
        }
    }
    QCOMPARE(std::ranges::count(goneIn, window), std::ptrdiff_t(count));
}

} // namespace fg
