// How writes leave: counted as system calls in a trace, and with TLS as records on their way.
#include "protocol/transport/socket_transport.h"
#include "tests/transport/loopback.h"
#include "tests/transport/tls_pair.h"
#include "tests/transport/write_probe.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace fg::test {

namespace {

// Writes the texts one by one, each when the one before has left.
void writeAlone(Transport &transport, Recorder &recorder, const std::vector<std::string> &texts)
{
    std::size_t next = 0;
    const auto writeNext = [&](std::string_view notice) {
        if (notice == "drained" && next < texts.size())
            transport.write(octetsOf(texts[next++]), WriteMode::Alone);
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

// Connects, and lets the handshake's last records pass (the server's tickets, RFC 8446 4.6.1), which look
// like data.
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

// The data arguments of the traced writes to sockets or pipes that hold `name`.
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

int runWriteProbe()
{
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
    environment.insert("ASAN_OPTIONS", "detect_leaks=0"); // which does not work under ptrace
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
    // A TLS 1.3 record: the text, its inner type (1) and the tag (16).
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
} // namespace fg::test
