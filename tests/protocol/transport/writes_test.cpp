// How writes leave: counted as system calls in a trace, and with TLS as records on the wire.
#include "protocol/transport/socket_transport.h"
#include "tests/protocol/transport/loopback.h"
#include "tests/protocol/transport/tls_pair.h"
#include "tests/protocol/transport/write_probe.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>

namespace fg::test::writes_test {

namespace {

// Writes the texts one by one, each after the one before has left.
void writeAlone(Transport &transport, Recorder &recorder, const std::vector<std::string> &texts,
                WriteMode mode = WriteMode::Alone)
{
    std::size_t next = 0;
    const auto writeNext = [&](std::string_view notice) {
        if (notice == "drained" && next < texts.size())
            transport.write(octetsOf(texts[next++]), mode);
    };
    recorder.onNotice = writeNext;
    writeNext("drained");
    EXPECT_TRUE(waitUntil([&] { return next == texts.size() && transport.isDrained(); }));
    recorder.onNotice = [](std::string_view) {};
}

std::vector<std::string> numbered(std::string_view name)
{
    std::vector<std::string> texts;
    for (int i = 0; i < probeWrites; ++i)
        texts.push_back(std::string(name) + '-' + static_cast<char>('A' + i) + ';');
    return texts;
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const std::string &text : texts)
        all += text;
    return all;
}

// Connects, and waits until the last records of the handshake have passed (the server's tickets, RFC 8446
// 4.6.1), because they look like data.
bool startCounting(TlsPair &pair)
{
    if (!pair.connect())
        return false;
    pair.server->write(octetsOf("start"), WriteMode::Alone);
    const bool isQuiet = waitUntil([&] { return pair.clientRecorder.text() == "start"; });
    pair.clientRecorder.received.clear();
    pair.relay.forgetRecords();
    return isQuiet;
}

// The data arguments that contain `name`, of the traced writes to sockets or pipes.
std::vector<std::string> tracedWrites(const QString &traceFile, const QByteArray &name)
{
    QFile file(traceFile);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    std::vector<std::string> writes;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const auto begin = line.indexOf('"');
        const auto end = line.lastIndexOf('"');
        if (begin >= 0 && line.contains(name))
            writes.push_back(line.mid(begin + 1, end - begin - 1).toStdString());
    }
    return writes;
}

} // namespace

namespace {

TEST(Writes, AloneIsASystemWriteOfItsOwnAndBufferedOnesAreOneTogether)
{
    const QString strace = QStandardPaths::findExecutable("strace");
    if (strace.isEmpty())
        GTEST_SKIP() << "strace is not installed, so system calls cannot be counted";
    const QTemporaryDir folder;
    const QString trace = folder.filePath("trace");
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("ASAN_OPTIONS", "detect_leaks=0"); // leak detection does not work under ptrace
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(strace,
                  {"-f", "-s", "400", "-e", "trace=sendto,sendmsg,write,writev", "-o", trace,
                   QCoreApplication::applicationFilePath(), writeProbeArgument.data()});
    ASSERT_TRUE(process.waitForFinished(30'000));
    const QByteArray output = process.readAll();
    if (output.contains("ptrace") || output.contains("PTRACE"))
        GTEST_SKIP() << "this system does not permit tracing: " << output.toStdString();
    ASSERT_EQ(process.exitCode(), 0) << output.toStdString();

    EXPECT_EQ(tracedWrites(trace, "alone-"), numbered("alone"));
    EXPECT_EQ(tracedWrites(trace, "buffered-"), std::vector{joined(numbered("buffered"))});
}

TEST(Writes, AloneIsATlsRecordOfItsOwnAndBufferedOnesAreOneTogether)
{
    TlsPair pair;
    ASSERT_TRUE(startCounting(pair));

    const std::vector<std::string> alone = numbered("alone");
    writeAlone(*pair.client, pair.clientRecorder, alone);
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == joined(alone); }));
    // A TLS 1.3 record: the text, its inner type (1 octet) and the tag (16 octets).
    const std::size_t recordSize = alone.front().size() + 17;
    EXPECT_EQ(pair.relay.recordsFromClient(), std::vector<std::size_t>(alone.size(), recordSize));

