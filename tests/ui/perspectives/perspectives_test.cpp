#include "tests/ui/perspectives/perspectives_test.h"

#include "tests/ui/accelerators.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/base/settings_keys.h"
#include "ui/kit/hex_view.h"
#include "ui/message/text_view.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>

#include <map>

namespace fg {

namespace {

QString doublesInMenu(const QMenu &menu)
{
    std::map<QChar, QStringList> all;
    QString below;
    for (const QAction *action : menu.actions()) {
        if (action->isVisible())
            note(all, action->text());
        if (action->menu())
            below += doublesInMenu(*action->menu());
    }
    return doublesIn(all) + below;
}

} // namespace

void PerspectivesTest::init() { QSettings().clear(); }

void PerspectivesTest::nothingOfOneStandsInTheOther()
{
    WindowDriver driver;
    const char *const connections[] = {"targetBox", "connectButton", "sessionList", "composePayload"};
    const char *const conformance[] = {"agentList", "caseTree", "runCheckedButton", "centralTabs"};
    const char *const both[] = {"wireLog", "fieldTree", "hexView"};
    const auto check = [&driver](const auto &names, bool isVisible) {
        for (const char *name : names)
            QVERIFY2(driver.find<QWidget>(name)->isVisible() == isVisible, name);
    };
    check(connections, true);
    check(conformance, false);
    check(both, true);
    driver.press(Qt::Key_2);
    check(connections, false);
    check(conformance, true);
    check(both, true);
    driver.press(Qt::Key_1);
    check(connections, true);
    check(conformance, false);
    check(both, true);
}

void PerspectivesTest::layoutsAreKeptApart()
{
    {
        WindowDriver driver;
        driver.dock("detailDock")->hide();
        driver.press(Qt::Key_2);
        QVERIFY(driver.dock("detailDock")->isVisible());
        driver.dock("agentsDock")->hide();
        QTest::qWait(50);
        driver.close();
    }
    WindowDriver driver;
    // The window opens as it was left.
    QVERIFY(driver.find<QWidget>("caseTree")->isVisible());
    QVERIFY(driver.dock("agentsDock")->isHidden());
    QVERIFY(!driver.dock("detailDock")->isHidden());
    driver.press(Qt::Key_1);
    QVERIFY(driver.dock("detailDock")->isHidden());
    // Reset layout brings back what is hidden here and nothing else.
    driver.trigger("&Reset layout");
    QVERIFY(!driver.dock("detailDock")->isHidden());
    driver.press(Qt::Key_2);
    QVERIFY(driver.dock("agentsDock")->isHidden());
}

void PerspectivesTest::whatArrivesDoesNotSwitch()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.checkOnly({"1.1.1", "2.2"});
    driver.pressRun();
    QVERIFY(driver.find<QWidget>("caseTree")->isVisible());
    driver.goTo(Perspective::Connections);
    const int rows = driver.log()->model()->rowCount();
    QVERIFY(driver.waitForRun());
    QVERIFY(driver.find<QWidget>("targetBox")->isVisible());
    QVERIFY(driver.window().windowTitle().startsWith("Built-in echo peer"));
    QCOMPARE(driver.log()->model()->rowCount(), rows);
}

void PerspectivesTest::aFileGoesToThePerspectiveOfItsKind()
{
    const QTemporaryDir folder;
    const QString sessions = writeSessions(folder, "one.pcapng", ExportFormat::Pcapng, {answeredSession(1)});
    QFile report(folder.filePath("index.json"));
    QVERIFY(report.open(QIODevice::WriteOnly));
    report.write(R"({"theirs": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK"}}})");
    report.close();
    WindowDriver driver;
    driver.drop(report.fileName());
    QTRY_VERIFY(driver.find<QWidget>("matrixView")->isVisible());
    driver.drop(sessions);
    QTRY_VERIFY(driver.find<QWidget>("sessionList")->isVisible());
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
}

void PerspectivesTest::resetLayoutAndStepsLeaveTheSizeOfTheWindowAlone()
{
    WindowDriver driver;
    const QSize size(970, 610);
    driver.window().resize(size);
    QTest::qWait(50);
    for (const Perspective perspective : {Perspective::Connections, Perspective::Conformance}) {
        driver.goTo(perspective);
        driver.trigger("&Reset layout");
        QTest::qWait(50);
        QCOMPARE(driver.window().size(), size);
    }
    driver.cases()->setCurrentIndex(driver.caseIndex("6.4.1"));
    driver.press(Qt::Key_F6, Qt::ShiftModifier);
    QTRY_VERIFY(driver.find<QWidget>("stepBar")->isVisible());
    QTRY_VERIFY(driver.find<QWidget>("nextStepButton")->isEnabled());
    QTest::qWait(50);
    QCOMPARE(driver.window().size(), size);
    driver.press(Qt::Key_F10, Qt::NoModifier);
    QTest::qWait(50);
    QCOMPARE(driver.window().size(), size);
    driver.click("stopButton");
    QVERIFY(driver.waitForRun());
    QCOMPARE(driver.window().size(), size);
}

