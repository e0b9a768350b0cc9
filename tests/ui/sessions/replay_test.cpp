#include "tests/ui/sessions/replay_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/peer_process.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/bench/session_book.h"
#include "ui/log/wire_log_model.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>

namespace fg {

namespace {

// Opens the dialog and waits until it has checked whether the shown session can be replayed.
void openDialog(WindowDriver &driver, const QString &target)
{
    // Without a window manager no other program activates the window again.
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_Y);
    QLineEdit *edit = driver.find<QComboBox>("replayTarget")->lineEdit();
    QTest::keySequence(edit, QKeySequence::SelectAll);
    QTest::keyClicks(edit, target);
    QTRY_VERIFY(!driver.find<QLabel>("replayWhat")->text().startsWith("Checking"));
}

void chooseItem(WindowDriver &driver, const char *box, int item)
{
    auto *choices = driver.find<QComboBox>(box);
    choose(choices, choices->itemText(item));
}

QString outcome(const WindowDriver &driver) { return driver.find<QLabel>("replayText")->text(); }

std::vector<MaskingKey> keysOf(const WindowDriver &driver)
{
    const auto session = static_cast<WireLogModel *>(driver.log()->model())->session();
    std::vector<MaskingKey> keys;
    for (RowNumber number; number < endOf(session->rowCount()); ++number) {
        const LogRow row = session->row(number);
        if (row.kind == RowKind::Frame && row.direction == Direction::Out && row.opcode() == Opcode::Text)
            keys.push_back(row.maskingKey);
    }
    return keys;
}

} // namespace

void ReplayTest::init() { QSettings().clear(); }

void ReplayTest::aRecordingIsReplayedAgainstAnotherLibrary_data()
{
    QTest::addColumn<int>("pace");
    QTest::newRow("as recorded") << 0;
    QTest::newRow("by replies") << 1;
    QTest::newRow("fast") << 2;
}

void ReplayTest::aRecordingIsReplayedAgainstAnotherLibrary()
{
    QFETCH(int, pace);
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(20));
    openDialog(driver, peer.url());
    QVERIFY(driver.find<QLabel>("replayWhat")->text().contains("21 frames"));
    chooseItem(driver, "replayPace", pace);
    driver.click("startReplayButton");
    QTRY_VERIFY(driver.window().windowTitle().contains("(replay)"));
    QTRY_VERIFY2(outcome(driver).startsWith("The recording was replayed to its end. 20 frames sent"),
                 qPrintable(outcome(driver)));
    QVERIFY(outcome(driver).contains("20 messages and pongs came back; the recording has 20"));
    QVERIFY(!driver.find<QWidget>("stopReplayButton")->isVisible());
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 20") >= 0);
    // The replay has a tab of its own, and the recording has not changed.
    auto *list = driver.find<QAbstractItemView>("sessionList");
    QCOMPARE(list->model()->rowCount(), 2);
    driver.clickCell(list, list->model()->index(0, 0));
    QTRY_VERIFY(!driver.find<QWidget>("replayBar")->isVisible());
}

void ReplayTest::masksAreFreshOrAsRecorded()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(3));
    const std::vector<MaskingKey> recorded = keysOf(driver);
    QCOMPARE(recorded.size(), std::size_t(3));
    for (const int masks : {0, 1}) {
        openDialog(driver, "Built-in echo peer");
        chooseItem(driver, "replayMasks", masks);
        driver.click("startReplayButton");
        QTRY_VERIFY(driver.window().windowTitle().contains("(replay)"));
        QTRY_VERIFY(outcome(driver).startsWith("The recording was replayed to its end"));
        QTRY_COMPARE(keysOf(driver).size(), std::size_t(3));
        QCOMPARE(keysOf(driver) == recorded, masks == 1);
        auto *list = driver.find<QAbstractItemView>("sessionList");
        driver.clickCell(list, list->model()->index(0, 0));
        QTRY_VERIFY(driver.window().windowTitle().startsWith("source.pcapng"));
    }
}

void ReplayTest::aReplayStopsWhenAskedTo()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(10, 0, std::chrono::seconds(20)));
    openDialog(driver, "Built-in echo peer");
    driver.click("startReplayButton");
    QTRY_VERIFY(driver.find<QWidget>("replayBar")->isVisible());
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QVERIFY(outcome(driver).startsWith("Replaying: "));
    driver.click("stopReplayButton");
    QTRY_VERIFY(outcome(driver).contains("ended before everything was replayed"));
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
}

void ReplayTest::whatCannotBeReplayedSaysWhy()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, neverOpenedSession());
    openDialog(driver, "Built-in echo peer");
    QVERIFY(driver.find<QLabel>("replayWhat")->text().contains("never opened"));
    QVERIFY(!driver.find<QPushButton>("startReplayButton")->isEnabled());
}

void ReplayTest::aFileThatIsCutIsNotReplayedToItsEnd()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    const QString file = writeSessions(folder, "cut.pcapng", ExportFormat::Pcapng, {answeredSession(3)});
    cut(file, QFile(file).size() * 3 / 4);
    driver.drop(file);
    QTRY_VERIFY(driver.trouble().contains("damaged"));
    openDialog(driver, "Built-in echo peer");
    chooseItem(driver, "replayPace", 2);
    driver.click("startReplayButton");
    QTRY_VERIFY2(
        outcome(driver).startsWith("What could be read of the recording was replayed, but its file is "
                                   "damaged or cut"),
        qPrintable(outcome(driver)));
}

void ReplayTest::aReplayThatCannotConnectIsTriedAgain()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(2));
    openDialog(driver, "ws://127.0.0.1:1/");
    driver.click("startReplayButton");
    QTRY_VERIFY(driver.trouble().contains("refused"));
    auto *list = driver.find<QAbstractItemView>("sessionList");
    QCOMPARE(list->model()->rowCount(), 2);
    driver.click("retryButton");
    QTRY_COMPARE(list->model()->rowCount(), 3);
    QVERIFY(driver.window().windowTitle().contains("(replay)"));
    QTRY_VERIFY(driver.trouble().contains("refused"));
}

void ReplayTest::aReplayIsALiveSessionThatCanBeSaved()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(2));
    openDialog(driver, "Built-in echo peer");
    driver.click("startReplayButton");
    QTRY_VERIFY(outcome(driver).startsWith("The recording was replayed to its end"));
    const QString file = folder.filePath("again.pcapng");
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_S);
    driver.acceptFile("saveSessionDialog", file);
    QTRY_VERIFY(QFile::exists(file));
    driver.drop(file);
    QTRY_VERIFY(driver.window().windowTitle().startsWith("again.pcapng"));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 2") >= 0);
}

} // namespace fg
