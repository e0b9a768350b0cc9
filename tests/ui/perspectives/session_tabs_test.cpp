#include "tests/ui/perspectives/session_tabs_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/sessions/session_steps.h"
#include "tests/ui/window_driver.h"
#include "ui/bench/session_book.h"
#include "ui/log/wire_log_view.h"
#include "ui/sessions/session_tab_delegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTemporaryDir>

namespace fg {

namespace {

QString nameOf(const WindowDriver &driver, int tab)
{
    return driver.tabs()->model()->index(tab, SessionBook::Title).data().toString();
}

// What a screen reader says about the tab: all that it shows.
QString wordsOf(const WindowDriver &driver, int tab)
{
    return driver.tabs()->model()->index(tab, 0).data(Qt::AccessibleTextRole).toString();
}

QRect tabRect(const WindowDriver &driver, int tab)
{
    return driver.tabs()->visualRect(driver.tabs()->model()->index(tab, 0));
}

void clickTab(const WindowDriver &driver, int tab)
{
    QTest::mouseClick(driver.tabs()->viewport(), Qt::LeftButton, {}, tabRect(driver, tab).center());
}

void chooseInMenu(WindowDriver &driver, int tab, const QString &text)
{
    emit driver.tabs()->customContextMenuRequested(tabRect(driver, tab).center());
    auto *menu = driver.find<QMenu>("sessionMenu");
    for (QAction *action : menu->actions()) {
        if (action->text().remove(QLatin1Char('&')) == text && action->isEnabled()) {
            action->trigger();
            menu->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return;
        }
    }
    QFAIL(qPrintable("no entry " + text));
}

void write(WindowDriver &driver, const QString &kind, const QString &text)
{
    choose(driver.find<QComboBox>("composeKind"), kind);
    QTest::keyClicks(driver.find<QPlainTextEdit>("composePayload"), text);
}

void send(WindowDriver &driver)
{
    QTest::keyClick(driver.find<QPlainTextEdit>("composePayload"), Qt::Key_Return, Qt::ControlModifier);
}

} // namespace

void SessionTabsTest::init() { QSettings().clear(); }

void SessionTabsTest::aTabSaysAddressStateRoundTripAndFindings()
{
    const HostilePeer server([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.send(std::string_view("\xa1\x01x", 3)); // RSV2 is set.
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    write(driver, "Ping", "p");
    send(driver);
    QTRY_VERIFY2(wordsOf(driver, 0).startsWith("Built-in echo peer, connected, ")
                     && wordsOf(driver, 0).endsWith(" ms"),
                 qPrintable(wordsOf(driver, 0)));
    driver.typeTarget(server.url() + "path?secret=1");
    driver.click("connectButton");
    QTRY_VERIFY2(wordsOf(driver, 1).contains("RSV2 is set and no extension uses it"),
                 qPrintable(wordsOf(driver, 1)));
    QCOMPARE(nameOf(driver, 1), QStringLiteral("127.0.0.1:%1/path").arg(server.port()));
}

void SessionTabsTest::aTabIsClosedByItsCrossAndByTheMiddleButton()
{
    WindowDriver driver;
    for (int i = 0; i < 3; ++i)
        QVERIFY(driver.connectNow());
    QCOMPARE(driver.tabs()->currentIndex().row(), 2);
    // The session that is shown stays the shown one.
    const QString shown = nameOf(driver, 2);
    QTest::mouseClick(driver.tabs()->viewport(), Qt::LeftButton, {},
                      SessionTabDelegate::crossRect(tabRect(driver, 0)).center());
    QTRY_COMPARE(driver.sessionCount(), 2);
    QCOMPARE(nameOf(driver, driver.tabs()->currentIndex().row()), shown);
    QTest::qWait(50);
    QTest::mouseClick(driver.tabs()->viewport(), Qt::MiddleButton, {}, tabRect(driver, 1).center());
    QTRY_COMPARE(driver.sessionCount(), 1);
    driver.press(Qt::Key_W);
    QTRY_COMPARE(driver.sessionCount(), 0);
    QCOMPARE(driver.log()->model()->rowCount(), 0);
}

void SessionTabsTest::tabsAreDraggedIntoAnotherOrder()
{
    WindowDriver driver;
    for (int i = 0; i < 3; ++i)
        QVERIFY(driver.connectNow());
    QTest::qWait(50);
    const QString first = nameOf(driver, 0);
    QWidget *const viewport = driver.tabs()->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, tabRect(driver, 0).center());
    for (const int tab : {1, 2}) {
        const QPoint place = tabRect(driver, tab).center();
        QMouseEvent move(QEvent::MouseMove, place, viewport->mapToGlobal(place), Qt::LeftButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(viewport, &move);
    }
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, tabRect(driver, 2).center());
    QCOMPARE(nameOf(driver, 2), first);
    QCOMPARE(driver.tabs()->currentIndex().row(), 2);
    QVERIFY(driver.window().windowTitle().startsWith(first));
}

void SessionTabsTest::aSessionIsRenamedAndNoted()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    clickTab(driver, 0);
    driver.press(Qt::Key_F2, Qt::NoModifier);
    auto *edit = driver.tabs()->findChild<QLineEdit *>();
    QVERIFY(edit);
    QTest::keySequence(edit, QKeySequence::SelectAll);
    QTest::keyClicks(edit, "the slow one");
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(nameOf(driver, 0), QStringLiteral("the slow one"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("the slow one"));
    chooseInMenu(driver, 0, "Note…");
    auto *dialog = driver.find<QInputDialog>("noteDialog");
    dialog->setTextValue("since Monday");
    dialog->accept();
    QTRY_VERIFY(driver.find<QLabel>("sessionFacts")->text().contains("Note: since Monday"));
}

void SessionTabsTest::aNameAndANoteAreKeptWithTheRecording()
{
    forgetSettingsAndRecordings();
    const QTemporaryDir folder;
    const QString file = folder.filePath("saved.pcapng");
    const auto isDescribed = [](const WindowDriver &driver) {
        return nameOf(driver, 0) == QStringLiteral("the slow one")
            && driver.find<QLabel>("sessionFacts")->text().contains("Note: since Monday");
    };
    {
        WindowDriver driver;
        QVERIFY(driver.connectNow());
        sendText(driver, "kept");
        SessionBook &book = *static_cast<SessionBook *>(driver.tabs()->model());
        book.rename(book.at(0), "the first name");
        book.rename(book.at(0), "the slow one");
        book.setNote(book.at(0), "since Monday");
        driver.window().closeUnasked(); // The recording stays, as after a kill.
        QTRY_VERIFY(!driver.window().isVisible());
    }
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        driver.click("reopenButton");
        QTRY_VERIFY(driver.sessionCount() == 1 && isDescribed(driver));
        driver.press(Qt::Key_S);
        driver.acceptFile("saveSessionDialog", file);
        QTRY_VERIFY(recorded().isEmpty());
        driver.close();
    }
    WindowDriver driver;
    driver.drop(file);
    QTRY_VERIFY(driver.sessionCount() == 1 && isDescribed(driver));
    forgetSettingsAndRecordings();
}

void SessionTabsTest::aPinnedSessionStaysAtTheFrontAndWhenOthersAreClosed()
{
    WindowDriver driver;
    for (int i = 0; i < 4; ++i)
        QVERIFY(driver.connectNow());
    const QString pinned = nameOf(driver, 2);
    const QString kept = nameOf(driver, 3);
    chooseInMenu(driver, 2, "Pin");
    QCOMPARE(nameOf(driver, 0), pinned);
    QTest::mouseClick(driver.tabs()->viewport(), Qt::LeftButton, {},
                      SessionTabDelegate::crossRect(tabRect(driver, 0)).center());
    QTest::qWait(50);
    QCOMPARE(driver.sessionCount(), 4);
    chooseInMenu(driver, 3, "Close others");
    QTRY_COMPARE(driver.sessionCount(), 2);
    QCOMPARE(nameOf(driver, 0), pinned);
    QCOMPARE(nameOf(driver, 1), kept);
    chooseInMenu(driver, 0, "Unpin");
    QTest::qWait(50);
    QTest::mouseClick(driver.tabs()->viewport(), Qt::LeftButton, {},
                      SessionTabDelegate::crossRect(tabRect(driver, 0)).center());
    QTRY_COMPARE(driver.sessionCount(), 1);
}

void SessionTabsTest::aSessionConnectsAgainAsItDidBefore()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
    driver.typeTarget("ws://127.0.0.1:1/other");
    driver.click("reconnectButton");
    QTRY_COMPARE(driver.sessionCount(), 2);
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QVERIFY(nameOf(driver, 1).startsWith("Built-in echo peer"));
    QCOMPARE(driver.find<QComboBox>("targetBox")->currentText(), QStringLiteral("ws://127.0.0.1:1/other"));
}

