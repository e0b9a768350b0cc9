#include "tests/ui/window/window_test.h"

#include "protocol/report/pages/text_report.h"
#include "tests/support/combo_box.h"
#include "tests/ui/contrast.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/base/settings_keys.h"
#include "ui/base/text.h"
#include "ui/kit/hex_view.h"
#include "ui/log/wire_log_model.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/detail_panel.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <cmath>

namespace fg {

namespace {

const QStringList fiveCases = {"1.2.1", "2.2", "6.2.4", "6.22.27", "7.1.6"};

void sendByKeyboard(WindowDriver &driver, const QString &text)
{
    auto *box = driver.find<QPlainTextEdit>("composePayload");
    driver.press(Qt::Key_3);
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
}

// The shown session, taken from the model of the wire log.
std::shared_ptr<const Session> shownSession(const WindowDriver &driver)
{
    return static_cast<WireLogModel *>(driver.log()->model())->session();
}

void pick(WindowDriver &driver, int row)
{
    driver.clickCell(driver.log(), driver.log()->model()->index(row, 3));
}

} // namespace

void WindowTest::init() { QSettings().clear(); }

void WindowTest::theFirstClickConnectsToTheEchoPeer()
{
    WindowDriver driver;
    QCOMPARE(driver.find<QComboBox>("targetBox")->currentText(), QStringLiteral("Built-in echo peer"));
    QCOMPARE(driver.tabs()->model()->rowCount(), 0);
    QVERIFY(driver.connectNow());
    driver.click("levelOctetsButton");
    QVERIFY(driver.rowWith("TX", "octets") >= 0);
    QVERIFY(driver.rowWith("RX", "octets") >= 0);
    driver.click("disconnectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
}

void WindowTest::aTextTypedAndSentByKeyboardComesBack()
{
    WindowDriver driver;
    driver.press(Qt::Key_K);
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    sendByKeyboard(driver, "Hello");
    QTRY_VERIFY(driver.rowWith("TX", "frame", "Hello") >= 0);
    QTRY_VERIFY(driver.rowWith("RX", "frame", "Hello") >= 0);
    QVERIFY(driver.find<QPlainTextEdit>("composePayload")->toPlainText().isEmpty());
}

void WindowTest::binaryPingPongAndCloseAreSentFromTheBox()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    auto *kind = driver.find<QComboBox>("composeKind");
    const auto opcodes = [&driver] {
        QStringList found;
        for (int row = 0; row < driver.log()->model()->rowCount(); ++row)
            found += driver.log()->model()->index(row, WireLogModel::OpcodeColumn).data().toString();
        return found.join(QLatin1Char(' '));
    };
    choose(kind, "Binary");
    sendByKeyboard(driver, "de ad be ef");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "deadbeef") >= 0);
    choose(kind, "Ping");
    sendByKeyboard(driver, "are you there");
    QTRY_VERIFY(opcodes().contains("ping") && opcodes().contains("pong"));
    choose(kind, "Pong");
    sendByKeyboard(driver, "by myself");
    QTRY_VERIFY(driver.rowWith("TX", "frame", "by myself") >= 0);
    choose(kind, "Close");
    QTest::keyClicks(driver.find<QLineEdit>("closeReason"), "enough");
    QTest::keyClick(driver.find<QLineEdit>("closeReason"), Qt::Key_Return);
    QTRY_VERIFY(opcodes().contains("close"));
    QTRY_COMPARE(driver.state(), QStringLiteral("closed by us"));
}

void WindowTest::badHexadecimalIsReportedAndNotSent()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    choose(driver.find<QComboBox>("composeKind"), "Binary");
    const int rows = driver.log()->model()->rowCount();
    sendByKeyboard(driver, "00 1g");
    QVERIFY(driver.find<QLabel>("composeMessage")->text().contains("Character 5"));
    QVERIFY(!driver.find<QWidget>("sendButton")->isEnabled());
    QTest::qWait(100);
    QCOMPARE(driver.log()->model()->rowCount(), rows);
}

