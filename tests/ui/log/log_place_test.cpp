#include "tests/ui/log/log_place_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/log/log_stage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QtTest>

namespace fg {

namespace {

using std::chrono::milliseconds;
using Model = WireLogModel;

// More rows than the outline gets in one turn.
constexpr std::size_t manyRows = 135'000;

QString chosen(LogStage &stage) { return stage.find<QComboBox>("logFilter")->currentText(); }

int topRow(LogStage &stage)
{
    const std::optional<RowNumber> row = stage.model().rowOf(stage.view().indexAt({0, 0}).row());
    return row ? static_cast<int>(row->value()) : -1;
}

void notes(const SpokenLog &log, int count, milliseconds time = {})
{
    for (int i = 0; i < count; ++i) {
        LogRow note{.time = time};
        note.kind = RowKind::Note;
        log.session()->append(note, RowExtra(std::string("note")));
    }
    log.session()->processReceived();
}

void searchFor(LogStage &stage, const QString &text)
{
    stage.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(stage.find<QLineEdit>("findText"), text);
}

} // namespace

void LogPlaceTest::init() { QSettings().clear(); }

void LogPlaceTest::aJumpWaitsUntilTheOutlineContainsTheRow()
{
    SpokenLog log;
    log.peerMany(manyRows);
    log.peer(0x01, "first");
    log.peer(0x83, "reserved"); // reserved opcode: RFC 6455 5.2
    log.peer(0x80, "last");
    LogStage stage;
    stage.show(log);
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Data frames"));
    QVERIFY(stage.model().isCatchingUp());
    stage.press(Qt::Key_F4);
    QTRY_VERIFY(stage.pickedInfo().endsWith("reserved"));
    QVERIFY(!stage.model().isCatchingUp());
    QCOMPARE(chosen(stage), QStringLiteral("Data frames"));
    QCOMPARE(stage.model().outline().level(), LogLevel::Messages);
    QCOMPARE(stage.model().lookOf(stage.view().currentIndex().row()).line.kind, LogOutline::Line::Kind::Part);
}

void LogPlaceTest::aHiddenRowIsShownOnceTheOutlineContainsIt()
{
    SpokenLog log;
    log.peerMany(manyRows);
    log.peer(0x83, "reserved");
    LogStage stage;
    stage.show(log);
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Control frames"));
    QVERIFY(stage.model().isCatchingUp());
    stage.press(Qt::Key_F4);
    QTRY_VERIFY(stage.pickedInfo().endsWith("reserved"));
    QCOMPARE(chosen(stage), QStringLiteral("All rows"));
    QCOMPARE(stage.model().outline().level(), LogLevel::Messages);
}

void LogPlaceTest::aPickOrScrollCancelsAPendingJump()
{
    SpokenLog log;
    log.peerMany(manyRows);
    LogStage stage;
    stage.show(log);
    auto *filter = stage.find<QComboBox>("logFilter");
    QTRY_VERIFY(!stage.model().isCatchingUp());
    stage.view().pickRow(RowNumber(manyRows));
    choose(filter, QStringLiteral("Data frames"));
    QVERIFY(stage.model().isCatchingUp());
    stage.view().setFocus();
    stage.press(Qt::Key_Home);
    QTRY_VERIFY(!stage.model().isCatchingUp());
    QCOMPARE(stage.pickedInfo(), QStringLiteral("message 0"));
    QCOMPARE(stage.view().verticalScrollBar()->value(), 0);

    stage.view().pickRow(RowNumber(manyRows));
    stage.press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(stage.model().isCatchingUp());
    stage.view().verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepAdd);
    const int top = stage.view().verticalScrollBar()->value();
    QVERIFY(top > 0);
    QTRY_VERIFY(!stage.model().isCatchingUp());
    QCOMPARE(stage.view().verticalScrollBar()->value(), top);
}

