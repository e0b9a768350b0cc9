#include "tests/ui/log/log_filter_test.h"

#include "protocol/report/export/filter_words.h"
#include "protocol/session/look/filter_parser.h"
#include "protocol/session/look/filter_run.h"
#include "tests/support/combo_box.h"
#include "tests/support/menus.h"
#include "tests/ui/log/log_stage.h"
#include "ui/base/hit_color.h"
#include "ui/filter/completion_list.h"
#include "ui/filter/filter_edit.h"
#include "ui/filter/saved_filters.h"

#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include <array>

namespace fg {

namespace {

FilterEdit *field(LogStage &stage) { return stage.find<FilterEdit>("filterField"); }
QString state(LogStage &stage) { return stage.find<QLabel>("filterState")->text(); }
QFrame *offers(LogStage &stage) { return stage.find<QFrame>("filterCompletion"); }
QListView *offered(LogStage &stage) { return stage.find<QListView>("filterCandidates"); }

// Types a filter in place of the one that stands there, and waits until it applies.
void filter(LogStage &stage, const QString &text)
{
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTest::keyClicks(field(stage), text);
    QTest::keyClick(field(stage), Qt::Key_Return);
    QTRY_VERIFY(state(stage).contains("hidden by the filter"));
}

void showLevel(LogStage &stage, LogLevel level)
{
    constexpr std::array keys{Qt::Key_1, Qt::Key_2, Qt::Key_3};
    stage.press(keys[static_cast<std::size_t>(level)], Qt::AltModifier);
    QCOMPARE(stage.model().outline().level(), level);
}

QStringList payloads(LogStage &stage)
{
    QStringList infos;
    for (int line = 0; line < stage.model().rowCount(); ++line)
        infos += stage.model().cellText(line, WireLogModel::Info);
    return infos;
}

// A binary payload as the log shows it.
const QString pear = QStringLiteral("0x70656172 \"pear\"");

void sayFruit(SpokenLog &log)
{
    log.peer(0x81, "apple");
    log.peer(0x82, "pear");
    log.peer(0x89, "ping");
    log.peer(0x81, "pineapple");
}

bool hasColor(QWidget *widget, const QRect &area, const QColor &color)
{
    const QImage image = widget->grab(area).toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) == color)
                return true;
        }
    }
    return false;
}

} // namespace

void LogFilterTest::init() { QSettings().clear(); }

void LogFilterTest::rowsAreFilteredAsOneTypesAndAtOnceByEnter()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    const int all = stage.model().rowCount();
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QVERIFY(field(stage)->hasFocus());
    QTest::keyClicks(field(stage), "op == binary");
    QTRY_COMPARE(payloads(stage), QStringList{pear}); // After a pause, without Enter.
    filter(stage, "apple"); // A plain word searches, in what has the word anywhere.
    QTRY_COMPARE(payloads(stage).filter("apple"), (QStringList{"apple", "pineapple"}));
    filter(stage, "text ~ apple && len > 5");
    QTRY_COMPARE(payloads(stage), QStringList{"pineapple"});
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTest::keyClick(field(stage), Qt::Key_Backspace);
    QTRY_COMPARE(stage.model().rowCount(), all); // Without a filter, all rows are back.
    QVERIFY(!stage.find<QFrame>("filterStateLine")->isVisible());
}

void LogFilterTest::aFaultIsUnderlinedAtItsPlaceAndTheFilterBeforeStays()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    stage.panel().window()->resize(1'400, 500); // The whole filter is in sight.
    filter(stage, "op == binary");
    QVERIFY(field(stage)->underline().isEmpty());
    stage.press(Qt::Key_End);
    QTest::keyClicks(field(stage), " && opp == text");
    QTRY_VERIFY(!field(stage)->underline().isEmpty());
    const QRect line = field(stage)->underline();
    const Theme theme = Theme::of(field(stage)->palette());
    QVERIFY(hasColor(field(stage), line.adjusted(0, -1, 0, 1), theme.bad));
    // Under the word that is not a field: right of what is before it, and as wide as the word.
    const QFontMetrics metrics(field(stage)->font());
    QVERIFY(std::abs(line.width() - metrics.horizontalAdvance("opp")) <= 2);
    QVERIFY(line.left() > metrics.horizontalAdvance("op == binary &&"));
    QVERIFY2(state(stage).contains("opp"), qPrintable(state(stage)));
    QVERIFY2(state(stage).endsWith("The filter before still applies."), qPrintable(state(stage)));
    QCOMPARE(payloads(stage), QStringList{pear});
    for (int i = 0; i < 15; ++i)
        stage.press(Qt::Key_Backspace);
    QTRY_VERIFY(state(stage).contains("hidden by the filter"));
    QVERIFY(field(stage)->underline().isEmpty());
}

