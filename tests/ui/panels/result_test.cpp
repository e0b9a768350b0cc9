#include "tests/ui/panels/result_test.h"

#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/log/wire_log_view.h"

#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTreeView>

namespace fg {

namespace {

void answerWith(HostilePeer::Victim &victim, std::string_view octets)
{
    victim.acceptHandshake();
    victim.send(octets);
    victim.stayUntilEnd();
}

// Runs one case against the target and shows its result page.
void runOne(WindowDriver &driver, const QString &target, const QString &id)
{
    driver.checkOnly({id});
    if (!target.isEmpty())
        driver.typeServer(target);
    driver.pressRun();
    QTRY_VERIFY_WITH_TIMEOUT(!driver.verdictOf(id).isEmpty(), longMilliseconds);
    QVERIFY(driver.waitForRun());
    driver.clickCell(driver.cases(), driver.caseIndex(id));
    driver.showTab("resultDock");
    // The window shows results a few times a second.
    QTRY_VERIFY(driver.find<QLabel>("plainVerdict")->isVisible());
}

QString resultText(const WindowDriver &driver, const char *label)
{
    return driver.find<QLabel>(label)->text();
}

void ctrlDoubleClick(WindowDriver &driver, const QString &id)
{
    QAbstractItemView *view = driver.cases();
    const QModelIndex index = driver.caseIndex(id);
    view->scrollTo(index);
    const QPoint place = view->visualRect(index).center();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, place);
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, place);
}

} // namespace

void ResultTest::init() { QSettings().clear(); }

void ResultTest::aBrokenRuleIsNamedWithItsClauseAndShownInTheWireLog()
{
    // A close frame with code 1006, which must not appear on the wire (RFC 6455 7.4.1).
    const HostilePeer server(
        [](HostilePeer::Victim &victim) { answerWith(victim, std::string_view("\x88\x02\x03\xee", 4)); });
    WindowDriver driver;
    runOne(driver, server.url(), "1.1.1");
    QVERIFY2(resultText(driver, "plainVerdict").contains("1006"),
             qPrintable(resultText(driver, "plainVerdict")));
    QVERIFY(resultText(driver, "plainVerdict").endsWith("RFC 6455 7.4.1."));
    driver.click("showWhereButton");
    const int row = driver.log()->currentIndex().row();
    QCOMPARE(row, driver.rowWith("RX", "frame", "1006"));
}

