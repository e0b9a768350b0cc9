#include "tests/ui/sessions/saving_test.h"

#include "tests/ui/hostile_peer.h"
#include "tests/ui/peer_process.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/sessions/session_steps.h"
#include "tests/ui/window_driver.h"

#include <QFile>
#include <QMessageBox>
#include <QTemporaryDir>
#include <QThread>

namespace fg {

namespace {

QStringList textsOf(const QAbstractItemModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) {
        QString text;
        for (int column = 2; column < model.columnCount(); ++column)
            text += model.index(row, column).data().toString() + QLatin1Char('|');
        texts += text;
    }
    return texts;
}

// Blocks all other background jobs until stopJobButton is pressed.
void blockJobs(WindowDriver &driver)
{
    const auto wait = [](BackgroundJobs::Progress &progress) {
        while (progress.mayContinue(1, 2))
            QThread::msleep(1);
    };
    driver.window().jobs().start("Holding", &driver.window(), wait, [](const BackgroundJobs::Progress &) {});
    QTRY_VERIFY(driver.find<QWidget>("jobBar")->isVisible());
}

} // namespace

void SavingTest::init() { forgetSettingsAndRecordings(); }

void SavingTest::cleanup() { init(); }

void SavingTest::aSavedSessionOpensWithEveryRow()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    const QString file = folder.filePath("saved.pcapng");
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "kept");
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
    const QStringList rows = textsOf(*driver.log()->model());
    const auto *list = driver.find<QAbstractItemView>("sessionList");
    driver.press(Qt::Key_S);
    driver.acceptFile("saveSessionDialog", file);
    QTRY_VERIFY(QFile::exists(file));
    driver.drop(file);
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us, recording"));
    QCOMPARE(list->model()->rowCount(), 2);
    QTRY_COMPARE(textsOf(*driver.log()->model()), rows);
    // The session is saved, so closing does not ask anything.
    driver.close();
}

void SavingTest::closingAsksAboutUnsavedSessions()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    const QString file = folder.filePath("saved.pcapng");
    {
        WindowDriver driver;
        QVERIFY(connectTo(driver, peer.url()));
        sendText(driver, "not saved");
        driver.window().close();
        answer(driver, "unsavedQuestion", "Cancel");
        QVERIFY(driver.window().isVisible() && driver.window().isEnabled());
        QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
        driver.window().close();
        answer(driver, "unsavedQuestion", "Save…");
        driver.acceptFile("saveSessionDialog", file);
        QTRY_VERIFY(!driver.window().isVisible());
    }
    QVERIFY(rowsIn(file) > 0);
    // The session is saved, so there is nothing to reopen.
    QVERIFY(recorded().isEmpty());
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "not wanted");
    driver.window().close();
    answer(driver, "unsavedQuestion", "Discard");
    QTRY_VERIFY(!driver.window().isVisible());
}

void SavingTest::closingAsksNothingIfNoMessageWasExchanged()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    WindowDriver driver;
    // Sessions with the built-in echo peer are trials and need not be saved.
    QVERIFY(driver.connectNow());
    sendText(driver, "a trial");
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
    QVERIFY(connectTo(driver, peer.url()));
    driver.close();
}

void SavingTest::removingASessionAsksWhenItIsNotSaved()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "not saved");
    auto *list = driver.find<QAbstractItemView>("sessionList");
    removeFirst(driver);
    answer(driver, "unsavedQuestion", "Cancel");
    QCOMPARE(list->model()->rowCount(), 1);
    removeFirst(driver);
    answer(driver, "unsavedQuestion", "Discard");
    QCOMPARE(list->model()->rowCount(), 0);
    QTRY_VERIFY(recorded().isEmpty());
}