void LogFilterTest::whatCanStandAtTheCursorIsOfferedAndTakenByEnter()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QVERIFY(!offers(stage)->isVisible());
    QTest::keyClicks(field(stage), "opc");
    QVERIFY(offers(stage)->isVisible());
    QCOMPARE(offered(stage)->model()->index(0, 0).data().toString(),
             QStringLiteral("op")); // By its other name.
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Return);
    QCOMPARE(field(stage)->text(), QStringLiteral("op"));
    QTest::keyClicks(field(stage), " ");
    QVERIFY(offers(stage)->isVisible()); // Operators.
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Tab);
    QCOMPARE(field(stage)->text(), QStringLiteral("op == "));
    QVERIFY(offers(stage)->isVisible()); // Values.
    QTest::keyClicks(field(stage), "bi");
    QCOMPARE(offered(stage)->model()->rowCount(), 1);
    QTest::mouseClick(offered(stage)->viewport(), Qt::LeftButton, {},
                      offered(stage)->visualRect(offered(stage)->model()->index(0, 0)).center());
    QCOMPARE(field(stage)->text(), QStringLiteral("op == binary"));
    QVERIFY(!offers(stage)->isVisible());
    stage.press(Qt::Key_Return);
    QTRY_COMPARE(payloads(stage), QStringList{pear});
}

void LogFilterTest::theListChangesNothingThatNobodyChose()
{
    SpokenLog log;
    log.peer(0x81, "code");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTest::keyClicks(field(stage), "cod");
    QVERIFY(offers(stage)->isVisible());
    stage.press(Qt::Key_Return);
    QCOMPARE(field(stage)->text(), QStringLiteral("cod"));
    QVERIFY(!offers(stage)->isVisible());
    QTRY_COMPARE(payloads(stage), QStringList{"code"});
}

void LogFilterTest::escapeClosesTheListThenClearsTheFieldThenLeavesIt()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTest::keyClicks(field(stage), "co");
    QVERIFY(offers(stage)->isVisible());
    stage.press(Qt::Key_Escape);
    QVERIFY(!offers(stage)->isVisible());
    QCOMPARE(field(stage)->text(), QStringLiteral("co"));
    QTRY_VERIFY(state(stage).contains("hidden by the filter"));
    stage.press(Qt::Key_Escape);
    QCOMPARE(field(stage)->text(), QString());
    stage.press(Qt::Key_Escape);
    QVERIFY(stage.view().hasFocus());
    // Undo brings a filter back that was cleared.
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    stage.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(field(stage)->text(), QStringLiteral("co"));
}

void LogFilterTest::namesOfTheSessionsDataAreOffered()
{
    SpokenLog log;
    log.peer(0x81, R"({"user":{"id":7},"items":[{"price":1}]})");
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTRY_VERIFY([&] {
        QTest::keyClicks(field(stage), "json.it");
        const bool isOffered = offers(stage)->isVisible();
        QTest::keyClick(field(stage), Qt::Key_Escape);
        field(stage)->clear();
        return isOffered;
    }());
    QTest::keyClicks(field(stage), "json.items[*].");
    QTest::keyClick(field(stage), Qt::Key_Down);
    stage.press(Qt::Key_Return);
    QCOMPARE(field(stage)->text(), QStringLiteral("json.items[*].price"));
    field(stage)->clear();
    QTest::keyClicks(field(stage), "header.sec-websocket-acc");
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Return);
    QCOMPARE(field(stage)->text(), QStringLiteral("header.sec-websocket-accept"));
}

