#include "tests/ui/log/log_views_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/log/log_stage.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/base/theme.h"
#include "ui/log/color_rules.h"

#include <QCheckBox>
#include <QDialog>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

namespace fg {

namespace {

using std::chrono::milliseconds;
using Model = WireLogModel;

void clickButton(LogStage &stage, const char *name)
{
    QTest::mouseClick(stage.find<QToolButton>(name), Qt::LeftButton);
}

QString edgeOf(LogStage &stage)
{
    auto *edge = stage.find<QToolButton>("newestButton");
    return edge->isVisible() ? edge->text() : QString();
}

int topLine(LogStage &stage) { return stage.view().indexAt({0, 0}).row(); }

// Right-clicks a line and chooses an entry of its menu.
void chooseInRowMenu(WireLogView &view, int line, const QString &entry)
{
    const QPoint at = view.visualRect(view.model()->index(line, Model::Info)).center();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
    // On a real platform Qt creates this event from the mouse press.
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
    QApplication::sendEvent(view.viewport(), &event);
    auto *menu = view.findChild<QMenu *>(QStringLiteral("rowMenu"));
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (action->text().remove(QLatin1Char('&')) != entry)
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return;
    }
    QFAIL(qPrintable("no entry " + entry));
}

// Types into the dialog for a note, and accepts it.
void writeNote(QWidget &window, const QString &note)
{
    QInputDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = window.findChild<QInputDialog *>(QStringLiteral("rowNoteDialog"))) != nullptr);
    auto *text = dialog->findChild<QLineEdit *>();
    text->selectAll();
    QTest::keyClicks(text, note);
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_VERIFY(!window.findChild<QInputDialog *>(QStringLiteral("rowNoteDialog")));
    QApplication::setActiveWindow(&window); // as a window manager does
}

} // namespace

void LogViewsTest::init() { QSettings().clear(); }

// --- levels ---

void LogViewsTest::aMessageIsCalledAMessageAndItsFragmentsAreInside()
{
    SpokenLog log;
    log.peer(0x81, "whole");
    log.peer(0x02, "ab");
    log.peer(0x80, "cde");
    LogStage stage;
    stage.show(log);
    QCOMPARE(stage.lines().mid(1),
             QStringList({"text message whole", "binary message 2 frames: 0x6162636465 \"abcde\""}));
    QCOMPARE(stage.model().cellText(2, Model::Length), QStringLiteral("5"));
    stage.click(stage.model().index(2, Model::Info));
    stage.press(Qt::Key_Right);
    QCOMPARE(stage.lines().mid(3),
             QStringList({"binary frame 0x6162 \"ab\"", "continuation frame 0x636465 \"cde\""}));
}

void LogViewsTest::framesAndOctetsAreOneClickOrKeyAway()
{
    SpokenLog log;
    log.peer(0x01, "a");
    log.peer(0x80, "b");
    LogStage stage;
    stage.show(log);
    const QStringList messages = stage.lines();
    QCOMPARE(messages.size(), 2);
    clickButton(stage, "levelFramesButton");
    QCOMPARE(stage.lines().mid(1), QStringList({"text frame a", "continuation frame b"}));
    clickButton(stage, "levelOctetsButton");
    QCOMPARE(stage.lines().mid(3),
             QStringList({"octets 010161", "text frame a", "octets 800162", "continuation frame b"}));
    QVERIFY(!stage.find<QToolButton>("levelFramesButton")->isChecked());
    stage.press(Qt::Key_2, Qt::AltModifier);
    QVERIFY(stage.find<QToolButton>("levelFramesButton")->isChecked());
    stage.press(Qt::Key_1, Qt::AltModifier);
    QCOMPARE(stage.lines(), messages);
}

void LogViewsTest::theLevelIsKeptAfterARestart()
{
    SpokenLog log;
    log.peer(0x81, "a");
    {
        LogStage stage;
        clickButton(stage, "levelFramesButton");
        QSettings settings;
        stage.panel().save(settings);
    }
    LogStage stage;
    stage.panel().restore(QSettings());
    stage.show(log);
    QCOMPARE(stage.lines().last(), QStringLiteral("text frame a"));
}

