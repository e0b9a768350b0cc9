#include "tests/ui/sessions/recording_test.h"

#include "protocol/session/file/session_file.h"
#include "tests/ui/peer_process.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/sessions/session_steps.h"
#include "tests/ui/window_driver.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QtEndian>

#include <csignal>
#include <cstdio>
#include <fstream>

#include <sys/resource.h>

namespace fg {

namespace {

// Runs a window in a separate process that sends messages to the peer, and kills it once it has shown them
// all.
void talkAndBeKilled(const QString &url, int messages)
{
    const QTemporaryDir settings;
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), settings.path());
    window.setProcessEnvironment(environment);
    window.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--talk-until-killed"), url, QString::number(messages)});
    QVERIFY(QTest::qWaitFor([&] { return window.canReadLine(); }, longMilliseconds));
    QCOMPARE(window.readLine(), QByteArray("shown\n"));
    window.kill();
    QVERIFY(window.waitForFinished());
    QCOMPARE(window.exitStatus(), QProcess::CrashExit);
}

// While this object exists, files of this process cannot grow beyond this number of octets.
class FullDisk
{
public:
    explicit FullDisk(rlim_t octets)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = octets;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
};

} // namespace

void RecordingTest::init() { forgetSettingsAndRecordings(); }

void RecordingTest::cleanup() { init(); }

void RecordingTest::aRunningSessionHasAFileThatIsRemovedWithIt()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendText(driver, "recorded");
    QCOMPARE(recorded().size(), 1);
    const QString file = sessionFolder() + QLatin1Char('/') + recorded().first();
    QVERIFY(rowsIn(file) >= std::size_t(driver.log()->model()->rowCount()));
    QVERIFY(contentOf(file).contains("recorded"));
    driver.close();
    QVERIFY(recorded().isEmpty());
}

void RecordingTest::recordingsOfAKilledWindowAreReopenedAndSaved()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    talkAndBeKilled(peer.url(), 20);
    QCOMPARE(recorded().size(), 1);
    const QTemporaryDir folder;
    const QString file = folder.filePath("saved.pcapng");
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        QVERIFY(driver.find<QLabel>("recoveryText")->text().contains("1 session"));
        QVERIFY(driver.find<QLabel>("recoveryNames")->text().contains(peer.url()));
        driver.click("reopenButton");
        QTRY_VERIFY(driver.rowWith("RX", "frame", "message 20") >= 0);
        for (int number = 1; number <= 20; ++number)
            QVERIFY(driver.rowWith("TX", "frame", QStringLiteral("message %1").arg(number)) >= 0);
        QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
        QTRY_COMPARE(driver.state(), QStringLiteral("incomplete, recording, not saved"));
        driver.press(Qt::Key_S);
        driver.acceptFile("saveSessionDialog", file);
        QTRY_COMPARE(driver.state(), QStringLiteral("incomplete, recording"));
        QVERIFY(recorded().isEmpty());
        driver.close();
    }
    WindowDriver driver;
    driver.drop(file);
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 20") >= 0);
    QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
}

void RecordingTest::recordingsOfAKilledWindowAreDiscardedOnlyWhenAskedFor()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    talkAndBeKilled(peer.url(), 1);
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("discardButton");
    answer(driver, "discardQuestion", "Cancel");
    QCOMPARE(recorded().size(), 1);
    QVERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("discardButton");
    answer(driver, "discardQuestion", "Delete");
    QVERIFY(recorded().isEmpty());
    QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
}

void RecordingTest::aRecoveryThatIsPutOffIsNotOfferedAgainButFound()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    talkAndBeKilled(peer.url(), 1);
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        // A second window that is open at the same time does not offer it.
        WindowDriver second;
        QTest::qWait(300);
        QVERIFY(!second.find<QWidget>("recoveryBar")->isVisible());
        driver.click("laterButton");
        QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
        second.close();
        driver.close();
    }
    {
        WindowDriver driver;
        QTest::qWait(300);
        QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
        // It is still there for who asks.
        driver.trigger("Reco&ver…");
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        QVERIFY(driver.find<QLabel>("recoveryText")->text().contains("1 session"));
        driver.click("reopenButton");
        QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
        driver.close();
    }
    // A session that was reopened but not saved is there, too, and nobody is asked about it again.
    WindowDriver third;
    QTest::qWait(300);
    QVERIFY(!third.find<QWidget>("recoveryBar")->isVisible());
    third.trigger("Reco&ver…");
    QTRY_VERIFY(third.find<QWidget>("recoveryBar")->isVisible());
    third.click("discardButton");
    answer(third, "discardQuestion", "Delete");
    QVERIFY(recorded().isEmpty());
}

