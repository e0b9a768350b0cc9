#include "tests/ui/sessions/open_test.h"

#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/bench/session_book.h"
#include "ui/kit/hex_view.h"
#include "ui/sessions/recent_files.h"

#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QThread>

#include <atomic>
#include <memory>

#include <sys/stat.h>

namespace fg {

namespace {

// An HTTP Archive in the form that a browser writes.
constexpr char archive[] =
    R"({"log": {"version": "1.2", "creator": {"name": "b", "version": "1"}, "entries": [
{"startedDateTime": "2024-01-02T03:04:05.678Z", "time": 1.5,
"request": {"method": "GET", "url": "wss://example.org/chat", "httpVersion": "HTTP/1.1", "headers": []},
"response": {"status": 101, "statusText": "Switching Protocols", "httpVersion": "HTTP/1.1", "headers": []},
"_webSocketMessages": [
 {"type": "send", "time": 1704164645.7, "opcode": 1, "data": "from the browser"},
 {"type": "receive", "time": 1704164645.8, "opcode": 2, "data": "AAEC/w=="}]}]}})";

void open(WindowDriver &driver, const QString &file)
{
    driver.trigger("&Open…");
    driver.acceptFile("openDialog", file);
}

bool isIdle(const WindowDriver &driver) { return !driver.find<QWidget>("jobBar")->isVisible(); }

} // namespace

void OpenTest::init() { QSettings().clear(); }

void OpenTest::aSessionFileOpensWithAllItsConnections()
{
    const QTemporaryDir folder;
    const QString file = writeSessions(folder, "three.pcapng", ExportFormat::Pcapng,
                                       {answeredSession(1), answeredSession(2), answeredSession(3)});
    WindowDriver driver;
    open(driver, file);
    auto *list = driver.find<QAbstractItemView>("sessionList");
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QTRY_VERIFY(isIdle(driver));
    QVERIFY(driver.trouble().isEmpty());
    // The first session is shown, and each is marked as a recording.
    QVERIFY(driver.window().windowTitle().startsWith("three.pcapng 1  "));
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by the peer, recording"));
    QVERIFY(!list->model()->index(0, SessionBook::Title).data(Qt::DecorationRole).isNull());
    driver.clickCell(list, list->model()->index(2, 0));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 3") >= 0);
    driver.clickCell(list, list->model()->index(0, 0));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
    QVERIFY(driver.rowWith("RX", "frame", "message 3") < 0);
    // A new session is the last tab.
    QVERIFY(driver.connectNow());
    QCOMPARE(driver.find<QAbstractItemView>("sessionList")->currentIndex().row(), 3);
    QCOMPARE(list->model()->rowCount(), 4);
}

void OpenTest::everyPanelShowsARecording()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    driver.window().open(writeSessions(folder, "one.pcapng", ExportFormat::Pcapng, {answeredSession(4)}));
    QTRY_VERIFY(driver.rowWith("TX", "frame", "message 4") >= 0);
    driver.showTab("handshakeDock");
    QTRY_VERIFY(driver.find<QPlainTextEdit>("requestText")->toPlainText().startsWith("GET /talk HTTP/1.1"));
    driver.showTab("closingDock");
    QTRY_COMPARE(driver.find<QAbstractItemView>("closingTable")->model()->rowCount(), 13);
    driver.showTab("statisticsDock");
    QTRY_VERIFY(driver.find<QAbstractItemView>("framesOutTable")->model()->rowCount() >= 2);
    const int frame = driver.rowWith("TX", "frame", "message 4");
    driver.clickCell(driver.log(), driver.log()->model()->index(frame, 3));
    // Two octets of header, four octets of masking key and nine octets of payload.
    QTRY_COMPARE(driver.find<HexView>("hexView")->length(), std::uint64_t(15));
}