void ResultTest::theBrokenRuleAndItsRowAreThreeClicksAway()
{
    const HostilePeer server(
        [](HostilePeer::Victim &victim) { answerWith(victim, std::string_view("\x88\x02\x03\xee", 4)); });
    WindowDriver driver;
    driver.checkOnly({"1.1", "2"});
    driver.typeServer(server.url());
    driver.pressRun(); // first click
    QTRY_VERIFY(driver.find<QWidget>("stopButton")->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(!driver.find<QWidget>("stopButton")->isEnabled(), 60'000);
    // The first failed case is visible without a further click.
    const QRect place = driver.cases()->visualRect(driver.caseIndex("1.1.1"));
    QVERIFY(driver.cases()->viewport()->rect().contains(place.center()));
    QTest::mouseClick(driver.cases()->viewport(), Qt::LeftButton, {}, place.center()); // second click
    QTRY_VERIFY(driver.find<QLabel>("plainVerdict")->isVisible());
    QVERIFY(resultText(driver, "plainVerdict").endsWith("RFC 6455 7.4.1."));
    driver.click("showWhereButton"); // third click
    QCOMPARE(driver.log()->currentIndex().row(), driver.rowWith("RX", "frame", "1006"));
}

void ResultTest::expectedAndObservedAreShownSideBySide()
{
    // The payload has one octet, but none is expected.
    const HostilePeer server(
        [](HostilePeer::Victim &victim) { answerWith(victim, std::string_view("\x81\x01x", 3)); });
    WindowDriver driver;
    runOne(driver, server.url(), "1.1.1");
    const QAbstractItemModel *rows = driver.find<QAbstractItemView>("comparisonTable")->model();
    QVERIFY(rows->index(0, 1).data().toString().contains("\"\""));
    QVERIFY(rows->index(0, 2).data().toString().contains("\"x\""));
    QVERIFY(resultText(driver, "differenceText").contains("octet 0"));
    QVERIFY(driver.find<QWidget>("octetComparison")->isVisible());
}

void ResultTest::thatACaseRanASecondTimeIsSaidAndWhy()
{
    // It echoes nothing and does not answer the close frame.
    const HostilePeer server([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    runOne(driver, {}, "1.1.1"); // Against the echo peer.
    QVERIFY(driver.find<QLabel>("runText")->isHidden());
    runOne(driver, server.url(), "1.1.1");
    QVERIFY(driver.find<QLabel>("runText")->isVisible());
    QVERIFY2(resultText(driver, "runText").contains("because its first run had run out of time"),
             qPrintable(resultText(driver, "runText")));
    QVERIFY(!resultText(driver, "plainVerdict").contains("second time"));
}

void ResultTest::aDoubleClickRunsACaseAgain()
{
    WindowDriver driver;
    runOne(driver, {}, "1.1.2");
    const auto before = driver.log()->model()->index(0, 0).data();
    QSignalSpy rows(driver.log()->model(), &QAbstractItemModel::modelReset);
    driver.doubleClickCell(driver.cases(), driver.caseIndex("1.1.2"));
    QTRY_VERIFY(!rows.isEmpty());
    QTRY_COMPARE(driver.verdictOf("1.1.2"), QStringLiteral("OK"));
    QCOMPARE(driver.log()->model()->index(0, 0).data(), before);
}

void ResultTest::theShownCaseIsCopiedAsACommandLine()
{
    WindowDriver driver;
    runOne(driver, {}, "6.2.4");
    driver.click("copyCommandButton");
    const QString command = QGuiApplication::clipboard()->text();
    QVERIFY2(command.startsWith("frameglass test ws://127.0.0.1:"), qPrintable(command));
    QVERIFY2(command.contains(" --cases 6.2.4"), qPrintable(command));
}

void ResultTest::theShownCaseIsReportedForABugTracker()
{
    const HostilePeer server(
        [](HostilePeer::Victim &victim) { answerWith(victim, std::string_view("\x88\x02\x03\xee", 4)); });
    WindowDriver driver;
    runOne(driver, server.url(), "1.1.1");
    driver.click("reportBugButton");
    auto *dialog = driver.find<QDialog>("reportDialog");
    QTest::mouseClick(dialog->findChild<QWidget *>("copyReportButton"), Qt::LeftButton);
    const QString report = QGuiApplication::clipboard()->text();
    QVERIFY(report.startsWith("## Conformance case 1.1.1"));
    QVERIFY(report.contains("RFC 6455 7.4.1"));
    QVERIFY(report.contains(server.url()));
    dialog->close();
}

void ResultTest::aCaseIsSteppedThroughWithItsTimersHeld()
{
    WindowDriver driver;
    ctrlDoubleClick(driver, "1.1.1");
    QTRY_VERIFY(driver.find<QWidget>("stepBar")->isVisible());
    QTRY_VERIFY(driver.find<QWidget>("nextStepButton")->isEnabled());
    QVERIFY(resultText(driver, "nextStep").contains("Send a text frame"));
    // Longer than the second after which the case fails the connection.
    QTest::qWait(1500);
    QCOMPARE(driver.rowWith("TX", "frame"), -1);
    driver.click("nextStepButton");
    QTRY_VERIFY(driver.rowWith("TX", "frame") >= 0);
    while (driver.find<QWidget>("stepBar")->isVisible()) {
        if (driver.find<QWidget>("nextStepButton")->isEnabled())
            driver.press(Qt::Key_F10, Qt::NoModifier);
        QTest::qWait(20);
    }
    QTRY_COMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
}

void ResultTest::aSteppedCaseCanRunToItsEndOrBeStopped()
{
    WindowDriver driver;
    ctrlDoubleClick(driver, "2.10");
    QTRY_VERIFY(driver.find<QWidget>("nextStepButton")->isEnabled());
    driver.click("nextStepButton");
    QTRY_VERIFY(driver.find<QWidget>("allStepsButton")->isEnabled());
    driver.click("allStepsButton");
    QTRY_COMPARE(driver.verdictOf("2.10"), QStringLiteral("OK"));
    ctrlDoubleClick(driver, "2.10");
    QTRY_VERIFY(driver.find<QWidget>("nextStepButton")->isEnabled());
    driver.click("stopButton");
    QTRY_VERIFY(!driver.find<QWidget>("stepBar")->isVisible());
    QCOMPARE(driver.verdictOf("2.10"), QStringLiteral("stopped"));
}

} // namespace fg