void LogViewsTest::aJumpToAReadShowsItOnlyInThisSession()
{
    SpokenLog log;
    log.peer(0x81, "a");
    SpokenLog other;
    other.peer(0x81, "b");
    LogStage stage;
    stage.show(log);
    stage.panel().pickRow(RowNumber(1));
    QCOMPARE(stage.pickedInfo(), QStringLiteral("GET / HTTP/1.1"));
    stage.show(other);
    QVERIFY(stage.find<QToolButton>("levelMessagesButton")->isChecked());
    QCOMPARE(stage.lines().last(), QStringLiteral("text message b"));
}

void LogViewsTest::binaryThatHappensToBeTextLooksLikeBinary()
{
    SpokenLog log;
    log.peer(0x81, "same");
    log.peer(0x82, "same");
    LogStage stage;
    stage.show(log);
    QCOMPARE(stage.lines().mid(1), QStringList({"text message same", "binary message 0x73616d65 \"same\""}));
}

void LogViewsTest::theCauseIsAboveItsEffect()
{
    SpokenLog log;
    log.peer(0x81, "before");
    log.peer(0xA1, "RSV2 is set"); // RFC 6455 5.2
    LogRow failing;
    failing.kind = RowKind::Failing;
    log.session()->append(failing);
    log.end();
    LogStage stage;
    stage.show(log);
    for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3}) {
        stage.press(key, Qt::AltModifier);
        const QStringList lines = stage.lines();
        const auto cause = lines.indexOf(QRegularExpression(QStringLiteral("text.*RSV2 is set")));
        const auto effect = lines.indexOf(QRegularExpression(QStringLiteral("failed .*")));
        QVERIFY(cause > 0 && effect > cause);
        for (int line = 1; line < stage.model().rowCount(); ++line)
            QVERIFY(stage.model().rowOf(line - 1) < stage.model().rowOf(line));
    }
}

// --- columns ---

