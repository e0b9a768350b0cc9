#include "tests/ui/window/filter_window_test.h"

#include "protocol/report/import/synthetic_session.h"
#include "tests/support/menus.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/filter/filter_edit.h"
#include "ui/log/wire_log_model.h"
#include "ui/message/message_panel.h"

#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

namespace fg {

void FilterWindowTest::init() { QSettings().clear(); }

void FilterWindowTest::eachSessionHasItsFilter()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    driver.drop(writeSessions(folder, "a.pcapng", ExportFormat::Pcapng, {answeredSession(20)}));
    QTRY_COMPARE(driver.tabs()->model()->rowCount(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(driver.log()->model()->rowCount() > 40, longMilliseconds);
    auto *edit = driver.find<FilterEdit>("filterField");
    driver.press(Qt::Key_Slash);
    QTest::keyClicks(edit, "text == \"message 7\"");
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(driver.log()->model()->rowCount(), 2);
    driver.clickCell(driver.log(), driver.log()->model()->index(1, WireLogModel::Info));
    driver.drop(writeSessions(folder, "b.pcapng", ExportFormat::Pcapng, {answeredSession(5)}));
    QTRY_COMPARE(driver.tabs()->model()->rowCount(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(driver.log()->model()->rowCount() > 10, longMilliseconds);
    QCOMPARE(edit->text(), QString());
    const auto clickTab = [&](int tab) {
        QTest::mouseClick(driver.tabs()->viewport(), Qt::LeftButton, {},
                          driver.tabs()->visualRect(driver.tabs()->model()->index(tab, 0)).center());
    };
    const int shown = driver.tabs()->currentIndex().row();
    clickTab(1 - shown);
    QCOMPARE(edit->text(), QStringLiteral("text == \"message 7\""));
    QTRY_COMPARE(driver.log()->model()->rowCount(), 2);
    QTRY_COMPARE(driver.log()->currentIndex().row(), 1);
    clickTab(shown);
    QCOMPARE(edit->text(), QString());
    QTRY_VERIFY(driver.log()->model()->rowCount() > 10);
}

void FilterWindowTest::aFieldAFindingAndAJsonValueAreFilteredFor()
{
    SyntheticSession session(Role::Client, SessionLimits::onFile());
    session.addConnected({}, Duration());
    session.addOpeningHandshake("peer.example", "/talk", std::chrono::milliseconds(1));
    const auto receive = [&](std::string_view payload, std::uint8_t rsv) {
        FrameHeader header{.opcode = Opcode::Text, .payloadLength = payload.size()};
        header.rsv = rsv;
        session.addFrame(Direction::In, header, octetsOf(payload), std::chrono::milliseconds(5));
    };
    receive(R"({"user":{"id":7},"kind":"a"})", 0);
    receive(R"({"user":{"id":8},"kind":"b"})", 0);
    receive("broken", rsv2);
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, session.session());
    auto *edit = driver.find<FilterEdit>("filterField");
    const auto rowOf = [&](const QString &info) {
        int row = -1;
        for (int i = 0; i < driver.log()->model()->rowCount(); ++i) {
            if (driver.log()->model()->index(i, WireLogModel::Info).data().toString().contains(info))
                row = i;
        }
        return row;
    };
    QTRY_VERIFY(rowOf("broken") >= 0);

    // A field.
    driver.clickCell(driver.log(), driver.log()->model()->index(rowOf("broken"), WireLogModel::Info));
    driver.showTab("detailDock");
    auto *fields = driver.find<QTreeView>("fieldTree");
    QTRY_VERIFY(fields->model()->rowCount() > 3);
    const QModelIndexList rsv = fields->model()->match(fields->model()->index(0, 0), Qt::DisplayRole, "RSV2");
    QVERIFY(!rsv.isEmpty());
    emit fields->customContextMenuRequested(fields->visualRect(rsv.front()).center());
    chooseEntry(driver.find<QMenu>("fieldMenu"), "Filter for this");
    QCOMPARE(edit->text(), QStringLiteral("rsv2"));
    QTRY_COMPARE(driver.log()->model()->rowCount(), 1);

    // A value of JSON.
    edit->clear();
    QTRY_VERIFY(rowOf("\"a\"") >= 0 || rowOf("id") >= 0);
    driver.clickCell(driver.log(), driver.log()->model()->index(rowOf("id\":7"), WireLogModel::Info));
    driver.showTab("messageDock");
    auto *panel = driver.window().findChild<MessagePanel *>();
    QTRY_VERIFY(panel->isReady());
    QTest::mouseClick(driver.find<QToolButton>("messageAsJSON"), Qt::LeftButton);
    QTRY_VERIFY(panel->isReady());
    auto *tree = driver.find<QTreeView>("messageTree");
    QTRY_VERIFY(tree->model()->rowCount() > 0);
    tree->expandAll();
    const QModelIndexList ids = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, "id", 1,
                                                     Qt::MatchExactly | Qt::MatchRecursive);
    QVERIFY(!ids.isEmpty());
    emit tree->customContextMenuRequested(tree->visualRect(ids.front()).center());
    chooseEntry(driver.find<QMenu>("jsonMenu"), "Filter for this");
    QCOMPARE(edit->text(), QStringLiteral("json.user.id == 7"));
    QTRY_COMPARE(driver.log()->model()->rowCount(), 1);

    // A finding, added to what stands there.
    driver.showTab("findingsDock");
    auto *findings = driver.find<QTableView>("findingsTable");
    QTRY_VERIFY(findings->model()->rowCount() > 0);
    const QModelIndex sentence = findings->model()->index(0, 3);
    emit findings->customContextMenuRequested(findings->visualRect(sentence).center());
    chooseEntry(driver.find<QMenu>("findingMenu"), "Filter for this");
    QVERIFY2(edit->text().startsWith("finding == "), qPrintable(edit->text()));
    QTRY_COMPARE(driver.log()->model()->rowCount(), 1);
    QTRY_COMPARE(rowOf("broken"), 0);
}

} // namespace fg