    pair.relay.forgetRecords();
    pair.serverRecorder.received.clear();
    for (const std::string &text : alone)
        pair.client->write(octetsOf(text), WriteMode::Buffered);
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == joined(alone); }));
    EXPECT_EQ(pair.relay.recordsFromClient(), std::vector<std::size_t>{joined(alone).size() + 17});
}

TEST(Writes, AnAcceptedSocketWritesAloneAsWell)
{
    TlsPair pair;
    ASSERT_TRUE(startCounting(pair));
    const std::vector<std::string> alone = numbered("alone");
    writeAlone(*pair.server, pair.serverRecorder, alone);
    ASSERT_TRUE(waitUntil([&] { return pair.clientRecorder.text() == joined(alone); }));
    EXPECT_EQ(pair.relay.recordsFromServer(),
              std::vector<std::size_t>(alone.size(), alone.front().size() + 17));
}

TEST(Writes, AcknowledgedIsATlsRecordOfItsOwnAsWell)
{
    TlsPair pair;
    ASSERT_TRUE(startCounting(pair));
    const std::vector<std::string> paced = numbered("paced");
    writeAlone(*pair.client, pair.clientRecorder, paced, WriteMode::Acknowledged);
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == joined(paced); }));
    EXPECT_EQ(pair.relay.recordsFromClient(),
              std::vector<std::size_t>(paced.size(), paced.front().size() + 17));
}

// A peer whose system acknowledges received octets only on request, or after 40 ms.
class PacedWrites : public testing::Test
{
protected:
    using Clock = std::chrono::steady_clock;

    void SetUp() override
    {
        client = makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = {}});
        client->setListener(&recorder);
        client->open();
        peer.emplace(listener.accept());
        setAcknowledging(0);
        ASSERT_TRUE(waitUntil([this] { return recorder.has("ready") && client->isDrained(); }));
    }

    void setAcknowledging(int on) const
    {
        ASSERT_EQ(::setsockopt(peer->descriptor(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on), 0);
    }

    // Reads what has arrived, acknowledges it, and pauses, until `size` octets have arrived.
    [[nodiscard]] std::vector<std::string> readWithPauses(std::size_t size) const
    {
        std::vector<std::string> reads;
        std::size_t received = 0;
        std::array<char, 1000> octets;
        (void)waitUntil([&] {
            const auto count = ::recv(peer->descriptor(), octets.data(), octets.size(), MSG_DONTWAIT);
            if (count > 0) {
                reads.emplace_back(octets.data(), static_cast<std::size_t>(count));
                received += static_cast<std::size_t>(count);
                setAcknowledging(1);
                setAcknowledging(0);
                runLoopFor(std::chrono::milliseconds(3));
            }
            return received >= size;
        });
        return reads;
    }

    // The reads in which a peer that pauses between them receives the writes.
    [[nodiscard]] std::vector<std::string> readsOf(const std::vector<std::string> &texts, WriteMode mode)
    {
        std::size_t next = 0;
        const auto writeNext = [&](std::string_view notice) {
            if (notice == "drained" && next < texts.size())
                client->write(octetsOf(texts[next++]), mode);
        };
        recorder.onNotice = writeNext;
        writeNext("drained");
        std::vector<std::string> reads = readWithPauses(joined(texts).size());
        recorder.onNotice = [](std::string_view) {};
        return reads;
    }

    RawListener listener;
    Recorder recorder;
    std::unique_ptr<Transport> client;
    std::optional<RawSocket> peer;
};

TEST_F(PacedWrites, ArriveAsReadsOfTheirOwn)
{
    const std::vector<std::string> paced = numbered("paced");
    // On a busy machine a read may come later than the writer waits, so one successful round is enough.
    bool areSeparate = false;
    for (int round = 0; round < 20 && !areSeparate; ++round) {
        const std::vector<std::string> reads = readsOf(paced, WriteMode::Acknowledged);
        ASSERT_EQ(joined(reads), joined(paced));
        areSeparate = reads == paced;
    }
    EXPECT_TRUE(areSeparate);
    EXPECT_LT(readsOf(paced, WriteMode::Alone).size(), paced.size()); // nothing keeps these writes separate
}