void PerspectivesTest::theWindowFitsTheScreenWithItsFrame()
{
    WindowDriver driver;
    const QSize screen = QSize(1280, 800).boundedTo(driver.window().screen()->availableSize());
    QVERIFY(driver.window().width() <= screen.width() - 8);
    QVERIFY(driver.window().height() <= screen.height() - 40);
    driver.window().resize(960, 600);
    QTest::qWait(50);
    for (const Perspective perspective : {Perspective::Connections, Perspective::Conformance}) {
        driver.goTo(perspective);
        QTest::qWait(50);
        QCOMPARE(driver.window().size(), QSize(960, 600));
        // Nothing reaches beyond the right edge.
        for (const QWidget *widget : driver.window().findChildren<QWidget *>()) {
            const bool isPart = widget->isVisible() && widget->window() == &driver.window()
                && widget->focusPolicy() != Qt::NoFocus && !widget->visibleRegion().isEmpty();
            if (!isPart)
                continue;
            const int right = widget->mapTo(&driver.window(), QPoint(widget->width(), 0)).x();
            QVERIFY2(right <= driver.window().width(),
                     qPrintable(QStringLiteral("%1 ends at %2").arg(widget->objectName()).arg(right)));
        }
    }
}

void PerspectivesTest::docksHaveTheSizeThatTheyAreMadeFor()
{
    WindowDriver driver;
    driver.window().resize(1272, 760);
    driver.goTo(Perspective::Conformance);
    driver.trigger("&Reset layout");
    QTest::qWait(100);
    // No panel takes so much that its neighbour is left with too little.
    for (const char *name : {"logDock", "messageDock", "detailDock", "handshakeDock", "closingDock",
                             "findingsDock", "statisticsDock"}) {
        const int least = driver.dock(name)->minimumSizeHint().width();
        QVERIFY2(least <= 540, qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(name)).arg(least)));
    }
    const int width = driver.dock("resultDock")->width();
    QVERIFY2(width >= 420, qPrintable(QString::number(width)));
    // The name of the echo peer is whole.
    const auto *targets = driver.find<QTableView>("agentList");
    const int name = targets->visualRect(targets->model()->index(0, 0)).width();
    QVERIFY2(name >= static_cast<const QAbstractItemView *>(targets)->sizeHintForColumn(0),
             qPrintable(QString::number(name)));
}

void PerspectivesTest::octetsAreSixteenInARow()
{
    WindowDriver driver;
    driver.window().resize(1272, 760);
    QVERIFY(driver.connectNow());
    driver.click("levelOctetsButton");
    driver.clickCell(driver.log(), driver.log()->model()->index(driver.rowWith("TX", "octets"), 3));
    const auto *hex = driver.find<HexView>("hexView");
    QTRY_VERIFY(hex->length() > 32);
    QCOMPARE(hex->octetRect(0).top(), hex->octetRect(15).top());
    driver.window().resize(960, 600);
    QTest::qWait(50);
    QCOMPARE(hex->octetRect(0).top(), hex->octetRect(7).top());
}

void PerspectivesTest::aMessageIsReadInEitherWhenItsTabIsInFront()
{
    WindowDriver driver;
    const auto pickFrame = [&driver](const QString &direction, const QString &info) {
        QTRY_VERIFY(driver.rowWith(direction, "frame", info) >= 0);
        const int row = driver.rowWith(direction, "frame", info);
        driver.clickCell(driver.log(), driver.log()->model()->index(row, 3));
    };
    const auto *title = driver.find<QLabel>("messageTitle");
    const auto *text = driver.find<TextView>("messageText");
    QVERIFY(driver.connectNow());
    QTest::keyClicks(driver.find<QPlainTextEdit>("composePayload"), "Hello");
    driver.click("sendButton");
    pickFrame("RX", "Hello");
    QTest::qWait(50);
    QCOMPARE(title->text(), QStringLiteral("No message picked"));
    driver.showTab("messageDock");
    QTRY_COMPARE(text->picked(), std::string_view("Hello"));

    driver.run({"1.1.2"});
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.2"));
    driver.showTab("messageDock");
    pickFrame("TX", "***");
    const std::string stars(125, '*');
    QTRY_COMPARE(text->picked(), std::string_view(stars));

    driver.goTo(Perspective::Connections);
    QTRY_COMPARE(text->picked(), std::string_view("Hello"));
}

