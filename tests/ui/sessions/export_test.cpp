#include "tests/ui/sessions/export_test.h"

#include "tests/support/combo_box.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/kit/hex_view.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QTreeView>

namespace fg {

namespace {

void chooseForm(WindowDriver &driver, ExportFormat format)
{
    choose(driver.find<QComboBox>("exportFormat"), toQString(infoOf(format).name));
}

QString preview(const WindowDriver &driver)
{
    return driver.find<QPlainTextEdit>("exportPreview")->toPlainText();
}

// Exports to the file, waits until it is written, and returns its content.
QByteArray exportTo(WindowDriver &driver, const QString &file)
{
    driver.click("exportFileButton");
    driver.acceptFile("exportFileDialog", file);
    const auto isDone = [&] {
        return QFile::exists(file) && !driver.window().findChild<QDialog *>(QStringLiteral("exportDialog"));
    };
    if (!QTest::qWaitFor(isDone, longMilliseconds))
        return {};
    // Without a window manager no other program activates the window again.
    QApplication::setActiveWindow(&driver.window());
    return contentOf(file);
}

void click(QAbstractButton *button)
{
    QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(8, button->height() / 2));
}

} // namespace

void ExportTest::init() { QSettings().clear(); }

void ExportTest::everyFormatHasAPreviewAndIsWritten_data()
{
    QTest::addColumn<int>("format");
    for (const ExportFormatInfo &info : allExportFormats())
        QTest::newRow(std::string(info.word).c_str()) << int(info.format);
}

void ExportTest::everyFormatHasAPreviewAndIsWritten()
{
    QFETCH(int, format);
    const auto form = static_cast<ExportFormat>(format);
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(3));
    driver.press(Qt::Key_E);
    chooseForm(driver, form);
    QTRY_VERIFY(!preview(driver).isEmpty());
    if (form == ExportFormat::Pcapng)
        QTRY_VERIFY(preview(driver).startsWith("0000  0a 0d 0d 0a "));
    else
        QTRY_VERIFY(!preview(driver).startsWith("0000  "));
    const QString file = folder.filePath("out." + toQString(infoOf(form).ending));
    const QByteArray written = exportTo(driver, file);
    QVERIFY(!written.isEmpty());
    QVERIFY(!QDir(folder.path()).entryList(QDir::Files).join(' ').contains("part"));
    QTRY_VERIFY(!driver.window().findChild<QDialog *>(QStringLiteral("exportDialog")));
    if (!infoOf(form).isLossless)
        return;
    driver.drop(file);
    QTRY_VERIFY(driver.window().windowTitle().startsWith("out."));
    QTRY_VERIFY(driver.rowWith("RX", "frame", "message 3") >= 0);
}

void ExportTest::onlyPickedRowsAreWritten()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(5));
    const int row = driver.rowWith("TX", "frame", "message 2");
    driver.clickCell(driver.log(), driver.log()->model()->index(row, 3));
    driver.press(Qt::Key_E);
    auto *picked = driver.find<QRadioButton>("exportPicked");
    QVERIFY(picked->isEnabled() && !picked->isChecked());
    QVERIFY(picked->text().contains("(1)"));
    chooseForm(driver, ExportFormat::Csv);
    click(picked);
    QTRY_VERIFY(preview(driver).contains("message 2") && !preview(driver).contains("message 3"));
    const QByteArray written = exportTo(driver, folder.filePath("out.csv"));
    QVERIFY(written.contains("message 2"));
    QVERIFY(!written.contains("message 1") && !written.contains("message 3"));
    // A session file always has all rows.
    driver.press(Qt::Key_E);
    chooseForm(driver, ExportFormat::Pcapng);
    QVERIFY(!driver.find<QRadioButton>("exportPicked")->isEnabled());
}

void ExportTest::secretsAreBlankedUnlessAskedFor()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, secretSession("letmein"));
    driver.press(Qt::Key_E);
    chooseForm(driver, ExportFormat::Text);
    QTRY_VERIFY(preview(driver).contains("Authorization"));
    QVERIFY(!preview(driver).contains("letmein"));
    QVERIFY(!exportTo(driver, folder.filePath("blank.txt")).contains("letmein"));
    driver.press(Qt::Key_E);
    click(driver.find<QCheckBox>("exportSecrets"));
    QTRY_VERIFY(preview(driver).contains("letmein"));
    QVERIFY(exportTo(driver, folder.filePath("kept.txt")).contains("letmein"));
    // Other users may not read a file with secrets.
    constexpr auto others = QFile::ReadGroup | QFile::ReadOther;
    QCOMPARE(QFile::permissions(folder.filePath("kept.txt")) & others, QFile::Permissions());
}