void SessionTabsTest::oneOfManyIsFoundInTheList()
{
    WindowDriver driver;
    for (int i = 0; i < 8; ++i)
        QVERIFY(driver.connectNow());
    driver.click("sessionListButton");
    auto *search = driver.find<QLineEdit>("sessionSearch");
    QCOMPARE(driver.find<QAbstractItemView>("foundSessions")->model()->rowCount(), 8);
    QTest::keyClicks(search, "(5)");
    QCOMPARE(driver.find<QAbstractItemView>("foundSessions")->model()->rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(driver.tabs()->currentIndex().row(), 4);
    QVERIFY(driver.window().windowTitle().startsWith("Built-in echo peer (5)"));
    // The tab of the shown session is in sight, however many there are.
    QTest::qWait(50);
    QVERIFY(driver.tabs()->viewport()->rect().contains(tabRect(driver, 4)));
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_PageDown);
    QCOMPARE(driver.tabs()->currentIndex().row(), 5);
}

void SessionTabsTest::casesHaveNoTab()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.run({"1.1.1", "2.2"});
    QCOMPARE(driver.sessionCount(), 1);
    driver.clickCell(driver.cases(), driver.caseIndex("2.2"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("2.2"));
    driver.goTo(Perspective::Connections);
    QVERIFY(driver.window().windowTitle().startsWith("Built-in echo peer"));
    QCOMPARE(driver.sessionCount(), 1);
}