void OpenTest::rowsAreShownWhileTheRestIsReadAndCancelKeepsThem()
{
    constexpr std::size_t messages = 60'000;
    const QTemporaryDir folder;
    const QString file =
        writeSessions(folder, "long.pcapng", ExportFormat::Pcapng, {answeredSession(messages, 500)});
    WindowDriver driver;
    open(driver, file);
    QTRY_VERIFY_WITH_TIMEOUT(driver.log()->model()->rowCount() > 0, longMilliseconds);
    QVERIFY(!isIdle(driver));
    QCOMPARE(driver.state(), QStringLiteral("being read, recording"));
    QVERIFY(driver.rowWith("TX", "frame", "message 1") >= 0);
    driver.click("stopJobButton");
    QTRY_VERIFY_WITH_TIMEOUT(isIdle(driver), longMilliseconds);
    QTRY_COMPARE(driver.state(), QStringLiteral("incomplete, recording"));
    const int kept = driver.log()->model()->rowCount();
    QVERIFY(kept > 100 && kept < int(4 * messages));
    QVERIFY(driver.rowWith("TX", "frame", "message 1") >= 0);
    QVERIFY(driver.trouble().isEmpty());
}

void OpenTest::anOpeningThatIsCancelledBeforeItBeginsOpensNothing()
{
    const QTemporaryDir folder;
    const QString file = writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(3)});
    WindowDriver driver;
    // The opening waits for this job, which is not shown.
    const auto isReleased = std::make_shared<std::atomic<bool>>(false);
    driver.window().jobs().start([isReleased](BackgroundJobs::Progress &progress) {
        while (!*isReleased && !progress.wasStopped())
            QThread::msleep(1);
    });
    open(driver, file);
    QTRY_VERIFY(!isIdle(driver));
    driver.click("stopJobButton");
    *isReleased = true;
    QTRY_COMPARE(driver.window().statusBar()->currentMessage(),
                 QStringLiteral("Stopped. Nothing of a.pcapng was opened."));
    QCOMPARE(driver.find<QAbstractItemView>("sessionList")->model()->rowCount(), 0);
}

void OpenTest::theIntactPartOfACutFileIsShownAndTheOffsetOfTheCutReported_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("place");
    QTest::newRow("pcapng") << int(ExportFormat::Pcapng) << "offset ";
    QTest::newRow("json") << int(ExportFormat::Json) << "Line ";
    QTest::newRow("ndjson") << int(ExportFormat::Ndjson) << "Line ";
    QTest::newRow("har") << int(ExportFormat::Har) << "Line ";
}

void OpenTest::theIntactPartOfACutFileIsShownAndTheOffsetOfTheCutReported()
{
    QFETCH(int, format);
    QFETCH(QString, place);
    const QTemporaryDir folder;
    const auto kind = static_cast<ExportFormat>(format);
    const QString name = QStringLiteral("cut.") + toQString(infoOf(kind).ending);
    const QString file = writeSessions(folder, name, kind, {answeredSession(50)});
    cut(file, QFile(file).size() / 2);
    WindowDriver driver;
    open(driver, file);
    QTRY_VERIFY(!driver.trouble().isEmpty());
    QVERIFY(isIdle(driver));
    QVERIFY2(driver.trouble().contains(place, Qt::CaseInsensitive), qPrintable(driver.trouble()));
    QVERIFY(driver.trouble().contains("1 session"));
    QVERIFY(!driver.find<QWidget>("retryButton")->isVisible());
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
    QVERIFY(driver.rowWith("RX", "frame", "message 50") < 0);
}