void WindowTest::theFiveCasesRunByOneClick()
{
    WindowDriver driver;
    driver.checkOnly(fiveCases);
    driver.pressRun();
    for (const QString &id : fiveCases)
        QTRY_COMPARE_WITH_TIMEOUT(driver.verdictOf(id), id == "7.1.6" ? "INFORMATIONAL" : "OK", 20'000);
    QTRY_VERIFY(driver.find<QLabel>("caseSummary")->text().contains("none failed"));
    // A case that has run is shown in the wire log like any session.
    driver.clickCell(driver.cases(), driver.caseIndex("6.2.4"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("6.2.4"));
    driver.click("levelOctetsButton");
    QVERIFY(driver.log()->model()->rowCount() > 25);
}

void WindowTest::aDoubleClickRunsOneCaseAndShowsItsLog()
{
    WindowDriver driver;
    driver.doubleClickCell(driver.cases(), driver.caseIndex("1.2.1"));
    QTRY_COMPARE_WITH_TIMEOUT(driver.verdictOf("1.2.1"), QStringLiteral("OK"), 10'000);
    QVERIFY(driver.window().windowTitle().startsWith("1.2.1"));
    QVERIFY(driver.verdictOf("2.2").isEmpty());
    QTRY_VERIFY(driver.find<QWidget>("runAgainButton")->isEnabled());
    const std::shared_ptr<const Session> first = shownSession(driver);
    driver.click("runAgainButton");
    QTRY_VERIFY(shownSession(driver) != first);
    QTRY_COMPARE_WITH_TIMEOUT(driver.verdictOf("1.2.1"), QStringLiteral("OK"), 10'000);
}

void WindowTest::aPickedFrameShowsFieldsAndOctetsLinkedBothWays()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendByKeyboard(driver, "Hello");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "Hello") >= 0);
    pick(driver, driver.rowWith("RX", "frame", "Hello"));
    auto *tree = driver.find<QTreeView>("fieldTree");
    auto *hex = driver.find<HexView>("hexView");
    // Two octets of header and five octets of payload.
    QCOMPARE(hex->length(), std::uint64_t(7));
    const auto *fields = static_cast<const FieldModel *>(tree->model());

    const QModelIndex payload = fields->fieldAt(3);
    QVERIFY(payload.isValid());
    driver.clickCell(tree, payload);
    QCOMPARE(hex->litStart(), std::uint64_t(2));
    QCOMPARE(hex->litLength(), std::uint64_t(5));

    QTest::mouseClick(hex->viewport(), Qt::LeftButton, {}, hex->octetRect(0).center());
    QVERIFY(tree->currentIndex() != payload);
    QVERIFY(fields->rangeOf(tree->currentIndex()).start == 0);
    QCOMPARE(hex->litStart(), std::uint64_t(0));
    QVERIFY(hex->litLength() >= 1);

    // The keyboard moves to the last octet, which belongs to the payload.
    QTest::keyClick(hex, Qt::Key_End);
    QCOMPARE(tree->currentIndex().siblingAtColumn(0), payload);
}

void WindowTest::aMaskedPayloadIsShownUnmasked()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendByKeyboard(driver, "Hello");
    QTRY_VERIFY(driver.rowWith("TX", "frame", "Hello") >= 0);
    pick(driver, driver.rowWith("TX", "frame", "Hello"));
    auto *hex = driver.find<HexView>("hexView");
    auto *unmask = driver.find<QToolButton>("unmaskButton");
    QVERIFY(unmask->isEnabled());
    const auto copied = [&] {
        hex->setLit(6, 5);
        hex->setFocus();
        QTest::keySequence(hex, QKeySequence::Copy);
        return QGuiApplication::clipboard()->text();
    };
    QVERIFY(copied() != "48656c6c6f");
    QTest::mouseClick(unmask, Qt::LeftButton);
    QCOMPARE(copied(), QStringLiteral("48656c6c6f"));
}

void WindowTest::theLogFollowsTheTailOnlyAtItsEnd()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.click("levelOctetsButton");
    for (int message = 0; message < 15; ++message)
        sendByKeyboard(driver, QString::number(message));
    auto *bar = driver.log()->verticalScrollBar();
    QTRY_VERIFY(driver.log()->model()->rowCount() >= 40);
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    bar->setValue(3);
    sendByKeyboard(driver, "more");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "more") >= 0);
    QCOMPARE(bar->value(), 3);
}

