#include "tests/ui/log/log_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/log/log_stage.h"
#include "tests/ui/window_driver.h"

#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>

namespace fg {

namespace {

using std::chrono::milliseconds;
using Model = WireLogModel;

QString timeOf(LogStage &stage, int line) { return stage.model().cellText(line, Model::Time); }

// The position of a message's triangle.
QPoint triangleOf(LogStage &stage, int line)
{
    const QRect cell = stage.view().visualRect(stage.model().index(line, Model::What));
    return {cell.left() + 9, cell.center().y()};
}

} // namespace

void LogTest::init() { QSettings().clear(); }

void LogTest::timesAreOfTheDaySinceTheStartOrSinceTheRowAbove()
{
    SpokenLog log;
    log.at(milliseconds(1'250));
    log.peer(0x81, "one");
    log.at(milliseconds(1'500));
    log.peer(0x81, "two");
    LogStage stage;
    stage.show(log);
    const int last = stage.model().rowCount() - 1;
    QCOMPARE(timeOf(stage, last), QStringLiteral("1.500000"));
    stage.chooseInHeaderMenu(QStringLiteral("Time since the row above"));
    QCOMPARE(timeOf(stage, last), QStringLiteral("0.250000"));
    stage.chooseInHeaderMenu(QStringLiteral("Time of the day"));
    const QDateTime start = QDateTime::fromMSecsSinceEpoch(qint64(12) * 3'600 * 1'000);
    QCOMPARE(timeOf(stage, last), start.addMSecs(1'500).toString(QStringLiteral("HH:mm:ss.zzz")) + "000");
    // Whoever keeps the style is told of it, and tells a log of it.
    LogStage other;
    const QSignalSpy told(&other.panel(), &WireLogPanel::timeStyleChanged);
    other.panel().setTimeStyle(TimeStyle::Absolute);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.front().front().value<TimeStyle>(), TimeStyle::Absolute);
    other.show(log);
    QCOMPARE(timeOf(other, last), timeOf(stage, last));
    // With rows filtered out, the row above is the preceding shown row.
    other.chooseInHeaderMenu(QStringLiteral("Time since the row above"));
    choose(other.find<QComboBox>("logFilter"), QStringLiteral("Data frames"));
    QCOMPARE(timeOf(other, 1), QStringLiteral("0.250000"));
}

void LogTest::theHeadersMenuHidesColumnsAndBringsThemBack()
{
    LogStage stage;
    const QHeaderView *header = stage.view().header();
    QVERIFY(header->isSectionHidden(Model::OpcodeColumn));
    stage.chooseInHeaderMenu(QStringLiteral("Opcode"));
    QVERIFY(!header->isSectionHidden(Model::OpcodeColumn));
    stage.chooseInHeaderMenu(QStringLiteral("Length"));
    QVERIFY(header->isSectionHidden(Model::Length));
    stage.chooseInHeaderMenu(QStringLiteral("Reset columns"));
    QVERIFY(header->isSectionHidden(Model::OpcodeColumn));
    QVERIFY(!header->isSectionHidden(Model::Length));
}

void LogTest::columnsThatAreMovedStayThereAfterARestart()
{
    {
        WindowDriver driver;
        QHeaderView *header = driver.find<WireLogView>("wireLog")->header();
        const auto middleOf = [header](int column) {
            return QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 8);
        };
        const QPoint from = middleOf(Model::Number);
        const QPoint to = middleOf(Model::What);
        QTest::mousePress(header->viewport(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 10; ++step) {
            const QPoint at = from + (to + QPoint(12, 0) - from) * step / 10;
            QMouseEvent move(QEvent::MouseMove, at, header->viewport()->mapToGlobal(at), Qt::NoButton,
                             Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(header->viewport(), &move);
        }
        QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, to + QPoint(12, 0));
        QCOMPARE(header->visualIndex(Model::Number), 3);
        header->setSectionHidden(Model::Length, true);
        driver.close();
    }
    WindowDriver driver;
    const QHeaderView *header = driver.find<WireLogView>("wireLog")->header();
    QCOMPARE(header->visualIndex(Model::Number), 3);
    QVERIFY(header->isSectionHidden(Model::Length));
}

void LogTest::aButtonLeadsToNewRowsBelowTheView()
{
    SpokenLog log;
    log.peerMany(200);
    LogStage stage;
    stage.show(log);
    QScrollBar *bar = stage.view().verticalScrollBar();
    auto *button = stage.find<QToolButton>("newestButton");
    QVERIFY(bar->maximum() > 0);
    bar->setValue(5);
    QVERIFY(!button->isVisible());
    log.peerMany(30);
    stage.model().poll();
    QCOMPARE(bar->value(), 5);
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), QStringLiteral("30 new rows below ↓"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!button->isVisible());
    log.peerMany(30);
    stage.model().poll();
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!button->isVisible());
    // Keys do the same.
    stage.press(Qt::Key_Home);
    log.peerMany(1);
    stage.model().poll();
    QVERIFY(bar->value() < bar->maximum());
    stage.press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(bar->value(), bar->maximum());
    // Rows that were there before do not count as new after a change of the filter.
    stage.press(Qt::Key_Home);
    stage.press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(bar->value() < bar->maximum());
    QVERIFY(!button->isVisible());
}

void LogTest::keysGoToViolationsCloseFramesAndPauses()
{
    SpokenLog log;
    log.peerMany(100);
    log.at(milliseconds(5'000));
    log.peer(0x81, "after the pause");
    log.peer(0x89, std::string(126, 'x')); // a control frame that is too long: RFC 6455 5.5
    log.peerMany(100);
    log.peer(0x88, "\x03\xe8");
    log.at(milliseconds(5'800));
    log.peer(0x81, "after the close");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F9);
    QVERIFY(stage.view().pickedRow() > RowNumber(100));
    const std::optional<RowNumber> pause = stage.view().pickedRow();
    stage.press(Qt::Key_F4);
    QVERIFY(stage.view().pickedRow() > pause);
    // What is wrong comes first.
    QVERIFY(stage.pickedInfo().contains(QStringLiteral(" · xxx")));
    stage.press(Qt::Key_F7);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("1000 (normal closure)"));
    QSignalSpy messages(&stage.panel(), &WireLogPanel::statusMessage);
    stage.press(Qt::Key_F7);
    QCOMPARE(messages.count(), 1);
    QVERIFY(messages[0][0].toString().contains(QLatin1String("No further close frame")));
    stage.press(Qt::Key_F9);
    QVERIFY(messages.last()[0].toString().contains(QLatin1String("pause of 1.0 s")));
    // With a lower limit a shorter silence counts as a pause.
    stage.find<QSpinBox>("pauseBox")->setValue(800);
    stage.press(Qt::Key_F9);
    QCOMPARE(messages.count(), 2);
    QCOMPARE(timeOf(stage, stage.view().currentIndex().row()), QStringLiteral("5.800000"));
    stage.press(Qt::Key_F9, Qt::ShiftModifier);
    QCOMPARE(stage.view().pickedRow(), pause);
    stage.press(Qt::Key_End);
    stage.press(Qt::Key_F4, Qt::ShiftModifier);
    stage.press(Qt::Key_F7, Qt::ShiftModifier);
    stage.press(Qt::Key_F7);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("1000 (normal closure)"));
}

void LogTest::theTypedTextIsFoundAndCounted()
{
    SpokenLog log;
    for (int i = 0; i < 120; ++i) {
        log.peer(0x81, "nothing here");
        log.peer(0x81, "a Needle, number " + std::to_string(i));
    }
    log.end();
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F, Qt::ControlModifier);
    auto *text = stage.find<QLineEdit>("findText");
    QVERIFY(text->hasFocus());
    QTest::keyClicks(text, QStringLiteral("needle"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 120"));
    QVERIFY(stage.pickedInfo().contains(QLatin1String("number 0")));
    QTest::keyClick(text, Qt::Key_Return);
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(stage.foundCount(), QStringLiteral("3 of 120"));
    QVERIFY(stage.pickedInfo().contains(QLatin1String("number 2")));
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(stage.foundCount(), QStringLiteral("2 of 120"));
    QTest::mouseClick(stage.find<QToolButton>("findNextButton"), Qt::LeftButton);
    QCOMPARE(stage.foundCount(), QStringLiteral("3 of 120"));
    // The search wraps around at the start, and continues from the picked row.
    for (int i = 0; i < 3; ++i)
        stage.press(Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(stage.foundCount(), QStringLiteral("120 of 120"));
    stage.click(stage.model().index(20, Model::Info));
    QVERIFY(!stage.foundCount().isEmpty());
    stage.press(Qt::Key_F3);
    const RowNumber clicked = *stage.model().rowOf(20);
    QVERIFY(stage.view().pickedRow() > clicked && stage.view().pickedRow() < clicked + RowCount(6));
    text->setFocus();
    QTest::keyClicks(text, QStringLiteral("s"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("not found"));
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QVERIFY(stage.view().hasFocus());
}

void LogTest::hexAndExactCaseCanBeChosen()
{
    SpokenLog log;
    log.peer(0x81, "Hello");
    log.peer(0x82, "hello");
    log.end();
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F, Qt::ControlModifier);
    auto *text = stage.find<QLineEdit>("findText");
    QTest::keyClicks(text, QStringLiteral("hello"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 2"));
    choose(stage.find<QComboBox>("findKind"), QStringLiteral("Text, exact case"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 1"));
    choose(stage.find<QComboBox>("findKind"), QStringLiteral("Hex"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("not hexadecimal"));
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("48 65"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 1"));
    QCOMPARE(stage.pickedInfo(), QStringLiteral("Hello"));
    QTest::keyClicks(text, QStringLiteral(" 6"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("half an octet"));
}

void LogTest::aSearchInManyRowsLeavesTheWindowFreeAndCanBeStopped()
{
    SpokenLog log;
    log.peerMany(200'000);
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F, Qt::ControlModifier);
    auto *text = stage.find<QLineEdit>("findText");
    QTest::keyClicks(text, QStringLiteral("message 199999"));
    auto *stop = stage.find<QToolButton>("findCancelButton");
    QTRY_VERIFY(stop->isVisible() || stage.foundCount() == QStringLiteral("1 of 1"));
    // The log can be scrolled while the search runs.
    stage.view().verticalScrollBar()->setValue(50'000);
    QVERIFY(stage.view().indexAt({5, 5}).row() == 50'000);
    QTRY_COMPARE_WITH_TIMEOUT(stage.foundCount(), QStringLiteral("1 of 1"), 60'000);
    QVERIFY(!stage.find<QProgressBar>("findProgress")->isVisible());
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("message 1"));
    QTRY_VERIFY(stop->isVisible());
    QTest::mouseClick(stop, Qt::LeftButton);
    QVERIFY(stage.foundCount().contains(QStringLiteral("stopped")));
    QVERIFY(!stop->isVisible());
}

void LogTest::newRowsAreSearchedToo()
{
    SpokenLog log;
    log.peer(0x81, "needle 1");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(stage.find<QLineEdit>("findText"), QStringLiteral("needle"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 1"));
    log.peer(0x81, "needle 2");
    stage.model().poll();
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 2"));
    log.end();
}

void LogTest::findOpensFromEverywhereButTheCases()
{
    WindowDriver driver;
    driver.press(Qt::Key_5); // the matrix
    driver.press(Qt::Key_F);
    QVERIFY(driver.find<QLineEdit>("findText")->isVisible());
    QVERIFY(driver.find<QLineEdit>("findText")->hasFocus());
    driver.press(Qt::Key_4);
    driver.press(Qt::Key_F);
    QVERIFY(driver.find<QLineEdit>("caseSearch")->hasFocus());
}

void LogTest::fragmentsAreFoldedUnderTheirMessage()
{
    SpokenLog log;
    log.peer(0x81, "whole");
    log.peer(0x01, "in ");
    log.peer(0x89, "ping");
    log.peer(0x00, "three ");
    log.peer(0x80, "parts");
    log.peer(0x8A, "pong");
    LogStage stage;
    stage.show(log);
    QVERIFY(stage.find<QToolButton>("levelMessagesButton")->isChecked());
    const QStringList folded = stage.lines();
    const int message =
        static_cast<int>(folded.indexOf(QStringLiteral("text message 4 frames: in three parts")));
    QVERIFY2(message > 0, qPrintable(folded.join('|')));
    QCOMPARE(folded[message - 1], QStringLiteral("text message whole"));
    QCOMPARE(folded[message + 1], QStringLiteral("pong frame pong"));
    QCOMPARE(folded.size(), message + 2);
    // The mouse unfolds and folds.
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {}, triangleOf(stage, message));
    QCOMPARE(stage.lines().mid(message + 1, 4),
             QStringList({"text frame in ", "ping frame ping", "continuation frame three ",
                          "continuation frame parts"}));
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {}, triangleOf(stage, message));
    QCOMPARE(stage.lines(), folded);
    // The keyboard does the same.
    stage.click(stage.model().index(message, Model::Info));
    stage.press(Qt::Key_Right);
    QCOMPARE(stage.lines().size(), folded.size() + 4);
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Down);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("ping"));
    stage.press(Qt::Key_Left);
    QCOMPARE(stage.view().currentIndex().row(), message);
    stage.press(Qt::Key_Left);
    QCOMPARE(stage.lines(), folded);
    // New frames of an unfolded message are shown under it.
    log.peer(0x02, "\x01");
    log.peer(0x00, "\x02");
    stage.model().poll();
    const int open = stage.model().rowCount() - 1;
    QVERIFY(stage.lines().last().startsWith(QLatin1String("binary message 2 frames so far")));
    QVERIFY(stage.model().unfold(open));
    log.peer(0x80, "\x03");
    stage.model().poll();
    QCOMPARE(stage.model().rowCount(), open + 4);
    QTRY_COMPARE(stage.lines()[open], QStringLiteral("binary message 3 frames: 0x010203"));
}

void LogTest::aFoundFragmentUnfoldsItsMessage()
{
    SpokenLog log;
    log.peer(0x01, "first");
    log.peer(0x00, "a needle");
    log.peer(0x80, "last");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(stage.find<QLineEdit>("findText"), QStringLiteral("needle"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 1"));
    QCOMPARE(stage.pickedInfo(), QStringLiteral("a needle"));
}

void LogTest::rowsAreSelectedByMouseAndKeyboardAndCopied()
{
    SpokenLog log;
    log.peerMany(100);
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_3, Qt::AltModifier);
    stage.press(Qt::Key_Home);
    WireLogView &view = stage.view();
    const auto at = [&](int line) {
        return view.visualRect(stage.model().index(line, Model::Info)).center();
    };
    const auto copied = [&] {
        stage.press(Qt::Key_C, Qt::ControlModifier);
        QStringList numbers;
        for (const QString &line : QGuiApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts))
            numbers += line.section('\t', 0, 0);
        return numbers.join(' ');
    };
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at(3));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(6));
    QCOMPARE(copied(), QStringLiteral("3 4 5 6"));
    stage.press(Qt::Key_Down, Qt::ShiftModifier);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::ControlModifier, at(10));
    QCOMPARE(copied(), QStringLiteral("3 4 5 6 7 10"));
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, at(9));
    QMouseEvent move(QEvent::MouseMove, at(8), view.viewport()->mapToGlobal(at(8)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(view.viewport(), &move);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, at(8));
    QCOMPARE(copied(), QStringLiteral("8 9"));
    stage.press(Qt::Key_End);
    QCOMPARE(view.pickedRow(), stage.model().rowOf(stage.model().rowCount() - 1));
    stage.press(Qt::Key_PageUp, Qt::ShiftModifier);
    QVERIFY(copied().endsWith(QString::number(stage.model().rowCount() - 1)));
    stage.press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(copied().count(QLatin1Char(' ')), stage.model().rowCount() - 1);
}

void LogTest::theFilterShowsOnlyRowsOfAKind()
{
    SpokenLog log;
    log.peer(0x81, "data");
    log.peer(0x89, "ping");
    log.peer(0x83, "reserved");
    LogStage stage;
    stage.show(log);
    auto *filter = stage.find<QComboBox>("logFilter");
    choose(filter, QStringLiteral("Data frames"));
    QCOMPARE(stage.lines(),
             QStringList({"text message data",
                          QStringLiteral("reserved 3 frame the opcode 3 is reserved · reserved")}));
    choose(filter, QStringLiteral("Control frames"));
    QCOMPARE(stage.lines(), QStringList({"ping frame ping"}));
    log.peer(0x8A, "pong");
    stage.model().poll();
    QCOMPARE(stage.lines(), QStringList({"ping frame ping", "pong frame pong"}));
    choose(filter, QStringLiteral("Violations"));
    QCOMPARE(stage.lines(),
             QStringList({QStringLiteral("reserved 3 frame the opcode 3 is reserved · reserved")}));
    choose(filter, QStringLiteral("All rows"));
    choose(stage.find<QComboBox>("logDirection"), QStringLiteral("Sent"));
    QCOMPARE(stage.lines().size(), 0);
    QTest::mouseClick(stage.find<QToolButton>("levelOctetsButton"), Qt::LeftButton);
    QCOMPARE(stage.lines().size(), 1);
    choose(filter, QStringLiteral("Data frames"));
    QCOMPARE(stage.model().rowCount(), 0);
    QVERIFY(stage.view().viewport()->findChild<QLabel *>()->isVisible());
}

void LogTest::goingToAHiddenRowResetsTheFilter()
{
    SpokenLog log;
    log.peerMany(50);
    log.peer(0x88, "\x03\xe8");
    LogStage stage;
    stage.show(log);
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Data frames"));
    stage.press(Qt::Key_F7);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("1000 (normal closure)"));
    QCOMPARE(stage.find<QComboBox>("logFilter")->currentText(), QStringLiteral("All rows"));
}

} // namespace fg