void RecordingTest::whatIsNotSavedIsOfferedAgainAfterTheProgramWasAskedToEnd()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    {
        WindowDriver driver;
        QVERIFY(connectTo(driver, peer.url()));
        sendText(driver, "kept");
        driver.window().close();
        QVERIFY(driver.window().isVisible()); // It asks, but perhaps nobody is there to answer.
        driver.window().closeUnasked();
        QTRY_VERIFY(!driver.window().isVisible());
    }
    QCOMPARE(recorded().size(), 1);
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("reopenButton");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "kept") >= 0);
    // The connection was closed before the end, and that is in the recording.
    QVERIFY(driver.rowWith("TX", "frame", "1001") >= 0);
}

void RecordingTest::whatIsSavedIsNot()
{
    const QTemporaryDir folder;
    {
        WindowDriver driver;
        QVERIFY(driver.connectNow());
        sendText(driver, "kept");
        driver.click("disconnectButton");
        QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
        driver.press(Qt::Key_S);
        driver.acceptFile("saveSessionDialog", folder.filePath("saved.pcapng"));
        QTRY_VERIFY(QFile::exists(folder.filePath("saved.pcapng")));
        QTRY_VERIFY(!driver.find<QWidget>("jobBar")->isVisible());
        driver.window().closeUnasked();
        QTRY_VERIFY(!driver.window().isVisible());
    }
    QVERIFY(recorded().isEmpty());
}

void RecordingTest::aDeletedFileIsReportedAtOnceAndTheSessionContinues()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendText(driver, "before");
    QVERIFY(QDir(sessionFolder()).removeRecursively());
    QTest::qWait(300); // The window checks only this often whether the file still exists.
    sendText(driver, "after");
    QTRY_VERIFY(driver.trouble().contains("no longer recorded"));
    QVERIFY(driver.trouble().contains("No such file"));
    QCOMPARE(driver.state(), QStringLiteral("connected"));
    sendText(driver, "and on");
    QVERIFY(driver.rowWith("RX", "frame", "before") >= 0);
}

void RecordingTest::aFullDiskIsReportedAtOnceAndTheSessionContinues()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendText(driver, "before");
    constexpr rlim_t octets = 8'000;
    const FullDisk disk(octets);
    for (int number = 0; number < 60 && driver.trouble().isEmpty(); ++number)
        sendText(driver, QStringLiteral("message %1").arg(number));
    QTRY_VERIFY(driver.trouble().contains("no longer recorded"));
    QVERIFY(driver.trouble().contains("File too large"));
    QCOMPARE(driver.state(), QStringLiteral("connected"));
    sendText(driver, "goes on");
}

void RecordingTest::aFolderThatCannotBeMadeIsReportedAtOnceAndTheSessionContinues()
{
    QDir().mkpath(QFileInfo(sessionFolder()).path());
    std::ofstream(sessionFolder().toStdString()) << "no folder";
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    QTRY_VERIFY(driver.trouble().contains("no longer recorded"));
    QVERIFY(driver.trouble().contains("Not a directory"));
    sendText(driver, "goes on");
}