void SessionTabsTest::thePickedRowIsThereWhenOneComesBack()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.click("levelOctetsButton");
    driver.clickCell(driver.log(), driver.log()->model()->index(2, 3));
    const auto *view = driver.find<WireLogView>("wireLog");
    const std::optional<RowNumber> picked = view->pickedRow();
    QVERIFY(picked.has_value());
    QVERIFY(driver.connectNow());
    QVERIFY(view->pickedRow() != picked);
    clickTab(driver, 0);
    QTRY_COMPARE(view->pickedRow(), picked);
    driver.goTo(Perspective::Conformance);
    QVERIFY(!view->pickedRow().has_value());
    driver.goTo(Perspective::Connections);
    QTRY_COMPARE(view->pickedRow(), picked);
}

void SessionTabsTest::whatIsWrittenForOneConnectionIsNotSeenInAnother()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    write(driver, "Ping", "for the first");
    QVERIFY(driver.connectNow());
    QCOMPARE(driver.find<QComboBox>("composeKind")->currentText(), QStringLiteral("Text"));
    QVERIFY(driver.find<QPlainTextEdit>("composePayload")->toPlainText().isEmpty());
    write(driver, "Close", {});
    driver.find<QLineEdit>("closeCode")->clear();
    QTest::keyClicks(driver.find<QLineEdit>("closeCode"), "1006");
    clickTab(driver, 0);
    QCOMPARE(driver.find<QComboBox>("composeKind")->currentText(), QStringLiteral("Ping"));
    QCOMPARE(driver.find<QPlainTextEdit>("composePayload")->toPlainText(), QStringLiteral("for the first"));
    QCOMPARE(driver.find<QLineEdit>("closeCode")->text(), QStringLiteral("1000"));
    clickTab(driver, 1);
    QCOMPARE(driver.find<QComboBox>("composeKind")->currentText(), QStringLiteral("Close"));
    QCOMPARE(driver.find<QLineEdit>("closeCode")->text(), QStringLiteral("1006"));
}

void SessionTabsTest::theHistoryBringsBackKindAndTextAndOutlivesTheProgram()
{
    const auto recall = [](WindowDriver &driver, int times) {
        for (int i = 0; i < times; ++i)
            QTest::keyClick(driver.find<QPlainTextEdit>("composePayload"), Qt::Key_Up, Qt::ControlModifier);
        return qMakePair(driver.find<QComboBox>("composeKind")->currentText(),
                         driver.find<QPlainTextEdit>("composePayload")->toPlainText());
    };
    {
        WindowDriver driver;
        QVERIFY(driver.connectNow());
        write(driver, "Binary", "de ad");
        send(driver);
        write(driver, "Text", "a text");
        send(driver);
        write(driver, "Ping", "half written");
        QCOMPARE(recall(driver, 1), qMakePair(QStringLiteral("Text"), QStringLiteral("a text")));
        QCOMPARE(recall(driver, 1), qMakePair(QStringLiteral("Binary"), QStringLiteral("de ad")));
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(driver.find<QPlainTextEdit>("composePayload"), Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(driver.find<QPlainTextEdit>("composePayload")->toPlainText(),
                 QStringLiteral("half written"));
        // The program ends without closing its window, as if it were killed.
        QTRY_COMPARE(QSettings().value("compose/history").toList().size(), 2);
    }
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    QCOMPARE(recall(driver, 2), qMakePair(QStringLiteral("Binary"), QStringLiteral("de ad")));
    QVERIFY(driver.find<QCheckBox>("composeHex")->isChecked());
}

} // namespace fg