void LogViewsTest::noDigitIsElided()
{
    SpokenLog log;
    log.peerMany(120'000);
    log.at(std::chrono::hours(30));
    log.peer(0x81, std::string(65'535, 'x'));
    LogStage stage;
    stage.show(log);
    QTRY_VERIFY(!stage.model().isCatchingUp());
    stage.press(Qt::Key_End);
    const QHeaderView *header = stage.view().header();
    const QFontMetrics metrics(stage.view().font());
    const int last = stage.model().rowCount() - 1;
    QCOMPARE(stage.model().cellText(last, Model::Time), QStringLiteral("108000.000000"));
    for (const int column : {Model::Number, Model::Time, Model::Length})
        QTRY_VERIFY(header->sectionSize(column)
                    > metrics.horizontalAdvance(stage.model().cellText(last, column)) + 8);
}

void LogViewsTest::infoTakesWhatIsLeft()
{
    WindowDriver driver;
    driver.window().resize(1272, 760);
    QVERIFY(driver.connectNow());
    const QHeaderView *header = driver.find<WireLogView>("wireLog")->header();
    const int character = QFontMetrics(monospaceFont()).horizontalAdvance(QLatin1Char('x'));
    QTRY_VERIFY(header->sectionSize(Model::Info) >= 40 * character + 8);
    QVERIFY(header->isSectionHidden(Model::OpcodeColumn));
    QVERIFY(header->isSectionHidden(Model::Flags));
}

// --- holding ---

void LogViewsTest::heldRowsWaitBehindTheEdge()
{
    SpokenLog log;
    log.peerMany(100);
    LogStage stage;
    stage.show(log);
    const int before = stage.model().rowCount();
    clickButton(stage, "holdRowsButton");
    log.peerMany(1);
    stage.model().poll();
    QCOMPARE(edgeOf(stage), QStringLiteral("1 new row waits"));
    log.peerMany(1'203);
    stage.model().poll();
    QCOMPARE(stage.model().rowCount(), before);
    QCOMPARE(edgeOf(stage), QStringLiteral("1\u202F204 new rows wait"));
    // At every level.
    stage.press(Qt::Key_3, Qt::AltModifier);
    QVERIFY(stage.model().rowOf(stage.model().rowCount() - 1) < stage.model().heldFrom());
    stage.press(Qt::Key_1, Qt::AltModifier);
    QCOMPARE(stage.model().rowCount(), before);
    clickButton(stage, "newestButton");
    QCOMPARE(stage.model().rowCount(), before + 1'204);
    QVERIFY(!stage.find<QToolButton>("holdRowsButton")->isChecked());
    // The key does the same as the button.
    stage.press(Qt::Key_H, Qt::ControlModifier);
    log.peerMany(2);
    stage.model().poll();
    QCOMPARE(edgeOf(stage), QStringLiteral("2 new rows wait"));
    stage.press(Qt::Key_H, Qt::ControlModifier);
    QCOMPARE(stage.model().rowCount(), before + 1'206);
}

void LogViewsTest::aHoldBelongsToItsSession()
{
    SpokenLog log;
    log.peerMany(3);
    SpokenLog other;
    other.peerMany(3);
    LogStage stage;
    stage.show(log);
    const int before = stage.model().rowCount();
    clickButton(stage, "holdRowsButton");
    stage.show(other);
    QVERIFY(!stage.find<QToolButton>("holdRowsButton")->isChecked());
    log.peerMany(5);
    other.peerMany(5);
    stage.model().poll();
    QCOMPARE(stage.model().rowCount(), before + 5);
    stage.show(log);
    QVERIFY(stage.find<QToolButton>("holdRowsButton")->isChecked());
    QCOMPARE(stage.model().rowCount(), before);
    QCOMPARE(edgeOf(stage), QStringLiteral("5 new rows wait"));
}

void LogViewsTest::aRowThatWaitsIsShownWhenSomebodyGoesToIt()
{
    SpokenLog log;
    log.peerMany(3);
    LogStage stage;
    stage.show(log);
    clickButton(stage, "holdRowsButton");
    log.peer(0x88, "\x03\xe8");
    stage.model().poll();
    stage.press(Qt::Key_F7);
    QCOMPARE(stage.pickedInfo(), QStringLiteral("1000 (normal closure)"));
    QVERIFY(!stage.find<QToolButton>("holdRowsButton")->isChecked());
}

// --- following ---

void LogViewsTest::aPickedRowStaysWhereItIs()
{
    SpokenLog log;
    log.peerMany(200);
    LogStage stage;
    stage.show(log);
    QVERIFY(stage.view().isAtEnd());
    const int line = stage.model().rowCount() - 3;
    stage.click(stage.model().index(line, Model::Info));
    const int top = topLine(stage);
    log.peerMany(30);
    stage.model().poll();
    QCOMPARE(topLine(stage), top);
    QCOMPARE(stage.view().currentIndex().row(), line);
    QCOMPARE(edgeOf(stage), QStringLiteral("30 new rows below ↓"));
}

void LogViewsTest::endAndTheEdgeFollowAgain()
{
    SpokenLog log;
    log.peerMany(200);
    LogStage stage;
    stage.show(log);
    const auto follows = [&] {
        log.peerMany(10);
        stage.model().poll();
        return stage.view().isAtEnd();
    };
    stage.click(stage.model().index(stage.model().rowCount() - 3, Model::Info));
    QVERIFY(!follows());
    clickButton(stage, "newestButton");
    QVERIFY(follows());
    stage.click(stage.model().index(stage.model().rowCount() - 3, Model::Info));
    QVERIFY(!follows());
    stage.press(Qt::Key_End);
    QVERIFY(follows());
    QVERIFY(follows());
}

// --- clearing ---

void LogViewsTest::clearHidesTheRowsSoFarAndUndoBringsThemBack()
{
    SpokenLog log;
    log.peer(0x81, "old");
    LogStage stage;
    stage.show(log);
    const QStringList all = stage.lines();
    auto *said = stage.find<QLabel>("clearedText");
    QVERIFY(!said->isVisible());
    clickButton(stage, "clearRowsButton");
    QCOMPARE(stage.model().rowCount(), 0);
    QVERIFY(
        stage.view().viewport()->findChild<QLabel *>()->text().startsWith(QLatin1String("The rows so far")));
    QCOMPARE(said->text(), QStringLiteral("5 rows are hidden by Clear; the recording keeps them."));
    QVERIFY(said->isVisible());
    log.peer(0x81, "new");
    stage.model().poll();
    QCOMPARE(stage.lines(), QStringList({"text message new"}));
    QCOMPARE(log.session()->rowCount(), RowCount(7));
    // At another level as well.
    stage.press(Qt::Key_3, Qt::AltModifier);
    QCOMPARE(stage.lines(), QStringList({"octets 81036e6577", "text frame new"}));
    stage.press(Qt::Key_1, Qt::AltModifier);
    stage.view().setFocus();
    stage.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(stage.lines(), all + QStringList({"text message new"}));
    QVERIFY(!said->isVisible());
    clickButton(stage, "clearRowsButton");
    QCOMPARE(stage.model().rowCount(), 0);
    clickButton(stage, "undoClearButton");
    QCOMPARE(stage.model().rowCount(), all.size() + 1);
    // A row that somebody goes to comes back with the others.
    clickButton(stage, "clearRowsButton");
    stage.panel().pickRow(RowNumber(4));
    QCOMPARE(stage.pickedInfo(), QStringLiteral("old"));
    QVERIFY(!said->isVisible());
}

void LogViewsTest::whatIsLeftOfAClearedMessageHasLinesOfItsOwn()
{
    SpokenLog log;
    log.peer(0x01, "begun ");
    LogStage stage;
    stage.show(log);
    clickButton(stage, "clearRowsButton");
    log.peer(0x80, "ended");
    log.peer(0x81, "next");
    stage.model().poll();
    QCOMPARE(stage.lines(), QStringList({"continuation frame ended", "text message next"}));
}

// --- colours ---

void LogViewsTest::theFirstColorRuleThatARowPassesColorsIt()
{
    SpokenLog log;
    log.peer(0x81, "an error");
    log.peer(0x89, "ping");
    log.peer(0x81, "nothing");
    LogStage stage;
    stage.show(log);
    chooseInRowMenu(stage.view(), 1, QStringLiteral("Colour rules…"));
    auto *dialog = stage.find<QDialog>("colorRulesDialog");
    QTest::mouseClick(dialog->findChild<QWidget *>("addColorRuleButton"), Qt::LeftButton);
    QTest::keyClicks(dialog->findChild<QLineEdit *>("colorRuleFilter1"), "text ~ error");
    choose(dialog->findChild<QComboBox *>("colorRuleTint1"), "Red");
    QTest::mouseClick(dialog->findChild<QWidget *>("addColorRuleButton"), Qt::LeftButton);
    QTest::keyClicks(dialog->findChild<QLineEdit *>("colorRuleFilter2"), "message");
    choose(dialog->findChild<QComboBox *>("colorRuleTint2"), "Blue");
    const auto tint = [&stage](int line) { return stage.model().lookOf(line).tint; };
    QCOMPARE(tint(1), std::optional(Tint::Red));
    QCOMPARE(tint(2), std::optional<Tint>());
    QCOMPARE(tint(3), std::optional(Tint::Blue));
    // The order decides.
    QTest::mouseClick(dialog->findChild<QWidget *>("colorRuleUp2"), Qt::LeftButton);
    QCOMPARE(tint(1), std::optional(Tint::Blue));
    QTest::mouseClick(dialog->findChild<QWidget *>("colorRuleUp2"), Qt::LeftButton);
    // A rule that is off colours nothing.
    QTest::mouseClick(dialog->findChild<QCheckBox *>("colorRuleOn1"), Qt::LeftButton, {}, {8, 8});
    QCOMPARE(tint(1), std::optional(Tint::Blue));
    QTest::mouseClick(dialog->findChild<QCheckBox *>("colorRuleOn1"), Qt::LeftButton, {}, {8, 8});
    QTest::keyClick(dialog, Qt::Key_Escape);
    // It is painted.
    stage.view().clearSelection();
    stage.view().setCurrentIndex({});
    const QRect cell = stage.view().visualRect(stage.model().index(1, Model::Info));
    const QImage image = stage.view().viewport()->grab().toImage();
    QCOMPARE(image.pixelColor(cell.right() - 3, cell.center().y()),
             tintColor(Tint::Red, Theme::of(stage.view().palette())));
    // Rules are written at once.
    LogStage other;
    other.show(log);
    QCOMPARE(other.model().lookOf(1).tint, std::optional(Tint::Red));
}

void LogViewsTest::aFaultInAColorRuleIsSaidAtItsPlace()
{
    ColorRule rule{"op == text && len > many", Tint::Red, true};
    const std::optional<ColorRuleFault> fault = faultOf(rule);
    QVERIFY(fault);
    QCOMPARE(rule.filter.mid(fault->start, fault->length), QStringLiteral("many"));
    rule.filter = QStringLiteral("op == pong && rtt > 50ms");
    QVERIFY(faultOf(rule)->sentence.contains(QLatin1String("depends on the rows before")));
    QCOMPARE(rule.filter.mid(faultOf(rule)->start, faultOf(rule)->length), QStringLiteral("rtt"));
    LogStage stage;
    stage.panel().editColorRules();
    auto *dialog = stage.find<QDialog>("colorRulesDialog");
    QTest::mouseClick(dialog->findChild<QWidget *>("addColorRuleButton"), Qt::LeftButton);
    auto *filter = dialog->findChild<QLineEdit *>("colorRuleFilter1");
    auto *said = dialog->findChild<QLabel *>("colorRuleFault1");
    QTest::keyClicks(filter, "len >");
    QVERIFY(said->isVisible());
    QVERIFY(!said->text().isEmpty());
    QTest::keyClicks(filter, " 5");
    QVERIFY(!said->isVisible());
    QCOMPARE(filter->text(), QStringLiteral("len > 5"));
}

// --- notes ---

void LogViewsTest::aNoteIsWrittenFromTheMenuAndShownOnItsRow()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    auto *view = driver.find<WireLogView>("wireLog");
    auto *model = qobject_cast<WireLogModel *>(view->model());
    chooseInRowMenu(*view, 0, QStringLiteral("Note…"));
    writeNote(driver.window(), QStringLiteral("look <b>here</b>"));
    QVERIFY(model->lookOf(0).hasNote);
    const QString toolTip = model->index(0, Model::Info).data(Qt::ToolTipRole).toString();
    QVERIFY2(toolTip.contains(QLatin1String("Note: look &lt;b&gt;here&lt;/b&gt;")), qPrintable(toolTip));
    const auto *fields = driver.find<QTreeView>("fieldTree")->model();
    const QModelIndexList found = fields->match(fields->index(0, 0), Qt::DisplayRole, "your note", 1);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.front().siblingAtColumn(1).data().toString(), QStringLiteral("look <b>here</b>"));
    // By the keyboard; without a text the note is removed.
    driver.press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QInputDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = driver.window().findChild<QInputDialog *>("rowNoteDialog")) != nullptr);
    QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Backspace);
    QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Delete);
    QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_VERIFY(!model->lookOf(0).hasNote);
}