TEST_F(PacedWrites, AreNotDrainedBeforeTheyAreAcknowledged)
{
    client->write(octetsOf("paced"), WriteMode::Acknowledged);
    EXPECT_FALSE(client->isDrained());
    EXPECT_FALSE(recorder.has("drained"));
    EXPECT_TRUE(waitUntil([this] { return recorder.has("drained"); }));
    EXPECT_TRUE(client->isDrained());
    client->write(octetsOf("alone"), WriteMode::Alone);
    EXPECT_TRUE(client->isDrained());
}

TEST_F(PacedWrites, WaitNoLongerThanTheirLimitForAPeerThatDoesNotAcknowledge)
{
    std::vector<Clock::duration> waits;
    for (int i = 0; i < 15; ++i) {
        const Clock::time_point start = Clock::now();
        client->write(octetsOf("x"), WriteMode::Acknowledged);
        ASSERT_TRUE(waitUntil([this] { return client->isDrained(); }));
        waits.push_back(Clock::now() - start);
    }
    std::sort(waits.begin(), waits.end());
    EXPECT_GE(waits.back(), std::chrono::milliseconds(10)); // no acknowledgement came
    // A system that delays acknowledgements does so for 40 ms. On a busy machine only some waits end in time.
    EXPECT_LT(waits.front(), std::chrono::milliseconds(40));
}

TEST_F(PacedWrites, WaitLessOnceThePeerHasHeldBackManyAcknowledgements)
{
    const auto write = [this] {
        const Clock::time_point start = Clock::now();
        client->write(octetsOf("x"), WriteMode::Acknowledged);
        EXPECT_TRUE(waitUntil([this] { return client->isDrained(); }));
        return Clock::now() - start;
    };
    for (int i = 0; i < 60; ++i) // an acknowledgement comes 40 ms late, for about every other write
        (void)write();
    const auto usual = [&write] {
        std::vector<Clock::duration> waits;
        std::generate_n(std::back_inserter(waits), 21, write);
        std::ranges::nth_element(waits, waits.begin() + 10);
        return waits[10];
    };
    // On a busy machine everything takes longer, so one successful round is enough.
    bool isShort = false;
    for (int round = 0; round < 20 && !isShort; ++round)
        isShort = usual() < std::chrono::milliseconds(10);
    EXPECT_TRUE(isShort);
}

TEST_F(PacedWrites, MayBeDroppedWhileTheyWait)
{
    client->write(octetsOf("last"), WriteMode::Acknowledged);
    client->drop();
    EXPECT_TRUE(client->isDrained());
    EXPECT_EQ(peer->receive(4), "last");
    EXPECT_TRUE(peer->endsInOrder());
    EXPECT_FALSE(recorder.has("drained"));
}

TEST_F(PacedWrites, EndWithTheStreamWhileTheyWait)
{
    client->write(octetsOf("last"), WriteMode::Acknowledged);
    peer->reset();
    EXPECT_TRUE(waitUntil([this] { return recorder.has("ended"); }));
    EXPECT_TRUE(client->isDrained());
}

TEST(Writes, BufferedAndAloneDoNotMix)
{
    TlsPair pair;
    ASSERT_TRUE(startCounting(pair));
    pair.client->write(octetsOf("buffered"), WriteMode::Buffered);
    pair.client->write(octetsOf("alone"), WriteMode::Alone);
    pair.client->write(octetsOf("after"), WriteMode::Buffered);
    ASSERT_TRUE(waitUntil([&] { return pair.serverRecorder.text() == "bufferedaloneafter"; }));
    EXPECT_EQ(pair.relay.recordsFromClient(), (std::vector<std::size_t>{8 + 17, 5 + 17, 5 + 17}));
}

} // namespace
} // namespace fg::test::writes_test

namespace fg::test {

int runWriteProbe()
{
    using namespace writes_test;
    const RawListener listener;
    Recorder recorder;
    const auto client = makeClientTransport({.host = "127.0.0.1", .port = listener.port(), .tls = {}});
    client->setListener(&recorder);
    client->open();
    RawSocket peer = listener.accept();
    if (!waitUntil([&] { return recorder.has("ready"); }))
        return 1;
    const std::vector<std::string> alone = numbered("alone");
    const std::vector<std::string> buffered = numbered("buffered");
    writeAlone(*client, recorder, alone);
    for (const std::string &text : buffered)
        client->write(octetsOf(text), WriteMode::Buffered);
    const std::string expected = joined(alone) + joined(buffered);
    return peer.receive(expected.size()) == expected ? 0 : 1;
}

} // namespace fg::test