void ExportTest::whatIsCopiedHasNoSecretsUnlessOneIsSelected()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, secretSession("letmein"));
    const auto copied = [](QWidget *widget) {
        widget->setFocus();
        QTest::keySequence(widget, QKeySequence::Copy);
        return QGuiApplication::clipboard()->text();
    };
    driver.click("levelOctetsButton");
    driver.clickCell(driver.log(), driver.log()->model()->index(driver.rowWith("TX", "octets", "GET"), 0));

    auto *hex = driver.find<HexView>("hexView");
    hex->setLit(0, hex->length());
    const QByteArray octets = QByteArray::fromHex(copied(hex).toLatin1());
    QVERIFY(octets.contains("Authorization: **************\r\n"));
    QCOMPARE(octets.size(), static_cast<qsizetype>(hex->length()));

    auto *tree = driver.find<QTreeView>("fieldTree");
    const QModelIndex head = tree->model()->index(0, 0);
    const QModelIndexList found =
        tree->model()->match(tree->model()->index(0, 0, head), Qt::DisplayRole, "Authorization", 1);
    QCOMPARE(found.size(), 1);
    const QModelIndex value = found.front().siblingAtColumn(1);
    QCOMPARE(value.data().toString(), QStringLiteral("Bearer letmein"));
    tree->setCurrentIndex(value);
    QCOMPARE(copied(tree), QStringLiteral("**************"));

    driver.showTab("handshakeDock"); // a panel in the background is not filled
    auto *request = driver.find<QPlainTextEdit>("requestText");
    QTRY_VERIFY(request->toPlainText().contains("Bearer letmein"));
    request->selectAll();
    request->copy();
    QVERIFY(QGuiApplication::clipboard()->text().contains("Authorization: **************\n"));
    request->setTextCursor(request->document()->find("letmein"));
    request->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("letmein"));
}

void ExportTest::aSecretThatTheAnswerRepeatsIsNotCopiedUnlessItIsSelected()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, repeatedSecretSession("hush-hush-hush"));
    driver.showTab("handshakeDock");
    auto *answer = driver.find<QPlainTextEdit>("answerText");
    QTRY_VERIFY(answer->toPlainText().contains("X-Sign: \\x01\nSec-WebSocket-Protocol: hush-hush-hush\n"));
    answer->selectAll();
    answer->copy();
    QString blanked = answer->toPlainText();
    blanked.replace("hush-hush-hush", "**************");
    QCOMPARE(QGuiApplication::clipboard()->text(), blanked);
    answer->setTextCursor(answer->document()->find("hush-hush"));
    answer->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("hush-hush"));
}

void ExportTest::theFormatIsRememberedButNotThatSecretsAreIncluded()
{
    const QTemporaryDir folder;
    {
        WindowDriver driver;
        openSession(driver, folder, answeredSession(1));
        driver.press(Qt::Key_E);
        chooseForm(driver, ExportFormat::Markdown);
        click(driver.find<QCheckBox>("exportSecrets"));
        QVERIFY(!exportTo(driver, folder.filePath("out.md")).isEmpty());
        driver.close();
    }
    WindowDriver driver;
    openSession(driver, folder, answeredSession(1));
    driver.press(Qt::Key_E);
    QCOMPARE(driver.find<QComboBox>("exportFormat")->currentText(),
             toQString(infoOf(ExportFormat::Markdown).name));
    QVERIFY(!driver.find<QCheckBox>("exportSecrets")->isChecked());
}

void ExportTest::cancelLeavesNoFile()
{
    const QTemporaryDir folder;
    const QTemporaryDir out;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(30'000, 100));
    driver.press(Qt::Key_E);
    chooseForm(driver, ExportFormat::Json);
    driver.click("exportFileButton");
    driver.acceptFile("exportFileDialog", out.filePath("out.json"));
    QTRY_VERIFY(driver.find<QWidget>("jobBar")->isVisible());
    QTRY_VERIFY(!QDir(out.path()).isEmpty());
    driver.click("stopJobButton");
    QTRY_VERIFY_WITH_TIMEOUT(!driver.find<QWidget>("jobBar")->isVisible(), longMilliseconds);
    QVERIFY(QDir(out.path()).isEmpty());
    QVERIFY(!driver.find<QWidget>("troubleBanner")->isVisible());
}

void ExportTest::theWindowClosesWhenTheFileIsWritten()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath("out.ndjson");
    WindowDriver driver;
    openSession(driver, folder, answeredSession(10'000));
    driver.press(Qt::Key_E);
    chooseForm(driver, ExportFormat::Ndjson);
    driver.click("exportFileButton");
    driver.acceptFile("exportFileDialog", file);
    driver.window().close();
    QVERIFY(driver.window().isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!driver.window().isVisible(), longMilliseconds);
    QVERIFY(contentOf(file).contains("message 10000"));
}

void ExportTest::aFileThatCannotBeWrittenSaysWhy()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    openSession(driver, folder, answeredSession(1));
    driver.press(Qt::Key_E);
    driver.click("exportFileButton");
    driver.acceptFile("exportFileDialog", folder.filePath("missing/out.txt"));
    QTRY_VERIFY(driver.find<QWidget>("troubleBanner")->isVisible());
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("missing"));
}

} // namespace fg
