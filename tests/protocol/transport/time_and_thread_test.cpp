#include "protocol/transport/network_thread.h"
#include "protocol/transport/qt_time_source.h"
#include "protocol/transport/socket_transport.h"
#include "protocol/transport/time_limit.h"
#include "tests/protocol/transport/loopback.h"

#include <QThread>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace fg::test::time_and_thread_test {
namespace {

using std::chrono::milliseconds;

TEST(QtTimeSource, ATimerRunsOnceAndNotBeforeItsTime)
{
    QtTimeSource time;
    int runs = 0;
    Duration at{};
    const Duration start = time.now();
    const auto timer = time.startTimer(milliseconds(20), [&] {
        ++runs;
        at = time.now();
    });
    EXPECT_TRUE(waitUntil([&] { return runs > 0; }));
    runLoopFor(milliseconds(30));
    EXPECT_EQ(runs, 1);
    EXPECT_GE(at - start, milliseconds(19)); // the kernel rounds too
}

// Keeps the event loop of this thread from running, as other programs do on a busy machine.
void keepBusy(Duration span)
{
    const QtTimeSource time;
    for (const Duration until = time.now() + span; time.now() < until;) { }
}

TEST(QtTimeSource, AThreadThatWasKeptFromRunningLaggedBehind)
{
    QtTimeSource time;
    const auto watch = time.watchLag(milliseconds(640)); // Looks every ten milliseconds.
    keepBusy(milliseconds(200));
    EXPECT_GE(watch->lag(), milliseconds(180)) << "before the event loop has run";
    runLoopFor(milliseconds(30));
    const Duration lag = watch->lag();
    EXPECT_GE(lag, milliseconds(180));
    const auto late = time.watchLag(milliseconds(640));
    EXPECT_LE(late->lag(), watch->lag() - lag) << "what was before a watch is not its lag";
}

TEST(QtTimeSource, ALimitIsLongerByTheTimeInWhichTheThreadDidNotRun)
{
    QtTimeSource time;
    bool hasPassed = false;
    const Duration start = time.now();
    const auto limit = startLimit(
        time, milliseconds(100), [&] { hasPassed = true; }, withoutLog);
    keepBusy(milliseconds(300));
    EXPECT_TRUE(waitUntil([&] { return hasPassed; }));
    EXPECT_GE(time.now() - start, milliseconds(380));
}

TEST(QtTimeSource, ADestroyedTimerNeverRuns)
{
    QtTimeSource time;
    bool hasRun = false;
    auto timer = time.startTimer(milliseconds(1), [&] { hasRun = true; });
    timer.reset();
    runLoopFor(milliseconds(20));
    EXPECT_FALSE(hasRun);
}

TEST(QtTimeSource, AnActionMayDestroyItsTimerAndStartAnother)
{
    QtTimeSource time;
    std::unique_ptr<Timer> timer;
    int runs = 0;
    timer = time.startTimer(milliseconds(1), [&] {
        ++runs;
        timer = time.startTimer(milliseconds(1), [&] {
            ++runs;
            timer.reset();
        });
    });
    EXPECT_TRUE(waitUntil([&] { return runs == 2; }));
    EXPECT_EQ(timer, nullptr);
}

TEST(NetworkThread, WorkRunsThereInOrderAndAllOfItBeforeTheEnd)
{
    std::vector<int> done;
    std::atomic<bool> isElsewhere = true;
    const QThread *mine = QThread::currentThread();
    {
        NetworkThread thread;
        for (int i = 0; i < 1000; ++i)
            thread.post([&, i] {
                done.push_back(i);
                if (QThread::currentThread() == mine)
                    isElsewhere = false;
            });
    }
    ASSERT_EQ(done.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
    EXPECT_TRUE(isElsewhere);
}

TEST(NetworkThread, TimersRunThere)
{
    QtTimeSource time;
    std::unique_ptr<Timer> timer;
    std::atomic<const QThread *> ran = nullptr;
    NetworkThread thread; // declared last, so that its work is done before the other objects are destroyed
    thread.post([&] { timer = time.startTimer(milliseconds(1), [&] { ran = QThread::currentThread(); }); });
    EXPECT_TRUE(waitUntil([&] { return ran != nullptr; }));
    EXPECT_NE(ran, QThread::currentThread());
    thread.post([&] { timer.reset(); });
}

TEST(NetworkThread, AThreadThatEndsTakesTheConnectionsDroppedInItAlong)
{
    const RawListener listener;
    Recorder recorder;
    std::atomic<bool> isReady = false;
    recorder.onNotice = [&](std::string_view) { isReady = true; };
    std::unique_ptr<Transport> client;
    auto thread = std::make_unique<NetworkThread>();
    thread->post([&] {
        client = makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = {}});
        client->setListener(&recorder);
        client->open();
    });
    RawSocket peer = listener.accept();
    ASSERT_TRUE(waitUntil([&] { return isReady.load(); }));
    thread->post([&] {
        client->write(octetsOf("goodbye"), WriteMode::Buffered);
        client.reset();
    });
    thread.reset();
    EXPECT_EQ(peer.receive(7), "goodbye");
    EXPECT_TRUE(peer.endsInOrder());
}

} // namespace
} // namespace fg::test::time_and_thread_test