void RecordingTest::theStartRemovesOnlyFilesThatWereNeverWrittenTo()
{
    QDir().mkpath(sessionFolder());
    const QDir folder(sessionFolder());
    const QTemporaryDir samples;
    const QByteArray session =
        contentOf(writeSessions(samples, "a.pcapng", ExportFormat::Pcapng, {answeredSession(50)}));
    const auto write = [&](const char *name, const QByteArray &octets) {
        std::ofstream(folder.filePath(name).toStdString(), std::ios::binary)
            .write(octets.data(), octets.size());
    };
    QByteArray damaged = session;
    // The type of its second block is changed.
    damaged[qFromLittleEndian<qint32>(session.constData() + 4) + 4] = 1;
    write("damaged.pcapng", damaged);
    write("foreign.pcapng", QByteArray(2'000, 'x'));
    write("newer.pcapng", session.left(20) + QByteArray(700, 'x'));
    write("empty.pcapng", {});
    QFile::link(samples.filePath("a.pcapng"), folder.filePath("link.pcapng"));
    // These are the oldest files, which are checked last.
    const QString unused = QStringLiteral("20250101-000000-1-1.pcapng");
    static_cast<void>(SessionFile::create(folder.filePath(unused).toStdString()));
    write("20250101-000000-1-2.pcapng", {});
    WindowDriver driver;
    QTRY_VERIFY(!folder.exists(unused));
    QCOMPARE(
        recorded(),
        (QStringList{"damaged.pcapng", "empty.pcapng", "foreign.pcapng", "link.pcapng", "newer.pcapng"}));
    QTest::qWait(100);
    QVERIFY(!driver.find<QWidget>("recoveryBar")->isVisible());
}

void RecordingTest::theNewestIsOfferedHoweverManyUselessFilesThereAre()
{
    QDir().mkpath(sessionFolder());
    for (int number = 0; number < 300; ++number)
        std::ofstream(sessionFolder().toStdString() + "/20250101-000000-1-" + std::to_string(number)
                      + ".pcapng")
            << "of no use";
    const QTemporaryDir folder;
    QFile::copy(writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(3)}),
                sessionFolder() + "/20250101-000001-1-1.pcapng");
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    QCOMPARE(recorded().size(), 301);
}

void RecordingTest::aDamagedRecordingIsKeptWhenItsIntactPartIsSaved()
{
    const QTemporaryDir folder;
    QByteArray octets =
        contentOf(writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(2'000, 500)}));
    // These octets occur in no payload, so they are the start of a packet block.
    const qsizetype packet = octets.indexOf(QByteArray("\x06\0\0\0", 4), octets.size() / 2);
    octets.replace(packet + 4, 4, QByteArray(4, '\xFF'));
    QDir().mkpath(sessionFolder());
    std::ofstream(sessionFolder().toStdString() + "/left.pcapng", std::ios::binary)
        .write(octets.data(), octets.size());
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("reopenButton");
    QTRY_VERIFY(driver.trouble().contains("only in part"));
    QVERIFY(driver.trouble().contains("offset"));
    QVERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
    const QString file = folder.filePath("saved.pcapng");
    driver.press(Qt::Key_S);
    driver.acceptFile("saveSessionDialog", file);
    QTRY_VERIFY(QFile::exists(file));
    QTRY_COMPARE(driver.state(), QStringLiteral("incomplete, recording"));
    QCOMPARE(contentOf(sessionFolder() + "/left.pcapng"), octets);
    // Removing the reopened part does not delete the recording either.
    removeFirst(driver);
    QCOMPARE(driver.find<QAbstractItemView>("sessionList")->model()->rowCount(), 0);
    QCOMPARE(contentOf(sessionFolder() + "/left.pcapng"), octets);
    driver.close();
    WindowDriver second;
    second.trigger("Reco&ver…");
    QTRY_VERIFY(second.find<QWidget>("recoveryBar")->isVisible());
}

void RecordingTest::removingAReopenedRecordingAsksAndThenDeletesIt()
{
    const QTemporaryDir folder;
    QDir().mkpath(sessionFolder());
    QFile::copy(writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(3)}),
                sessionFolder() + "/left.pcapng");
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("reopenButton");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 3") >= 0);
    removeFirst(driver);
    answer(driver, "unsavedQuestion", "Cancel");
    QCOMPARE(recorded().size(), 1);
    removeFirst(driver);
    answer(driver, "unsavedQuestion", "Discard");
    QTRY_VERIFY(recorded().isEmpty());
    QCOMPARE(driver.find<QAbstractItemView>("sessionList")->model()->rowCount(), 0);
}

int talkUntilKilled(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Frameglass"));
    QCoreApplication::setApplicationName(QStringLiteral("FrameglassTest"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    WindowDriver driver;
    if (!connectTo(driver, QString::fromLocal8Bit(argv[2])))
        return 1;
    const int messages = QByteArray(argv[3]).toInt();
    for (int number = 1; number <= messages; ++number)
        sendText(driver, QStringLiteral("message %1").arg(number));
    std::puts("shown");
    std::fflush(stdout);
    return QApplication::exec();
}

} // namespace fg