void LogPlaceTest::aNewViolationKeepsThePickedRow()
{
    SpokenLog log;
    log.peerMany(20);
    LogStage stage;
    stage.show(log);
    stage.model().setFindings(findingsIn({5, 9}));
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Violations"));
    stage.click(stage.model().index(0, Model::Info));
    QCOMPARE(stage.view().pickedRow(), std::optional(RowNumber(5)));
    QSignalSpy reset(&stage.model(), &QAbstractItemModel::modelReset);
    stage.model().setFindings(findingsIn({5, 9, 9, 12}));
    QCOMPARE(stage.model().rowCount(), 3);
    QCOMPARE(stage.model().rowOf(2), std::optional(RowNumber(12)));
    // A row between the others is shown as well.
    stage.model().setFindings(findingsIn({5, 7, 9, 12}));
    QCOMPARE(stage.model().rowCount(), 4);
    QCOMPARE(stage.model().rowOf(1), std::optional(RowNumber(7)));
    QCOMPARE(stage.model().rowOf(3), std::optional(RowNumber(12)));
    QCOMPARE(stage.view().pickedRow(), std::optional(RowNumber(5)));
    QCOMPARE(reset.count(), 0);
}

void LogPlaceTest::violationsOfADirectionAreItsOctetsAndFrames()
{
    SpokenLog log;
    log.peer(0x81, "frame");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_3, Qt::AltModifier);
    const int frame = stage.model().rowCount() - 1;
    // The row "connected" has no direction.
    stage.model().setFindings(findingsIn({0, 1, static_cast<std::size_t>(frame)}));
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Violations"));
    QCOMPARE(stage.model().rowCount(), 3);
    choose(stage.find<QComboBox>("logDirection"), QStringLiteral("Received"));
    QCOMPARE(stage.model().rowCount(), 1);
    QCOMPARE(stage.model().rowOf(0), std::optional(RowNumber(static_cast<std::size_t>(frame))));
    choose(stage.find<QComboBox>("logDirection"), QStringLiteral("Sent"));
    QCOMPARE(stage.model().rowCount(), 1);
    QCOMPARE(stage.model().rowOf(0), std::optional(RowNumber(1)));
}

void LogPlaceTest::aMatchFoundLaterDoesNotMoveTheView()
{
    SpokenLog log;
    log.peerMany(20);
    LogStage stage;
    stage.show(log);
    searchFor(stage, QStringLiteral("needle"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("not found"));
    log.peer(0x81, "needle");
    stage.model().poll();
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 row"));
    QCOMPARE(stage.view().pickedRow(), std::optional<RowNumber>());
    stage.press(Qt::Key_F3);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("needle"));
}