void WindowTest::theExportEqualsTheShownSession()
{
    WindowDriver driver;
    driver.doubleClickCell(driver.cases(), driver.caseIndex("2.2"));
    QTRY_COMPARE_WITH_TIMEOUT(driver.verdictOf("2.2"), QStringLiteral("OK"), 10'000);
    QTRY_VERIFY(driver.find<QWidget>("runAgainButton")->isEnabled());
    const QTemporaryDir folder;
    const QString file = folder.filePath("case.txt");
    driver.press(Qt::Key_E);
    driver.click("exportFileButton");
    driver.acceptFile("exportFileDialog", file);
    QTRY_VERIFY(QFile::exists(file));
    const QByteArray written = contentOf(file);
    QVERIFY(written.contains("Case 2.2"));
    for (const char *section : {"Opening Handshake", "Closing Behavior", "Wire Statistics", "Wire Log"})
        QVERIFY2(written.contains(section), section);
    // The file has every row of the wire log.
    const std::shared_ptr<const Session> session = shownSession(driver);
    const std::string report = textReport(*session, "any", std::chrono::system_clock::now());
    const std::string log = report.substr(report.find("Wire Log"));
    QVERIFY(written.endsWith(QByteArray::fromStdString(log)));
    QCOMPARE(QSettings().value("export/folder").toString(), QDir(folder.path()).absolutePath());
}

void WindowTest::theExportSaysWhyItCannotBeWritten()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    const QTemporaryDir folder;
    driver.press(Qt::Key_E);
    driver.click("exportFileButton");
    // The dialog accepts only existing folders, but a folder may be deleted before the file is written.
    driver.acceptFile("exportFileDialog", folder.filePath("missing/folder.txt"));
    auto *banner = driver.find<QWidget>("troubleBanner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("missing"));
    QVERIFY(!driver.find<QLabel>("troubleAdvice")->text().isEmpty());
}

void WindowTest::panelsShowTheShownSession()
{
    WindowDriver driver;
    driver.doubleClickCell(driver.cases(), driver.caseIndex("7.1.6"));
    QTRY_VERIFY_WITH_TIMEOUT(!driver.verdictOf("7.1.6").isEmpty() && driver.verdictOf("7.1.6") != "running",
                             10'000);
    driver.showTab("closingDock");
    QTRY_COMPARE(driver.find<QAbstractItemView>("closingTable")->model()->rowCount(), 13);
    QVERIFY(!driver.find<QLabel>("closingSentences")->text().isEmpty());
    driver.showTab("handshakeDock");
    QTRY_VERIFY(driver.find<QPlainTextEdit>("requestText")->toPlainText().startsWith("GET / HTTP/1.1"));
    QVERIFY(driver.find<QPlainTextEdit>("answerText")->toPlainText().contains("101"));
    QVERIFY(driver.find<QAbstractItemView>("checksTable")->model()->rowCount() > 3);
    driver.showTab("statisticsDock");
    for (const char *table : {"chopsInTable", "chopsOutTable", "framesInTable", "framesOutTable"})
        QTRY_VERIFY2(driver.find<QAbstractItemView>(table)->model()->rowCount() >= 2, table);
    driver.showTab("resultDock");
    QTRY_VERIFY(driver.find<QLabel>("behaviorText")->isVisible());
    QVERIFY(!driver.find<QLabel>("behaviorText")->text().isEmpty());
}

void WindowTest::aCompressedMessageIsShownWithBothLengthsAndItsRatio()
{
    QSettings().setValue(settings_keys::compression, true);
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendByKeyboard(driver, QString(1000, QLatin1Char('a')));
    driver.showTab("statisticsDock");
    QTRY_COMPARE(driver.find<QAbstractItemView>("compressionTable")->model()->rowCount(), 3);
    const QAbstractItemModel *totals = driver.find<QAbstractItemView>("compressionTable")->model();
    QTRY_COMPARE(totals->index(2, 3).data().toString(), grouped(2000));
    QVERIFY(totals->index(2, 4).data().toString().toInt() < 100);

    driver.showTab("handshakeDock");
    const QTabBar *const tabs = driver.find<QTabWidget>("handshakeTabs")->tabBar();
    QTRY_COMPARE(tabs->count(), 2);
    QTest::mouseClick(driver.find<QTabWidget>("handshakeTabs")->tabBar(), Qt::LeftButton, {},
                      tabs->tabRect(1).center());
    QTRY_VERIFY(driver.find<QAbstractItemView>("deflateTable")->isVisible());
    const QAbstractItemModel *parameters = driver.find<QAbstractItemView>("deflateTable")->model();
    QCOMPARE(parameters->rowCount(), 3);
    QCOMPARE(parameters->index(0, 0).data().toString(), QStringLiteral("Offer 1, accepted"));
    QCOMPARE(parameters->index(2, 4).data().toString(), QStringLiteral("15 (32 KiB)"));

    QVERIFY(driver.rowWith("RX", "frame", "inflated: aaaa") >= 0);
    pick(driver, driver.rowWith("RX", "frame"));
    const QAbstractItemModel *fields = driver.find<QTreeView>("fieldTree")->model();
    const auto found =
        fields->match(fields->index(0, 0), Qt::DisplayRole, QStringLiteral("message, inflated"));
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].siblingAtColumn(1).data().toString(), QStringLiteral("1000 octets"));
}