void LogFilterTest::escapeStopsAFilterAndEnterBeginsAgain()
{
    SpokenLog log;
    log.peerMany(200'000);
    LogStage stage;
    stage.show(log);
    stage.press(Qt::Key_Slash, Qt::ControlModifier);
    QTest::keyClicks(field(stage), "text matches \"9{3}\"");
    // No event is processed between these keys, so that the filter is under way.
    QTest::keyClick(field(stage), Qt::Key_Return);
    QTest::keyClick(field(stage), Qt::Key_Escape);
    QVERIFY2(state(stage).contains("stopped"), qPrintable(state(stage)));
    QVERIFY(field(stage)->text().startsWith("text"));
    QVERIFY(!stage.find<QToolButton>("filterStop")->isVisible());
    const int found = stage.model().rowCount();
    QTest::qWait(100);
    QCOMPARE(stage.model().rowCount(), found);
    QTest::keyClick(field(stage), Qt::Key_Return);
    QTRY_VERIFY(state(stage).contains("hidden by the filter"));
    // 999, 1999, ... and 9990 to 9999, ...: the numbers below 200 000 with 999 in them.
    int wanted = 0;
    for (int number = 0; number < 200'000; ++number)
        wanted += QString::number(number).contains("999") ? 1 : 0;
    QCOMPARE(stage.model().rowCount(), wanted);
    QTest::keyClicks(field(stage), " && no > 0");
    QTest::keyClick(field(stage), Qt::Key_Return);
    QTest::mouseClick(stage.find<QToolButton>("filterStop"), Qt::LeftButton);
    QVERIFY2(state(stage).contains("stopped"), qPrintable(state(stage)));
}

void LogFilterTest::theLineBelowSaysHowManyRowsAreHidden()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    const int all = stage.model().rowCount();
    filter(stage, "op == binary");
    QCOMPARE(state(stage), QStringLiteral("1 row, %1 hidden by the filter").arg(all - 1));
    filter(stage, "no >= 0");
    QCOMPARE(state(stage), QStringLiteral("%1 rows, none hidden by the filter").arg(all));
}

void LogFilterTest::theChoiceOfRowsAndMessagesComposesWithTheFilter()
{
    SpokenLog log;
    log.peer(0x01, "one ");
    log.peer(0x89, "between");
    log.peer(0x80, "message");
    log.peer(0x82, "message of octets");
    log.peer(0x89, "");
    LogStage stage;
    stage.show(log);
    showLevel(stage, LogLevel::Frames);
    filter(stage, "len < 10 && frame");
    QCOMPARE(stage.model().rowCount(), 4);
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("Control frames"));
    QTRY_COMPARE(stage.model().rowCount(), 2);
    QCOMPARE(state(stage), QStringLiteral("2 rows, none hidden by the filter"));
    choose(stage.find<QComboBox>("logFilter"), QStringLiteral("All rows"));
    QTRY_COMPARE(stage.model().rowCount(), 4);
    // In messages, the whole text is asked about, and a folded ping is found by itself.
    showLevel(stage, LogLevel::Messages);
    filter(stage, "text == \"one message\"");
    QTRY_COMPARE(stage.model().rowCount(), 1);
    QCOMPARE(stage.model().outlineAt(0).kind, LogOutline::Line::Kind::Message);
    QVERIFY(stage.model().unfold(0));
    QCOMPARE(stage.model().rowCount(), 4);
    filter(stage, "op == ping");
    QTRY_COMPARE(payloads(stage), (QStringList{"between", ""}));
    filter(stage, "status == 101");
    for (const LogLevel level : {LogLevel::Messages, LogLevel::Frames, LogLevel::Octets}) {
        showLevel(stage, level);
        QTRY_COMPARE(stage.model().rowCount(), 1); // Octets, which only the last level shows otherwise.
        QCOMPARE(stage.model().logRow(0).kind, RowKind::Octets);
    }
}