void LogPlaceTest::aPickDuringASearchStays()
{
    SpokenLog log;
    log.peerMany(5'000);
    log.peer(0x81, "needle");
    LogStage stage;
    stage.show(log);
    searchFor(stage, QStringLiteral("needle"));
    QTest::keyClick(stage.find<QLineEdit>("findText"), Qt::Key_Return);
    stage.click(stage.model().index(5, Model::Info));
    QTRY_COMPARE_WITH_TIMEOUT(stage.foundCount(), QStringLiteral("1 row"), 60'000);
    QCOMPARE(stage.view().pickedRow(), stage.model().rowOf(5));
}

void LogPlaceTest::aSearchOnAHiddenTabContinuesInTheNextLog()
{
    SpokenLog log;
    log.peer(0x81, "needle");
    SpokenLog next;
    next.peer(0x81, "a needle");
    next.peer(0x81, "another needle");
    LogStage stage;
    stage.show(log);
    searchFor(stage, QStringLiteral("needle"));
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("1 of 1"));
    stage.panel().hide();
    stage.show(next);
    stage.panel().show();
    QTRY_COMPARE(stage.foundCount(), QStringLiteral("2 rows"));
    QCOMPARE(stage.view().pickedRow(), std::optional<RowNumber>());
}

void LogPlaceTest::aFrameThatBecomesAMessageIsShownAsAMessage()
{
    SpokenLog log;
    log.peer(0x01, "in ");
    // Lines near the end of the log are formatted again anyway, so the message has to be far from it.
    notes(log, 200);
    LogStage stage;
    stage.show(log);
    const int line =
        static_cast<int>(stage.lines().indexOf(QStringLiteral("text message 1 frame so far: in ")));
    QVERIFY(line >= 0);
    QSignalSpy changed(&stage.model(), &QAbstractItemModel::dataChanged);
    log.peer(0x00, "three ");
    stage.model().poll();
    QVERIFY(stage.lines()[line].startsWith(QLatin1String("text message 2 frames so far")));
    QVERIFY(changed.count() > 0);
    log.peer(0x80, "parts");
    stage.model().poll();
    QCOMPARE(stage.lines()[line], QStringLiteral("text message 3 frames: in three parts"));
    // The message is complete now, so that its line does not change any more.
    stage.model().poll();
    QVERIFY(!stage.lines().isEmpty());
    changed.clear();
    stage.model().poll();
    QCOMPARE(changed.count(), 0);
}

void LogPlaceTest::noTimeSinceTheRowAboveIsNegative()
{
    SpokenLog log;
    log.at(milliseconds(1'000));
    log.peer(0x01, "begun");
    notes(log, 1, milliseconds(1'500));
    log.at(milliseconds(2'000));
    log.peer(0x80, "ended");
    LogStage stage;
    stage.show(log);
    stage.chooseInHeaderMenu(QStringLiteral("Time since the row above"));
    const int message = stage.model().rowCount() - 2;
    QVERIFY(stage.model().unfold(message));
    const auto time = [&stage](int line) { return stage.model().cellText(line, Model::Time); };
    QCOMPARE(time(message), QStringLiteral("1.000000"));
    QCOMPARE(time(message + 1), QStringLiteral("0.000000"));
    QCOMPARE(time(message + 2), QStringLiteral("1.000000"));
    QCOMPARE(time(message + 3), QStringLiteral("0.500000"));
    const QString toolTip = stage.model().index(message + 3, Model::Time).data(Qt::ToolTipRole).toString();
    QVERIFY2(toolTip.contains(QLatin1String("after the message above")), qPrintable(toolTip));
}

void LogPlaceTest::visibleLinesStayWhileAMessageAboveGrows()
{
    SpokenLog log;
    log.peer(0x01, "one");
    log.peer(0x00, "two");
    notes(log, 200);
    LogStage stage;
    stage.show(log);
    const int message = stage.model().lineFromRow(RowNumber(4));
    QVERIFY(stage.model().unfold(message));
    stage.view().verticalScrollBar()->setValue(100);
    const int top = topRow(stage);
    log.peer(0x00, "three");
    log.peer(0x00, "four");
    stage.model().poll();
    QCOMPARE(topRow(stage), top);
    QVERIFY(stage.model().fold(message));
    QCOMPARE(topRow(stage), top);
    QVERIFY(stage.model().unfold(message));
    QCOMPARE(topRow(stage), top);
    // The same holds at the end.
    stage.view().goToNewest();
    const int last = topRow(stage);
    log.peer(0x80, "five");
    stage.model().poll();
    QCOMPARE(topRow(stage), last);
    QVERIFY(stage.view().isAtEnd());
}

void LogPlaceTest::foldingPicksTheMessageInsteadOfItsFrame()
{
    SpokenLog log;
    log.peer(0x01, "first");
    log.peer(0x80, "last");
    log.peer(0x81, "another");
    LogStage stage;
    stage.show(log);
    const int message = stage.model().rowCount() - 2;
    QVERIFY(stage.model().unfold(message));
    stage.click(stage.model().index(message + 2, Model::Info));
    QCOMPARE(stage.pickedInfo(), QStringLiteral("last"));
    const QRect cell = stage.view().visualRect(stage.model().index(message, Model::What));
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {}, {cell.left() + 9, cell.center().y()});
    QCOMPARE(stage.model().rowCount(), message + 2);
    QCOMPARE(stage.view().currentIndex().row(), message);
    QVERIFY(stage.view().selectionModel()->isRowSelected(message, {}));
}

} // namespace fg