void OpenTest::theBeginningOfAFileThatIsTooLargeIsShownAndTheLimitNamed()
{
    const QTemporaryDir folder;
    const QString file =
        writeSessions(folder, "large.pcapng", ExportFormat::Pcapng, {answeredSession(10'000)});
    WindowDriver driver;
    driver.window().setFileMemory(4 * mebibyte);
    open(driver, file);
    QTRY_VERIFY(!driver.trouble().isEmpty());
    QVERIFY2(driver.trouble().contains("large.pcapng was opened in part"), qPrintable(driver.trouble()));
    QVERIFY2(driver.trouble().contains("4 MiB, is used up"), qPrintable(driver.trouble()));
    QVERIFY(driver.find<QLabel>("troubleAdvice")->text().contains("Memory for files"));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
    const int part = driver.log()->model()->rowCount();
    QVERIFY(part < 20'000);
    // With more memory all of it is there.
    driver.window().setFileMemory(64 * mebibyte);
    open(driver, file);
    QTRY_VERIFY(driver.log()->model()->rowCount() > 20'000);
}

void OpenTest::anArchiveOfABrowserOpens()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("archive.json");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(archive);
    file.close();
    WindowDriver driver;
    driver.drop(path);
    QTRY_VERIFY(driver.rowWith("TX", "frame", "from the browser") >= 0);
    QVERIFY(driver.rowWith("RX", "frame", "000102ff") >= 0);
}

void OpenTest::whatWasOpenedIsListedAndOpensAgainAfterARestart()
{
    const QTemporaryDir folder;
    const QString file = writeSessions(folder, "a & b.ndjson", ExportFormat::Ndjson, {answeredSession(1)});
    {
        WindowDriver driver;
        driver.drop(file);
        QTRY_VERIFY(driver.rowWith("TX", "frame", "message 1") >= 0);
        driver.close();
    }
    WindowDriver driver;
    auto *menu = driver.find<QMenu>("recentMenu");
    menu->popup(QPoint(0, 0));
    QVERIFY(menu->actions().first()->text().contains("a && b.ndjson"));
    QTest::keyClick(menu, Qt::Key_1);
    QTRY_VERIFY(driver.rowWith("TX", "frame", "message 1") >= 0);
    QFile::remove(file);
    menu->popup(QPoint(0, 0));
    menu->actions().first()->trigger();
    QTRY_VERIFY(driver.trouble().contains("No such file"));
    menu->actions().last()->trigger();
    menu->close();
    menu->popup(QPoint(0, 0));
    QVERIFY(menu->actions().first()->text().contains("Nothing"));
    menu->close();
}

void OpenTest::aFileOfAnUnknownKindIsReported()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath("picture.png");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x89PNG\r\n");
    file.close();
    WindowDriver driver;
    driver.drop(path);
    QTRY_VERIFY(driver.trouble().contains("picture.png was not opened"));
    QVERIFY(driver.trouble().contains("no sessions"));
    driver.drop(folder.filePath("away.pcapng"));
    QTRY_VERIFY(driver.trouble().contains("No such file"));
}

void OpenTest::aPipeIsRefusedWithoutWaitingForIt()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    for (const char *const name : {"pipe", "pipe.pcapng", "pipe.json", "index.json"}) {
        const QString path = folder.filePath(QLatin1String(name));
        QCOMPARE(mkfifo(path.toLocal8Bit().constData(), 0600), 0);
        driver.drop(path);
        QTRY_VERIFY(driver.trouble().contains(QLatin1String(name) + " was not opened"));
        QVERIFY(driver.trouble().contains("not a file"));
    }
}

void OpenTest::theFaultOfAFileStaysShownWhenAnotherSessionIsShown()
{
    const QTemporaryDir folder;
    const QString file =
        writeSessions(folder, "two.pcapng", ExportFormat::Pcapng, {answeredSession(1), answeredSession(50)});
    cut(file, QFile(file).size() - 100);
    WindowDriver driver;
    // This session has trouble that is also shown in the banner.
    driver.typeTarget("ws://127.0.0.1:1/");
    driver.click("connectButton");
    QTRY_VERIFY(driver.trouble().contains("refused"));
    open(driver, file);
    QTRY_VERIFY(driver.trouble().contains("is damaged"));
    auto *list = driver.find<QAbstractItemView>("sessionList");
    driver.clickCell(list, list->model()->index(2, 0));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 2") >= 0);
    QVERIFY(driver.trouble().contains("is damaged"));
    driver.clickCell(list, list->model()->index(0, 0));
    QTRY_VERIFY(driver.rowWith("RX", "frame") < 0);
    QVERIFY(driver.trouble().contains("is damaged"));
}

} // namespace fg