void LogFilterTest::matchesAreAppendedWhileAPickedRowStays()
{
    SpokenLog log;
    log.peerMany(2'000);
    LogStage stage;
    stage.show(log);
    filter(stage, "text ~ \"7\"");
    const int before = stage.model().rowCount();
    stage.click(stage.model().index(before / 2, WireLogModel::Info));
    const QString picked = stage.pickedInfo();
    const int top = stage.view().verticalScrollBar()->value();
    for (int i = 0; i < 5; ++i) {
        log.peerMany(20'000);
        stage.model().poll();
        QTest::qWait(20);
    }
    int wanted = 0;
    for (int number = 0; number < 102'000; ++number)
        wanted += QString::number(number).contains('7') ? 1 : 0;
    QTRY_COMPARE(stage.model().rowCount(), wanted);
    QCOMPARE(stage.pickedInfo(), picked);
    QCOMPARE(stage.view().verticalScrollBar()->value(), top);
    stage.model().poll();
    QVERIFY2(state(stage).contains("hidden by the filter"), qPrintable(state(stage)));
    // A row that matches only once its message is complete appears where it belongs.
    showLevel(stage, LogLevel::Frames);
    filter(stage, "text == \"first part, last part\"");
    log.peer(0x01, "first part, ");
    log.peer(0x89, "");
    showLevel(stage, LogLevel::Messages);
    filter(stage, "text == \"first part, last part\" or op == ping");
    QTRY_COMPARE(stage.model().rowCount(), 1);
    stage.click(stage.model().index(0, WireLogModel::Info));
    const std::optional<RowNumber> ping = stage.view().pickedRow();
    log.peer(0x80, "last part");
    stage.model().poll();
    QTRY_COMPARE(stage.model().rowCount(), 2);
    QCOMPARE(stage.view().currentIndex().row(), 1);
    QCOMPARE(stage.view().pickedRow(), ping);
}

void LogFilterTest::ofHeldRowsThoseWaitThatPass()
{
    SpokenLog log;
    log.peerMany(100);
    LogStage stage;
    stage.show(log);
    filter(stage, "text ~ \"7\"");
    QTRY_COMPARE(stage.model().rowCount(), 19);
    stage.press(Qt::Key_H, Qt::ControlModifier);
    log.peerMany(100);
    stage.model().poll();
    auto *edge = stage.find<QToolButton>("newestButton");
    QTRY_COMPARE(edge->text(), QStringLiteral("19 new rows wait"));
    QCOMPARE(stage.model().rowCount(), 19);
    QTRY_VERIFY2(state(stage).startsWith("19 rows, "), qPrintable(state(stage)));
    // A filter that is changed meanwhile does not let rows in, at no level.
    filter(stage, "text ~ \"99\"");
    for (const LogLevel level : {LogLevel::Messages, LogLevel::Frames, LogLevel::Octets}) {
        showLevel(stage, level);
        QTRY_COMPARE(edge->text(), QStringLiteral("1 new row waits"));
        QTRY_COMPARE(payloads(stage).filter("99").size(), 1);
        QCOMPARE(stage.model().rowCount(), 1);
    }
    field(stage)->clear();
    QTRY_VERIFY(!stage.model().isCatchingUp());
    QVERIFY(stage.model().rowOf(stage.model().rowCount() - 1) < stage.model().heldFrom());
    filter(stage, "text ~ \"99\"");
    QTRY_COMPARE(stage.model().rowCount(), 1);
    QTest::mouseClick(edge, Qt::LeftButton);
    QTRY_COMPARE(stage.model().rowCount(), 2);
}

void LogFilterTest::clearedRowsStayHiddenWhateverTheFilter()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    filter(stage, "op == text");
    QTRY_COMPARE(stage.model().rowCount(), 2);
    stage.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(stage.model().rowCount(), 0);
    log.peer(0x81, "plum");
    stage.model().poll();
    QTRY_COMPARE(payloads(stage), QStringList{"plum"});
    filter(stage, "apple or plum");
    QTRY_COMPARE(payloads(stage), QStringList{"plum"});
    QTest::mouseClick(stage.find<QToolButton>("undoClearButton"), Qt::LeftButton);
    QTRY_COMPARE(payloads(stage), (QStringList{"apple", "pineapple", "plum"}));
}

void LogFilterTest::aRowThatIsWantedButHiddenClearsTheFilter()
{
    SpokenLog log;
    sayFruit(log);
    log.peer(0x83, "reserved");
    LogStage stage;
    stage.show(log);
    QStringList messages;
    QObject::connect(&stage.panel(), &WireLogPanel::statusMessage, &stage.panel(),
                     [&](const QString &text) { messages += text; });
    filter(stage, "op == binary");
    stage.view().setFocus();
    stage.press(Qt::Key_F4);
    QTRY_VERIFY(stage.pickedInfo().endsWith("reserved"));
    QCOMPARE(field(stage)->text(), QString());
    QVERIFY(!messages.filter("The filter was cleared").isEmpty());
}

void LogFilterTest::everyCellHasAConditionThatItsRowPasses_data()
{
    QTest::addColumn<LogLevel>("level");
    QTest::newRow("messages") << LogLevel::Messages;
    QTest::newRow("frames") << LogLevel::Frames;
    QTest::newRow("octets") << LogLevel::Octets;
}

void LogFilterTest::everyCellHasAConditionThatItsRowPasses()
{
    QFETCH(LogLevel, level);
    SpokenLog log(true);
    log.at(std::chrono::milliseconds(1'234));
    sayFruit(log);
    log.peer(0x81, "quotes \" and \\ and \xc3\xa4");
    log.peer(0x81, std::string(300, 'x') + "\xe2\x82\xac");
    log.peer(0x82, std::string_view("\x00\xff\x80", 3));
    log.peer(0x82, std::string(200, '\xfe'));
    log.peer(0x81, "");
    log.peer(0x01, "begun, ");
    log.peer(0x89, "");
    log.peer(0x80, "ended");
    log.peer(0xc1, std::string_view("\xf2\x48\xcd\xc9\xc9\x07\x00", 7)); // RFC 7692 7.2.3.1: "Hello"
    log.peer(0x83, "reserved");
    log.peer(0x88, std::string_view("\x03\xe9going", 7));
    log.end();
    LogStage stage;
    stage.show(log);
    showLevel(stage, level);
    QTRY_COMPARE(stage.model().outline().rowCount(), log.session()->rowCount());
    int conditions = 0;
    for (int line = 0; line < stage.model().rowCount(); ++line) {
        for (int column = 0; column < WireLogModel::ColumnCount; ++column) {
            const std::string clause = stage.model().clauseOf(line, column);
            if (clause.empty())
                continue;
            ++conditions;
            const FilterReading reading = readFilter(clause);
            QVERIFY2(reading.tree, clause.c_str());
            FilterRun run(log.session(), *reading.tree,
                          level == LogLevel::Messages ? FilterView::Messages : FilterView::Frames,
                          filterWords(log.session(), Secrets::Kept));
            while (run.runSome()) { }
            QVERIFY2(run.found().contains(*stage.model().rowOf(line)),
                     qPrintable(QStringLiteral("row %1: %2")
                                    .arg(stage.model().rowOf(line)->value())
                                    .arg(QString::fromStdString(clause))));
        }
    }
    QVERIFY2(conditions > 60, qPrintable(QString::number(conditions)));
}

void LogFilterTest::aRightClickFiltersForACell()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    const auto rightClick = [&](const QString &info, int column, const QString &entry) {
        int line = 0;
        while (stage.model().cellText(line, WireLogModel::Info) != info)
            ++line;
        const QModelIndex cell = stage.model().index(line, column);
        stage.click(cell);
        chooseEntry(menuAt(stage.view().viewport(), stage.view().visualRect(cell).center(), "rowMenu"),
                    entry);
        QTRY_VERIFY(state(stage).contains("hidden by the filter"));
    };
    rightClick("apple", WireLogModel::What, "Filter for this");
    QCOMPARE(field(stage)->text(), QStringLiteral("op == text"));
    QTRY_COMPARE(payloads(stage), (QStringList{"apple", "pineapple"}));
    rightClick("apple", WireLogModel::Length, QStringLiteral("… and not this"));
    QCOMPARE(field(stage)->text(), QStringLiteral("op == text && !(len == 5)"));
    QTRY_COMPARE(payloads(stage), QStringList{"pineapple"});
    rightClick("pineapple", WireLogModel::DirectionColumn, QStringLiteral("… and this"));
    QCOMPARE(field(stage)->text(), QStringLiteral("op == text && !(len == 5) && dir == rx"));
    rightClick("pineapple", WireLogModel::Info, "Filter out this");
    QCOMPARE(field(stage)->text(), QStringLiteral("!(text == \"pineapple\")"));
    QTRY_VERIFY(payloads(stage).contains("apple") && !payloads(stage).contains("pineapple"));
}

void LogFilterTest::whatIsSearchedForIsLitInRows()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    const QColor lit = hitColor(Theme::of(stage.view().palette()));
    const auto isLit = [&](const QString &info) {
        int line = 0;
        while (stage.model().cellText(line, WireLogModel::Info) != info)
            ++line;
        return hasColor(stage.view().viewport(),
                        stage.view().visualRect(stage.model().index(line, WireLogModel::Info)), lit);
    };
    QVERIFY(!isLit("apple"));
    filter(stage, "APPLE or op == binary");
    QTRY_VERIFY(isLit("apple"));
    QVERIFY(isLit("pineapple"));
    QVERIFY(!isLit(pear));
    filter(stage, "!pine && frame"); // What must not be there is not looked for.
    QVERIFY(!isLit("apple"));
    stage.press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(stage.find<QLineEdit>("findText"), "ear");
    QTRY_VERIFY(isLit(pear));
    stage.press(Qt::Key_Escape);
    QVERIFY(!isLit(pear));
}

void LogFilterTest::filtersAreSavedAtOnceAndComeBack()
{
    SpokenLog log;
    sayFruit(log);
    LogStage stage;
    stage.show(log);
    filter(stage, "op == binary");
    const auto openMenu = [&] {
        auto *menu = stage.find<QMenu>("savedFiltersMenu");
        emit menu->aboutToShow();
        menu->popup(stage.panel().mapToGlobal(QPoint(10, 10)));
        return menu;
    };
    chooseEntry(openMenu(), "Save this filter");
    QInputDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget())) != nullptr);
    QTest::keySequence(dialog->findChild<QLineEdit *>(), QKeySequence::SelectAll);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), "All the pears");
    QTest::keyClick(dialog, Qt::Key_Return);
    // On the disk before anything closes.
    const SavedFilters saved;
    QCOMPARE(saved.all(), (std::vector<SavedFilter>{{"All the pears", "op == binary"}}));
    QCOMPARE(saved.recent(), QStringList{"op == binary"});

    LogStage later;
    later.show(log);
    auto *menu = later.find<QMenu>("savedFiltersMenu");
    emit menu->aboutToShow();
    menu->popup(later.panel().mapToGlobal(QPoint(10, 10)));
    chooseEntry(menu, "All the pears");
    QTRY_COMPARE(payloads(later), QStringList{pear});
    QCOMPARE(field(later)->text(), QStringLiteral("op == binary"));
}