void SavingTest::aFileThatCannotBeSavedSaysWhy()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "not saved");
    driver.window().close();
    answer(driver, "unsavedQuestion", "Save…");
    driver.acceptFile("saveSessionDialog", folder.filePath("no/such/folder.pcapng"));
    QTRY_VERIFY(driver.trouble().contains("not saved"));
    QVERIFY(driver.trouble().contains("No such file"));
    // The window stays open, because the session is not saved.
    QVERIFY(driver.window().isVisible());
    QCOMPARE(driver.state(), QStringLiteral("connected"));
}

void SavingTest::closingAsksAboutAPeerThatBrokeTheRulesWithoutAMessage()
{
    HostilePeer peer([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.send(std::string_view("\x83\0", 2)); // A frame with a reserved opcode.
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    driver.typeTarget(peer.url());
    driver.click("connectButton");
    QTRY_VERIFY(driver.rowWith("RX", "frame") >= 0);
    driver.showTab("findingsDock");
    QTRY_VERIFY(driver.find<QAbstractItemView>("findingsTable")->model()->rowCount() > 0);
    driver.window().close();
    answer(driver, "unsavedQuestion", "Discard");
    QTRY_VERIFY(!driver.window().isVisible());
}

void SavingTest::closingWaitsForASaveBeforeItAsks()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "said");
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
    blockJobs(driver);
    auto *list = driver.find<QAbstractItemView>("sessionList");
    driver.clickCell(list, list->model()->index(0, 0));
    const QString file = folder.filePath("saved.pcapng");
    driver.press(Qt::Key_S);
    driver.acceptFile("saveSessionDialog", file);
    driver.window().close();
    QVERIFY(driver.window().isVisible());
    QVERIFY(!driver.window().findChild<QMessageBox *>("unsavedQuestion"));
    driver.click("stopJobButton");
    QTRY_VERIFY_WITH_TIMEOUT(!driver.window().isVisible(), longMilliseconds);
    QVERIFY(rowsIn(file) > 0);
}

void SavingTest::theWindowStaysOpenWhenTheFileCannotBeWritten()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    driver.drop(writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(3)}));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 3") >= 0);
    blockJobs(driver);
    auto *list = driver.find<QAbstractItemView>("sessionList");
    driver.clickCell(list, list->model()->index(0, 0));
    driver.press(Qt::Key_S);
    driver.acceptFile("saveSessionDialog", folder.filePath("no/such/folder.pcapng"));
    driver.window().close();
    QVERIFY(driver.window().isVisible());
    driver.click("stopJobButton");
    QTRY_VERIFY_WITH_TIMEOUT(driver.trouble().contains("not saved"), longMilliseconds);
    QTest::qWait(100);
    QVERIFY(driver.window().isVisible());
    // The window closes at the second request, without another question.
    driver.window().close();
    QTRY_VERIFY(!driver.window().isVisible());
}

void SavingTest::closingAsksAgainAboutNewSessions()
{
    const PeerProcess peer;
    if (peer.url().isEmpty())
        QSKIP("python3-websockets is not installed");
    const QTemporaryDir folder;
    WindowDriver driver;
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "first");
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
    blockJobs(driver);
    driver.window().close();
    answer(driver, "unsavedQuestion", "Save…");
    driver.acceptFile("saveSessionDialog", folder.filePath("saved.pcapng"));
    QVERIFY(connectTo(driver, peer.url()));
    sendText(driver, "second");
    driver.click("stopJobButton");
    QTRY_VERIFY_WITH_TIMEOUT(driver.window().findChild<QMessageBox *>("unsavedQuestion"), longMilliseconds);
    const QString asked = driver.find<QMessageBox>("unsavedQuestion")->informativeText();
    QVERIFY(asked.contains(" (2)") && asked.count("127.0.0.1") == 1);
    answer(driver, "unsavedQuestion", "Cancel");
    QVERIFY(driver.window().isVisible());
    driver.window().close();
    answer(driver, "unsavedQuestion", "Discard");
    QTRY_VERIFY(!driver.window().isVisible());
}

} // namespace fg