void WindowTest::composeAgainCopiesThePickedFrame()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    sendByKeyboard(driver, "once more");
    QTRY_VERIFY(driver.rowWith("RX", "frame", "once more") >= 0);
    pick(driver, driver.rowWith("RX", "frame", "once more"));
    driver.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(driver.find<QPlainTextEdit>("composePayload")->toPlainText(), QStringLiteral("once more"));
    QCOMPARE(driver.find<QComboBox>("composeKind")->currentText(), QStringLiteral("Text"));
}

void WindowTest::layoutAndTargetSurviveARestart()
{
    {
        WindowDriver driver;
        driver.window().resize(1111, 777);
        driver.typeTarget("ws://127.0.0.1:1/somewhere");
        driver.click("connectButton");
        driver.dock("detailDock")->hide();
        driver.find<WireLogView>("wireLog")->header()->resizeSection(WireLogModel::What, 133);
        const QModelIndex index = driver.caseIndex("2.2");
        driver.cases()->model()->setData(index, Qt::Unchecked, Qt::CheckStateRole);
        QTest::qWait(50);
        driver.close();
    }
    WindowDriver driver;
    QCOMPARE(driver.window().size(), QSize(1111, 777));
    auto *target = driver.find<QComboBox>("targetBox");
    QCOMPARE(target->currentText(), QStringLiteral("ws://127.0.0.1:1/somewhere"));
    QCOMPARE(target->itemText(0), QStringLiteral("Built-in echo peer"));
    QCOMPARE(target->itemText(1), QStringLiteral("ws://127.0.0.1:1/somewhere"));
    QVERIFY(driver.dock("detailDock")->isHidden());
    QCOMPARE(driver.find<WireLogView>("wireLog")->header()->sectionSize(WireLogModel::What), 133);
    QCOMPARE(driver.caseIndex("2.2").data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QCOMPARE(driver.caseIndex("7.1.6").data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
}

void WindowTest::theUserOfAUrlIsKeptNowhere()
{
    const QString typed = QStringLiteral("ws://anna:letmein@127.0.0.1:1/somewhere");
    {
        WindowDriver driver;
        driver.typeTarget(typed);
        driver.click("connectButton");
        auto *target = driver.find<QComboBox>("targetBox");
        QCOMPARE(target->itemText(1), QStringLiteral("ws://127.0.0.1:1/somewhere"));
        QCOMPARE(target->currentText(), typed); // With it one can connect again.
        QVERIFY(!driver.window().windowTitle().contains(QLatin1String("letmein")));
        driver.typeServer(typed);
        driver.pressRun();
        QTest::qWait(50);
        driver.close();
    }
    const QSettings settings;
    QVERIFY(!settings.allKeys().isEmpty());
    QFile file(settings.fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray kept = file.readAll();
    QVERIFY(kept.contains("127.0.0.1:1/somewhere"));
    QVERIFY(!kept.contains("letmein"));
    WindowDriver driver;
    QCOMPARE(driver.find<QComboBox>("targetBox")->currentText(),
             QStringLiteral("ws://127.0.0.1:1/somewhere"));
}

void WindowTest::closingWhileConnectedSendsAClose()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    const std::shared_ptr<const Session> session = shownSession(driver);
    driver.close();
    const ClosingRecord closing = session->closing();
    QVERIFY(closing.closedByMe);
    QCOMPARE(closing.localCloseCode.value_or(0), std::uint16_t(1001));
    QVERIFY(closing.wasClean);
}

void WindowTest::hintsAreReadableOnDarkAndOnLight()
{
    const QPalette before = QApplication::palette();
    for (const QColor &base : {QColor(0x1b, 0x1e, 0x20), QColor(Qt::white)}) {
        QPalette palette(QColor(base).lighter(110), base);
        palette.setColor(QPalette::Base, base);
        palette.setColor(QPalette::Text, base == Qt::white ? Qt::black : Qt::white);
        QColor dim = palette.color(QPalette::Text);
        dim.setAlphaF(0.3F);
        palette.setColor(QPalette::PlaceholderText, dim);
        WindowDriver driver;
        QApplication::setPalette(palette); // The window is open during this change.
        const auto *field = driver.find<QPlainTextEdit>("composePayload");
        QTRY_COMPARE(field->palette().color(QPalette::Base), base);
        QTRY_COMPARE(field->palette().color(QPalette::PlaceholderText).alpha(), 255);
        const QColor hint = field->palette().color(QPalette::PlaceholderText);
        const double ratio = contrast(hint, field->palette().color(QPalette::Base));
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
        driver.close();
    }
    QApplication::setPalette(before);
}

} // namespace fg