void LogFilterTest::savedFiltersAreRenamedOrderedAndRemoved()
{
    {
        SavedFilters filters;
        QVERIFY(!filters.save("one", "op == text"));
        QVERIFY(!filters.save("two", "len > 1k"));
        QVERIFY(!filters.save("one", "op == ping")); // In place of the first one.
        QCOMPARE(filters.save("", "op == ping"), std::optional(SavedFilters::Refusal::NoName));
        QCOMPARE(filters.save("three", "op =="), std::optional(SavedFilters::Refusal::NotAFilter));
        QCOMPARE(filters.save(QString(81, 'x'), "op"), std::optional(SavedFilters::Refusal::LongName));
    }
    SpokenLog log;
    LogStage stage;
    stage.show(log);
    auto *menu = stage.find<QMenu>("savedFiltersMenu");
    emit menu->aboutToShow();
    menu->popup(stage.panel().mapToGlobal(QPoint(10, 10)));
    chooseEntry(menu, "Rename, order or remove");
    QDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget())) != nullptr);
    auto *table = dialog->findChild<QTableWidget *>("savedFiltersTable");
    const auto names = [] {
        QStringList all;
        const SavedFilters saved;
        for (const SavedFilter &each : saved.all())
            all += each.name;
        return all;
    };
    QTest::mouseClick(dialog->findChild<QPushButton *>("savedFiltersDown"), Qt::LeftButton);
    QCOMPARE(names(), (QStringList{"two", "one"}));
    table->setCurrentCell(0, 0);
    table->editItem(table->item(0, 0));
    auto *edit = table->findChild<QLineEdit *>();
    QVERIFY(edit);
    QTest::keySequence(edit, QKeySequence::SelectAll);
    QTest::keyClicks(edit, "long ones");
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(names(), (QStringList{"long ones", "one"}));
    QTest::mouseClick(dialog->findChild<QPushButton *>("savedFiltersRemove"), Qt::LeftButton);
    QCOMPARE(names(), QStringList{"one"});
    QTest::mouseClick(dialog->findChild<QPushButton *>("savedFiltersUse"), Qt::LeftButton);
    QTRY_COMPARE(field(stage)->text(), QStringLiteral("op == ping"));
}

void LogFilterTest::aBrokenEntryOfTheSettingsIsLeftOut()
{
    QSettings settings;
    settings.beginWriteArray("filter/saved", 5);
    const QStringList texts{"op == text", "op ==", "", "len > 2k", "op == text"};
    const QStringList names{"good", "a fault", "nothing", "", "good"};
    for (int i = 0; i < 5; ++i) {
        settings.setArrayIndex(i);
        settings.setValue("name", names[i]);
        settings.setValue("filter", texts[i]);
    }
    settings.endArray();
    settings.setValue("filter/recent", QStringList{"&&", "op == ping"});
    settings.sync();
    const SavedFilters saved;
    QCOMPARE(saved.all(), (std::vector<SavedFilter>{{"good", "op == text"}}));
    QCOMPARE(saved.recent(), QStringList{"op == ping"});
}

} // namespace fg