void LogViewsTest::aNoteOnAFrameIsSeenOnItsMessage()
{
    SpokenLog log;
    log.peer(0x01, "a");
    log.peer(0x80, "b");
    LogStage stage;
    stage.show(log);
    QVERIFY(log.session()->notes().set(RowNumber(6), "the last fragment"));
    QVERIFY(stage.model().lookOf(1).hasNote);
    QCOMPARE(stage.model().notesOf(1), QStringLiteral("the last fragment"));
    QVERIFY(stage.model().unfold(1));
    QVERIFY(!stage.model().lookOf(1).hasNote);
    QVERIFY(stage.model().lookOf(3).hasNote);
}

void LogViewsTest::aNoteInAnOpenedFileIsOfferedToBeSaved()
{
    const QTemporaryDir folder;
    const QString file = writeSessions(folder, "one.pcapng", ExportFormat::Pcapng, {answeredSession(1)});
    const QString copy = folder.filePath("copy.pcapng");
    {
        WindowDriver driver;
        driver.drop(file);
        QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
        auto *view = driver.find<WireLogView>("wireLog");
        chooseInRowMenu(*view, driver.rowWith("RX", "frame", "message 1"), QStringLiteral("Note…"));
        writeNote(driver.window(), QStringLiteral("kept"));
        QVERIFY(driver.state().endsWith(QLatin1String("recording, not saved")));
        driver.press(Qt::Key_W);
        QTRY_VERIFY(driver.window().findChild<QMessageBox *>("unsavedQuestion"));
        QVERIFY(driver.find<QMessageBox>("unsavedQuestion")
                    ->informativeText()
                    .contains(QLatin1String("the notes on its rows")));
        QTest::keyClick(driver.find<QMessageBox>("unsavedQuestion"), Qt::Key_Escape);
        QTRY_VERIFY(!driver.window().findChild<QMessageBox *>("unsavedQuestion"));
        QApplication::setActiveWindow(&driver.window());
        QVERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
        driver.press(Qt::Key_S);
        driver.acceptFile("saveSessionDialog", copy);
        QTRY_VERIFY(driver.state().endsWith(QLatin1String("recording")));
        QVERIFY(QFile::exists(copy));
        driver.press(Qt::Key_W);
        QTRY_COMPARE(driver.tabs()->model()->rowCount(), 0);
    }
    WindowDriver driver;
    driver.drop(copy);
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 1") >= 0);
    const int line = driver.rowWith("RX", "frame", "message 1");
    auto *model = qobject_cast<WireLogModel *>(driver.find<WireLogView>("wireLog")->model());
    QTRY_COMPARE(model->notesOf(line), QStringLiteral("kept"));
}

} // namespace fg