void PerspectivesTest::noAcceleratorIsThereTwice_data()
{
    QTest::addColumn<bool>("isConformance");
    QTest::newRow("Connections") << false;
    QTest::newRow("Conformance") << true;
}

void PerspectivesTest::noAcceleratorIsThereTwice()
{
    QFETCH(const bool, isConformance);
    WindowDriver driver;
    driver.goTo(isConformance ? Perspective::Conformance : Perspective::Connections);
    if (isConformance) {
        driver.run({"1.1.1"});
        driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    } else {
        driver.typeTarget("wss://127.0.0.1:1/");
        driver.click("optionsButton");
        driver.click("connectButton");
        QTRY_VERIFY(!driver.trouble().isEmpty());
        driver.press(Qt::Key_F);
    }
    QStringList docks = {"messageDock", "detailDock",   "handshakeDock",
                         "closingDock", "findingsDock", "statisticsDock"};
    for (const QString &dock : docks) {
        driver.showTab(dock.toLatin1());
        const QString doubles = doublesIn(acceleratorsIn(driver.window()));
        QVERIFY2(doubles.isEmpty(), qPrintable(doubles));
    }
    auto *tabs = driver.find<QTabWidget>("centralTabs");
    for (int tab = 0; isConformance && tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        const QString doubles = doublesIn(acceleratorsIn(driver.window()));
        QVERIFY2(doubles.isEmpty(), qPrintable(doubles));
    }
    for (const QAction *action : driver.window().menuBar()->actions()) {
        const QString doubles = doublesInMenu(*action->menu());
        QVERIFY2(doubles.isEmpty(), qPrintable(doubles));
    }
}

void PerspectivesTest::theTabKeyReadsTheWindow()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    const auto orderOf = [&driver](const QStringList &names) {
        QStringList found;
        QWidget *const first = driver.find<QWidget>(names.first().toLatin1());
        QWidget *widget = first;
        do {
            if (names.contains(widget->objectName()) && widget->isVisible())
                found += widget->objectName();
            widget = widget->nextInFocusChain();
        } while (widget != first);
        return found;
    };
    const QStringList connections = {"targetBox",       "optionsButton",    "connectButton",
                                     "sessionList",     "newSessionButton", "sessionListButton",
                                     "reconnectButton", "disconnectButton", "levelMessagesButton",
                                     "logFilter",       "clearRowsButton",  "wireLog",
                                     "fieldTree",       "hexView",          "composeKind",
                                     "composePayload",  "sendButton"};
    QCOMPARE(orderOf(connections).join(QLatin1Char(' ')), connections.join(QLatin1Char(' ')));
    driver.goTo(Perspective::Conformance);
    const QStringList conformance = {"newTargetEdit",       "agentList", "addAgentButton", "runCheckedButton",
                                     "runFailedButton",     "jobsBox",   "caseSearch",     "caseTree",
                                     "levelMessagesButton", "wireLog",   "fieldTree",      "hexView"};
    QCOMPARE(orderOf(conformance).join(QLatin1Char(' ')), conformance.join(QLatin1Char(' ')));
    driver.goTo(Perspective::Connections);
    QCOMPARE(orderOf(connections).join(QLatin1Char(' ')), connections.join(QLatin1Char(' ')));
}

void PerspectivesTest::casesAtAForeignHostAskOnceForEachHost()
{
    const auto question = [](WindowDriver &driver) {
        return driver.window().findChild<QMessageBox *>(QStringLiteral("hostQuestion"));
    };
    {
        WindowDriver driver;
        driver.checkOnly({"1.1.1"});
        driver.typeServer("ws://cases.invalid/");
        driver.click("runCheckedButton");
        QTRY_VERIFY(question(driver));
        QVERIFY(question(driver)->text().contains("cases.invalid"));
        QTest::mouseClick(question(driver)->button(QMessageBox::Cancel), Qt::LeftButton);
        QTRY_VERIFY(!question(driver));
        QVERIFY(driver.verdictOf("1.1.1").isEmpty());
        driver.click("runCheckedButton");
        QTRY_VERIFY(question(driver));
        for (QAbstractButton *button : question(driver)->buttons()) {
            if (button->text() == "&Run")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_VERIFY(!driver.verdictOf("1.1.1").isEmpty());
        QVERIFY(driver.waitForRun());
        driver.close();
    }
    WindowDriver driver;
    driver.click("runCheckedButton");
    QTRY_VERIFY(!driver.verdictOf("1.1.1").isEmpty());
    QVERIFY(!question(driver));
}

} // namespace fg
