#include "tests/ui/settings/settings_test.h"

#include "protocol/files/file_hold.h"
#include "protocol/session/live/target_limits.h"
#include "protocol/session/log/session.h"
#include "tests/ui/accelerators.h"
#include "tests/ui/contrast.h"
#include "tests/ui/sample_sessions.h"
#include "tests/ui/sessions/session_steps.h"
#include "tests/ui/window_driver.h"
#include "ui/base/preferences.h"
#include "ui/base/settings_keys.h"
#include "ui/base/theme.h"
#include "ui/log/wire_log_view.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSpinBox>
#include <QStyle>
#include <QStyleOptionButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include <fstream>

namespace fg {

namespace {

enum class Page : std::uint8_t { Appearance, Recordings, Limits };

QDialog *settingsOf(WindowDriver &driver, Page page = Page::Appearance)
{
    if (!driver.window().findChild<QDialog *>("settingsDialog"))
        driver.press(Qt::Key_Comma);
    auto *dialog = driver.find<QDialog>("settingsDialog");
    // Without a window manager no other program activates it, and only what is active has the focus.
    QApplication::setActiveWindow(dialog);
    QTabBar *const tabs = dialog->findChild<QTabWidget *>("settingsPages")->tabBar();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(int(page)).center());
    return dialog;
}

template <typename Widget> Widget *in(QDialog *dialog, const char *name)
{
    auto *widget = dialog->findChild<Widget *>(QLatin1String(name));
    if (!widget)
        qFatal("the dialog has no %s", name);
    return widget;
}

void type(QAbstractSpinBox *box, const QString &text)
{
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Tab);
}

// Goes to an entry of a list by the arrow keys.
void choose(QComboBox *box, int index)
{
    box->setFocus();
    while (box->currentIndex() != index)
        QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
}

void press(QDialog *dialog, QDialogButtonBox::StandardButton button)
{
    QWidget *const window = dialog->parentWidget()->window();
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(button), Qt::LeftButton);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QApplication::setActiveWindow(window);
}

// What is on the disk now, as another program would read it. Objects of this program share what they have
// read.
QVariant onDisk(QLatin1String key)
{
    const QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("copy.ini"));
    QFile::copy(QSettings().fileName(), copy);
    return QSettings(copy, QSettings::IniFormat).value(key);
}

// The largest contrast to its background of what is drawn at the edge of a box.
double edgeContrast(const QImage &image, const QRect &box, const QColor &around)
{
    double best = 1;
    for (int x = box.left(); x <= box.right(); ++x) {
        for (int y = box.top(); y <= box.bottom(); ++y)
            best = std::max(best, contrast(image.pixelColor(x, y), around));
    }
    return best;
}

// A session file as a killed program leaves it.
void leaveRecording(const QString &folder, const QString &name)
{
    const QTemporaryDir samples;
    QDir().mkpath(folder);
    QFile::copy(writeSessions(samples, "a.pcapng", ExportFormat::Pcapng, {answeredSession(2)}),
                folder + QLatin1Char('/') + name);
}

} // namespace

void SettingsTest::init() { forgetSettingsAndRecordings(); }

// The look is that of the whole application, so that a test gives it back.
void SettingsTest::cleanup()
{
    QSettings().clear();
    const WindowDriver driver;
}

void SettingsTest::whatIsSetHoldsAtOnceAndIsWrittenAtOnce()
{
    WindowDriver driver;
    const double before = QApplication::font().pointSizeF();
    QDialog *const dialog = settingsOf(driver);
    type(in<QSpinBox>(dialog, "zoomBox"), "150");
    QVERIFY(QApplication::font().pointSizeF() > 1.4 * before);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 150);
    type(in<QSpinBox>(dialog, "fixedFontPoints"), "14");
    QCOMPARE(monospaceFont().pointSizeF(), 21.0);
    QCOMPARE(driver.find<QPlainTextEdit>("composePayload")->font().pointSizeF(), 21.0);
    QCOMPARE(onDisk(settings_keys::fixedPoints).toInt(), 14);
    press(dialog, QDialogButtonBox::Ok);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 150);
    QVERIFY(QApplication::font().pointSizeF() > 1.4 * before);
}

void SettingsTest::cancelGoesBackToWhatWasSetBefore()
{
    QSettings().setValue(settings_keys::zoomPercent, 120);
    WindowDriver driver;
    QDialog *const dialog = settingsOf(driver);
    type(in<QSpinBox>(dialog, "zoomBox"), "150");
    choose(in<QComboBox>(dialog, "colorScheme"), 2);
    settingsOf(driver, Page::Limits);
    type(in<QAbstractSpinBox>(dialog, "usualConnectLimit"), "9");
    QCOMPARE(onDisk(settings_keys::usualConnectLimit).toDouble(), 9.0);
    press(dialog, QDialogButtonBox::Cancel);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 120);
    QVERIFY(!onDisk(settings_keys::usualConnectLimit).isValid());
    QVERIFY(!onDisk(settings_keys::colorScheme).isValid());
}

void SettingsTest::aPageHasItsDefaultsBackAndTheOthersStay()
{
    WindowDriver driver;
    QDialog *const dialog = settingsOf(driver);
    type(in<QSpinBox>(dialog, "zoomBox"), "150");
    settingsOf(driver, Page::Limits);
    type(in<QAbstractSpinBox>(dialog, "usualOpenLimit"), "9");
    type(in<QAbstractSpinBox>(dialog, "usualMessageLimit"), "3");
    QTest::mouseClick(in<QPushButton>(dialog, "restoreDefaultsButton"), Qt::LeftButton);
    QCOMPARE(in<QDoubleSpinBox>(dialog, "usualOpenLimit")->value(), 5.0);
    QCOMPARE(in<QSpinBox>(dialog, "usualMessageLimit")->value(), 64);
    QVERIFY(!onDisk(settings_keys::usualOpeningLimit).isValid());
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 150);
    settingsOf(driver);
    QTest::mouseClick(in<QPushButton>(dialog, "restoreDefaultsButton"), Qt::LeftButton);
    QVERIFY(!onDisk(settings_keys::zoomPercent).isValid());
}

void SettingsTest::theKeysZoomBothFonts()
{
    WindowDriver driver;
    const double interface = QApplication::font().pointSizeF();
    const double fixed = monospaceFont().pointSizeF();
    driver.press(Qt::Key_Plus);
    driver.press(Qt::Key_Equal);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 120);
    QVERIFY(qAbs(QApplication::font().pointSizeF() - 1.2 * interface) < 0.1);
    QVERIFY(qAbs(monospaceFont().pointSizeF() - 1.2 * fixed) < 0.1);
    driver.press(Qt::Key_Minus);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), 110);
    driver.press(Qt::Key_0);
    QVERIFY(!onDisk(settings_keys::zoomPercent).isValid());
    QCOMPARE(QApplication::font().pointSizeF(), interface);
    for (int more = 0; more < 40; ++more)
        driver.press(Qt::Key_Plus);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), Preferences::largestZoom);
    for (int less = 0; less < 40; ++less)
        driver.press(Qt::Key_Minus);
    QCOMPARE(onDisk(settings_keys::zoomPercent).toInt(), Preferences::smallestZoom);
}

void SettingsTest::tablesKeepTheirColumnsInCharacters()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    auto *log = driver.find<WireLogView>("wireLog");
    const int width = log->header()->sectionSize(1);
    const int height = log->visualRect(log->model()->index(0, 0)).height();
    for (int more = 0; more < 5; ++more)
        driver.press(Qt::Key_Plus);
    QVERIFY(log->header()->sectionSize(1) > width * 13 / 10);
    // Widgets are told of another font only when events are processed.
    QTRY_VERIFY(log->visualRect(log->model()->index(0, 0)).height() > height * 12 / 10);
    driver.press(Qt::Key_0);
    QTRY_COMPARE(log->visualRect(log->model()->index(0, 0)).height(), height);
    QVERIFY(qAbs(log->header()->sectionSize(1) - width) <= 6);
}

void SettingsTest::nothingAboveTheLogIsCutAtAnyZoom()
{
    WindowDriver driver;
    const char *const names[] = {"levelMessagesButton", "levelFramesButton", "levelOctetsButton",
                                 "logFilter",           "logDirection",      "pauseBox",
                                 "holdRowsButton",      "clearRowsButton"};
    const auto areWhole = [&] {
        for (const char *name : names) {
            const auto *field = driver.find<QWidget>(name);
            const QWidget *const bar = field->parentWidget();
            if (field->width() < field->sizeHint().width() || field->height() < field->sizeHint().height()
                || !bar->rect().contains(field->geometry()))
                return false;
        }
        return true;
    };
    const auto *log = driver.find<QWidget>("wireLog");
    const int before = driver.find<QWidget>("logFilter")->width();
    for (const char *zoom : {"150", "200", "100"}) {
        type(in<QSpinBox>(settingsOf(driver), "zoomBox"), zoom);
        QVERIFY2(QTest::qWaitFor(areWhole, 2'000), zoom);
        QVERIFY2(log->height() > 40, zoom);
    }
    QTRY_COMPARE(driver.find<QWidget>("logFilter")->width(), before);
}

void SettingsTest::darkAndLightAreChosenAndTheSystemComesBack()
{
    WindowDriver driver;
    const QColor before = QApplication::palette().color(QPalette::Base);
    QDialog *const dialog = settingsOf(driver);
    auto *colors = in<QComboBox>(dialog, "colorScheme");
    choose(colors, int(ColorScheme::Dark));
    QVERIFY(Theme::current().isDark);
    QCOMPARE(onDisk(settings_keys::colorScheme).toInt(), int(ColorScheme::Dark));
    choose(colors, int(ColorScheme::Light));
    QVERIFY(!Theme::current().isDark);
    for (const ColorScheme scheme : {ColorScheme::Light, ColorScheme::Dark}) {
        choose(colors, int(scheme));
        const QPalette palette = QApplication::palette();
        const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
            {QPalette::WindowText, QPalette::Window},         {QPalette::Text, QPalette::Base},
            {QPalette::PlaceholderText, QPalette::Base},      {QPalette::ButtonText, QPalette::Button},
            {QPalette::HighlightedText, QPalette::Highlight}, {QPalette::Link, QPalette::Base},
            {QPalette::ToolTipText, QPalette::ToolTipBase}};
        for (const auto &[text, ground] : pairs)
            QVERIFY2(contrast(palette.color(text), palette.color(ground)) >= 4.5,
                     qPrintable(QString::number(text)));
    }
    choose(colors, int(ColorScheme::System));
    QCOMPARE(QApplication::palette().color(QPalette::Base), before);
}

void SettingsTest::uncheckedBoxesAreSeenInDark()
{
    QSettings().setValue(settings_keys::colorScheme, int(ColorScheme::Dark));
    WindowDriver driver;
    driver.checkOnly({});
    const double enough = 3; // WCAG 1.4.11
    // In a list and in a tree.
    driver.goTo(Perspective::Conformance);
    driver.agents().checkOnly({});
    QTest::qWait(50);
    for (const char *name : {"agentList", "caseTree"}) {
        auto *view = driver.find<QAbstractItemView>(name);
        const QModelIndex index = view->model()->index(0, 0);
        QCOMPARE(index.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        const QImage image = view->viewport()->grab().toImage();
        QRect box = view->visualRect(index);
        box.setWidth(17); // the text begins after it
        // A row that is selected has another ground.
        const double ratio = edgeContrast(image, box, image.pixelColor(box.topLeft() + QPoint(0, 1)));
        QVERIFY2(ratio >= enough, qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(name)).arg(ratio)));
    }
    // By itself.
    driver.goTo(Perspective::Connections);
    driver.click("optionsButton");
    auto *box = driver.find<QCheckBox>("compressionBox");
    QVERIFY(!box->isChecked());
    QStyleOptionButton option;
    option.initFrom(box);
    const QRect place = box->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, box);
    double ratio = edgeContrast(box->grab().toImage(), place, box->palette().color(QPalette::Window));
    QVERIFY2(ratio >= enough, qPrintable(QString::number(ratio)));
    // In a menu: a box, and a circle of a group.
    QMenu menu;
    for (const bool isOfGroup : {false, true}) {
        menu.clear();
        QAction *const action = menu.addAction(QString());
        action->setCheckable(true);
        QActionGroup group(&menu);
        if (isOfGroup)
            group.addAction(action);
        menu.resize(menu.sizeHint());
        menu.ensurePolished();
        QRect mark = menu.actionGeometry(action);
        mark.setWidth(menu.fontMetrics().height() + 4);
        ratio = edgeContrast(menu.grab().toImage(), mark.adjusted(3, 3, 0, -3),
                             menu.palette().color(QPalette::Window));
        QVERIFY2(ratio >= enough, qPrintable(QString::number(ratio)));
    }
}

void SettingsTest::aCheckedToolButtonIsToldFromOneThatIsNot_data()
{
    QTest::addColumn<ColorScheme>("scheme");
    QTest::newRow("light") << ColorScheme::Light;
    QTest::newRow("dark") << ColorScheme::Dark;
}

void SettingsTest::aCheckedToolButtonIsToldFromOneThatIsNot()
{
    QFETCH(const ColorScheme, scheme);
    QSettings().setValue(settings_keys::colorScheme, int(scheme));
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    for (const char *name : {"levelMessagesButton", "holdRowsButton", "connectionsButton",
                             "conformanceButton", "optionsButton"}) {
        auto *button = driver.find<QToolButton>(name);
        const QSignalBlocker quiet(button);
        QVERIFY2(button->isEnabled(), name);
        QColor edges[2];
        QColor grounds[2];
        for (const bool isChecked : {false, true}) {
            button->setDown(false);
            button->setChecked(isChecked);
            QCOMPARE(button->isChecked(), isChecked);
            const QImage image = button->grab().toImage();
            edges[isChecked] = image.pixelColor(image.width() / 2, 0);
            grounds[isChecked] = image.pixelColor(image.width() / 2, 2);
        }
        const auto said = [&](double ratio) {
            return QStringLiteral("%1 %2").arg(QLatin1String(name)).arg(ratio);
        };
        const QPalette palette = button->palette();
        // WCAG 1.4.11 and 1.4.3.
        const double toUnchecked = contrast(edges[1], edges[0]);
        QVERIFY2(toUnchecked >= 3, qPrintable(said(toUnchecked)));
        const double toWindow = contrast(edges[1], palette.color(QPalette::Window));
        QVERIFY2(toWindow >= 3, qPrintable(said(toWindow)));
        const double ofText = contrast(palette.color(QPalette::ButtonText), grounds[1]);
        QVERIFY2(ofText >= 4.5, qPrintable(said(ofText)));
        QVERIFY2(grounds[1] != grounds[0], name);
    }
}

void SettingsTest::timesHaveTheChosenFormEverywhere()
{
    leaveRecording(sessionFolder(), "20260101-000000-1-1.pcapng");
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    QVERIFY(driver.connectNow());
    driver.run({"1.1.1"});
    driver.goTo(Perspective::Connections);
    const auto rowTime = [&driver] { return driver.log()->model()->index(0, 1).data().toString(); };
    const QRegularExpression utc(QStringLiteral("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}$"));
    const QRegularExpression seconds(QStringLiteral("^\\d+\\.\\d{6}$"));
    QTRY_VERIFY2(seconds.match(rowTime()).hasMatch(), qPrintable(rowTime()));
    QDialog *const dialog = settingsOf(driver);
    auto *times = in<QComboBox>(dialog, "timeStyle");
    choose(times, int(TimeStyle::Utc));
    QVERIFY2(utc.match(rowTime()).hasMatch(), qPrintable(rowTime()));
    QCOMPARE(onDisk(settings_keys::wireLogTime).toInt(), int(TimeStyle::Utc));
    QVERIFY(driver.find<QAction>("timeUtc")->isChecked());
    auto *log = driver.find<WireLogView>("wireLog");
    QVERIFY(log->header()->sectionSize(1) > log->fontMetrics().horizontalAdvance(rowTime()));
    const auto *runs = driver.find<QAbstractItemView>("runList")->model();
    QTRY_COMPARE(runs->rowCount(), 1);
    const auto when = [runs] { return runs->index(0, 0).data().toString(); };
    QVERIFY2(when().endsWith(" UTC"), qPrintable(when()));
    QVERIFY(driver.find<QLabel>("recoveryNames")->text().contains(" UTC,"));
    choose(times, int(TimeStyle::Absolute));
    QVERIFY(QRegularExpression("^\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$").match(rowTime()).hasMatch());
    QVERIFY(!when().endsWith(" UTC"));
    // The menu sets the same.
    driver.find<QAction>("timeDelta")->trigger();
    QCOMPARE(times->currentIndex(), int(TimeStyle::Delta));
    QCOMPARE(onDisk(settings_keys::wireLogTime).toInt(), int(TimeStyle::Delta));
    QVERIFY2(seconds.match(rowTime()).hasMatch(), qPrintable(rowTime()));
    // So does a window that starts.
    const WindowDriver next;
    QVERIFY(next.find<QAction>("timeDelta")->isChecked());
}

void SettingsTest::aNewRequestHasTheChosenLimits()
{
    WindowDriver driver;
    driver.click("optionsButton");
    type(driver.find<QAbstractSpinBox>("openingLimitBox"), "7");
    QVERIFY(driver.find<QToolButton>("optionsButton")->text().contains("1 more"));
    QDialog *const dialog = settingsOf(driver, Page::Limits);
    type(in<QAbstractSpinBox>(dialog, "usualConnectLimit"), "20");
    type(in<QAbstractSpinBox>(dialog, "usualOpenLimit"), "30");
    type(in<QAbstractSpinBox>(dialog, "usualMessageLimit"), "3");
    QCOMPARE(driver.find<QDoubleSpinBox>("connectLimitBox")->value(), 20.0);
    QCOMPARE(driver.find<QDoubleSpinBox>("openingLimitBox")->value(), 7.0); // entered by hand
    QCOMPARE(driver.find<QSpinBox>("messageLimitBox")->value(), 3);
    QVERIFY(driver.find<QToolButton>("optionsButton")->text().contains("1 more"));
    press(dialog, QDialogButtonBox::Ok);
    driver.typeServer("ws://127.0.0.1:1/");
    QCOMPARE(driver.agents().at(1)->options.connectLimit, Duration(std::chrono::seconds(20)));
    QCOMPARE(driver.agents().at(1)->options.messageLimit, std::uint64_t(3 * mebibyte));
}

void SettingsTest::theMemoryForFilesIsAskedForInTheFileMenu()
{
    {
        WindowDriver driver;
        driver.trigger("&Memory for files…");
        auto *dialog = driver.find<QDialog>("settingsDialog");
        auto *memory = in<QSpinBox>(dialog, "fileMemory");
        QVERIFY(memory->isVisible());
        QCOMPARE(memory->value(), 1024);
        type(memory, "2048");
        press(dialog, QDialogButtonBox::Ok);
    }
    QCOMPARE(Preferences::read(QSettings()).fileMebibytes, 2048);
}

void SettingsTest::faultyValuesInTheFileAreTheDefaults_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::newRow("a number too large") << QVariant(2'000'000'000);
    QTest::newRow("a negative number") << QVariant(-1);
    QTest::newRow("a number beyond 64 bits") << QVariant("99999999999999999999999");
    QTest::newRow("text") << QVariant("many");
    QTest::newRow("nothing") << QVariant("");
    QTest::newRow("not a number") << QVariant("nan");
    QTest::newRow("infinity") << QVariant("inf");
    QTest::newRow("a list") << QVariant(QStringList{"1", "2"});
    QTest::newRow("octets") << QVariant(QByteArray("\0\xff", 2));
    QTest::newRow("a map") << QVariant(QVariantMap{{"a", 1}});
    QTest::newRow("a long text") << QVariant(QString(1'000'000, QLatin1Char('x')));
}

void SettingsTest::faultyValuesInTheFileAreTheDefaults()
{
    QFETCH(const QVariant, value);
    using namespace settings_keys;
    for (const QLatin1String key : {colorScheme, interfacePoints, fixedPoints, zoomPercent, wireLogTime,
                                    recordingFolder, keptFiles, keptDays, keptMebibytes, usualConnectLimit,
                                    usualOpeningLimit, usualClosingLimit, usualMessageLimit, fileMemory})
        QSettings().setValue(key, value);
    if (value.toString().size() > Preferences::longestFamily || value.toString().isEmpty()) {
        QSettings().setValue(interfaceFamily, value);
        QSettings().setValue(fixedFamily, value);
    }
    QSettings().sync();
    const QTemporaryDir folder;
    const QString copy = folder.filePath("copy.ini");
    QVERIFY(QFile::copy(QSettings().fileName(), copy));
    QVERIFY(Preferences::read(QSettings(copy, QSettings::IniFormat)) == Preferences());
}

void SettingsTest::theWindowStartsWithAFileOfFaultyValues()
{
    for (const QVariant &value : {QVariant("many"), QVariant(QStringList{"1", "2"}), QVariant(-1),
                                  QVariant(QByteArray(3'000, '\xff')), QVariant(QVariantList{1, "a"})}) {
        QSettings().clear();
        {
            WindowDriver driver;
            driver.typeTarget("ws://127.0.0.1:1/");
            driver.click("connectButton");
            driver.close(); // writes every key
        }
        for (const QString &key : QSettings().allKeys()) {
            // Any text is an origin, and the echo peer refuses a foreign one.
            if (key != settings_keys::origin)
                QSettings().setValue(key, value);
        }
        WindowDriver driver;
        QVERIFY(driver.window().isVisible());
        QVERIFY(driver.window().width() > 700);
        driver.typeTarget("Built-in echo peer");
        QVERIFY(driver.connectNow());
    }
}

void SettingsTest::recordingsGoToTheChosenFolder()
{
    const QTemporaryDir folder;
    const QString chosen = folder.filePath("made when it is needed");
    const auto filesIn = [](const QString &where) { return QDir(where).entryList(QDir::Files); };
    {
        WindowDriver driver;
        QDialog *const dialog = settingsOf(driver, Page::Recordings);
        auto *edit = in<QLineEdit>(dialog, "recordingFolder");
        edit->setFocus();
        QTest::keyClicks(edit, chosen);
        QTest::keyClick(edit, Qt::Key_Tab);
        QCOMPARE(onDisk(settings_keys::recordingFolder).toString(), chosen);
        QVERIFY(!QFile::exists(chosen));
        press(dialog, QDialogButtonBox::Ok);
        QVERIFY(driver.connectNow());
        QCOMPARE(filesIn(chosen).size(), 1);
        QVERIFY(recorded().isEmpty());
    }
    // What is left in a folder that was the chosen one earlier is found all the same.
    leaveRecording(chosen, "20260101-000000-1-1.pcapng");
    WindowDriver driver;
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
    driver.click("laterButton");
    QDialog *const dialog = settingsOf(driver, Page::Recordings);
    auto *edit = in<QLineEdit>(dialog, "recordingFolder");
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClick(edit, Qt::Key_Tab);
    QVERIFY(!onDisk(settings_keys::recordingFolder).isValid());
    press(dialog, QDialogButtonBox::Ok);
    driver.trigger("Reco&ver…");
    QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
}

void SettingsTest::aFolderThatCannotBeUsedIsNamedAndNotUsed()
{
    const QTemporaryDir folder;
    std::ofstream(folder.filePath("file").toStdString()) << "a file";
    WindowDriver driver;
    QDialog *const dialog = settingsOf(driver, Page::Recordings);
    auto *edit = in<QLineEdit>(dialog, "recordingFolder");
    auto *fault = in<QLabel>(dialog, "recordingFolderFault");
    const auto typed = [edit](const QString &text) {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Tab);
    };
    typed("recordings");
    QVERIFY(fault->isVisible());
    QVERIFY(fault->text().contains("whole path"));
    typed(folder.filePath("file"));
    QVERIFY(fault->text().contains("not a folder"));
    typed(folder.filePath("file/below"));
    QVERIFY(fault->text().contains("cannot be made"));
    QCOMPARE(edit->text(), folder.filePath("file/below")); // still there to be mended
    QVERIFY(!onDisk(settings_keys::recordingFolder).isValid());
    typed(folder.path());
    QVERIFY(!fault->isVisible());
    QCOMPARE(onDisk(settings_keys::recordingFolder).toString(), folder.path());
    typed("nothing");
    QTest::mouseClick(in<QPushButton>(dialog, "restoreDefaultsButton"), Qt::LeftButton);
    QVERIFY(!fault->isVisible());
    QVERIFY(edit->text().isEmpty());
}

void SettingsTest::onlyRecordingsThatWerePutOffAreDeletedBeyondTheLimits()
{
    for (int number = 1; number <= 4; ++number)
        leaveRecording(sessionFolder(), QStringLiteral("2026010%1-000000-1-1.pcapng").arg(number));
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        driver.click("laterButton");
        QDialog *const dialog = settingsOf(driver, Page::Recordings);
        type(in<QSpinBox>(dialog, "keptFiles"), "2");
        press(dialog, QDialogButtonBox::Ok);
        // Nothing is deleted before the next start, also not of what a person asks for.
        driver.trigger("Reco&ver…");
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        QVERIFY(driver.find<QLabel>("recoveryText")->text().contains("4 sessions"));
        QCOMPARE(recorded().size(), 4);
    }
    // Nobody has decided about this one, though it is the oldest.
    leaveRecording(sessionFolder(), "20250101-000000-1-1.pcapng");
    {
        WindowDriver driver;
        QTRY_COMPARE(recorded(),
                     (QStringList{"20250101-000000-1-1.pcapng", "20260103-000000-1-1.pcapng",
                                  "20260104-000000-1-1.pcapng"}));
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        QVERIFY(driver.find<QLabel>("recoveryText")->text().contains("1 session"));
    }
    // By age.
    QFile old(sessionFolder() + "/20260104-000000-1-1.pcapng");
    QVERIFY(old.open(QIODevice::ReadWrite));
    QVERIFY(old.setFileTime(QDateTime::currentDateTime().addDays(-91), QFileDevice::FileModificationTime));
    old.close();
    WindowDriver driver;
    QTRY_COMPARE(recorded(), (QStringList{"20250101-000000-1-1.pcapng", "20260103-000000-1-1.pcapng"}));
}

void SettingsTest::nothingIsDeletedThatIsInUseOrThatThisProgramHasNotNamed()
{
    const QString foreign = "2025 holidays.pcapng";
    const QString held = "20260101-000000-1-1.pcapng";
    const QString old = "20260102-000000-1-1.pcapng";
    const QString older = "20260101-000000-2-1.pcapng";
    const QString newest = "99990101-000000-1-1.pcapng";
    for (const QString &name : {foreign, held, old, newest})
        leaveRecording(sessionFolder(), name);
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QWidget>("recoveryBar")->isVisible());
        QVERIFY(driver.find<QLabel>("recoveryText")->text().contains("4 sessions"));
        driver.click("laterButton");
    }
    QSettings().setValue(settings_keys::keptFiles, 1);
    const auto hold = FileHold::tryLock((sessionFolder() + '/' + held).toStdString()); // as another program
    QVERIFY(hold);
    WindowDriver driver;
    QTRY_COMPARE(recorded(), (QStringList{foreign, held, newest}));
    // Not even the name of a running program's recording among the answered ones makes it one of them.
    QVERIFY(driver.connectNow());
    QStringList running = recorded();
    for (const QString &name : {foreign, held, newest})
        running.removeAll(name);
    QCOMPARE(running.size(), 1);
    leaveRecording(sessionFolder(), older);
    const QStringList answered = QSettings().value(settings_keys::answeredRecordings).toStringList();
    QSettings().setValue(settings_keys::answeredRecordings, answered + running + QStringList{older});
    const WindowDriver other;
    QTRY_VERIFY(!recorded().contains(older));
    QCOMPARE(recorded(), (QStringList{foreign, held} + running + QStringList{newest}));
}

void SettingsTest::theSettingsSayWhatIsDeletedAndWhen()
{
    WindowDriver driver;
    QDialog *const dialog = settingsOf(driver, Page::Recordings);
    const QString text = in<QLabel>(dialog, "recordingRules")->text();
    for (const char *said : {"When the program starts", "deletes", "for good", "the oldest", "in use",
                             "not asked about", "File > Recover"})
        QVERIFY2(text.contains(said), said);
    QCOMPARE(in<QSpinBox>(dialog, "keptFiles")->value(), 100);
    QCOMPARE(in<QSpinBox>(dialog, "keptDays")->value(), 90);
    QCOMPARE(in<QSpinBox>(dialog, "keptMebibytes")->value(), 10 * 1024);
}

void SettingsTest::resetLayoutLeavesTheSettingsAlone()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    QDialog *const dialog = settingsOf(driver);
    type(in<QSpinBox>(dialog, "zoomBox"), "110");
    choose(in<QComboBox>(dialog, "colorScheme"), 2);
    choose(in<QComboBox>(dialog, "timeStyle"), 1);
    press(dialog, QDialogButtonBox::Ok);
    driver.typeTarget("ws://127.0.0.1:1/kept");
    driver.click("connectButton");
    driver.find<QSpinBox>("jobsBox")->setValue(5);
    driver.dock("detailDock")->hide();
    QTRY_COMPARE(QSettings().value(settings_keys::jobs).toInt(), 5);
    const auto settings = [] {
        QMap<QString, QVariant> values;
        const QSettings known;
        for (const QString &key : known.allKeys()) {
            if (!key.endsWith("/layout") && !key.endsWith("/detailSplit") && key != settings_keys::geometry)
                values[key] = known.value(key);
        }
        return values;
    };
    QTest::qWait(1'300); // what was arranged is written
    const auto before = settings();
    QVERIFY(before.size() > 8);
    driver.trigger("&Reset layout");
    QTRY_VERIFY(!driver.dock("detailDock")->isHidden());
    QTest::qWait(1'300); // the layout is written
    QCOMPARE(settings(), before);
    QVERIFY(Theme::current().isDark);
}

void SettingsTest::whatIsArrangedIsWrittenBeforeTheWindowCloses()
{
    WindowDriver driver;
    QTest::qWait(1'200); // what the start has arranged
    const auto changes = [](QLatin1String key, const auto &arrange) {
        const QVariant before = onDisk(key);
        arrange();
        return QTest::qWaitFor([&] { return onDisk(key) != before; });
    };
    QVERIFY(changes(settings_keys::geometry, [&] { driver.window().resize(1000, 700); }));
    QVERIFY(changes(settings_keys::connectionsLayout, [&] { driver.dock("detailDock")->hide(); }));
    QVERIFY(changes(settings_keys::wireLogColumns, [&] {
        driver.find<WireLogView>("wireLog")->header()->resizeSection(WireLogModel::What, 133);
    }));
    QVERIFY(changes(settings_keys::wireLogPause, [&] { type(driver.find<QSpinBox>("pauseBox"), "1234"); }));
    QVERIFY(changes(settings_keys::jobs, [&] { driver.find<QSpinBox>("jobsBox")->setValue(7); }));
    QVERIFY(changes(settings_keys::lastTarget, [&] {
        QLineEdit *const edit = driver.find<QComboBox>("targetBox")->lineEdit();
        edit->setFocus();
        driver.typeTarget("ws://127.0.0.1:1/typed");
        QTest::keyClick(edit, Qt::Key_Tab);
    }));
    QVERIFY(changes(settings_keys::showOptions, [&] { driver.click("optionsButton"); }));
    QVERIFY(changes(settings_keys::origin,
                    [&] { QTest::keyClicks(driver.find<QLineEdit>("originEdit"), "https://a.example"); }));
    QVERIFY(changes(settings_keys::compression, [&] { driver.click("compressionBox"); }));
    QVERIFY(changes(settings_keys::perspective, [&] { driver.goTo(Perspective::Conformance); }));
}

void SettingsTest::noAcceleratorIsThereTwiceInADialog()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    const auto check = [](QWidget *dialog) {
        const QString doubles = doublesIn(acceleratorsIn(*dialog));
        QVERIFY2(doubles.isEmpty(), qPrintable(dialog->objectName() + ": " + doubles));
    };
    for (const Page page : {Page::Appearance, Page::Recordings, Page::Limits})
        check(settingsOf(driver, page));
    press(settingsOf(driver), QDialogButtonBox::Ok);
    driver.press(Qt::Key_E);
    QTRY_VERIFY(driver.window().findChild<QDialog *>("exportDialog"));
    check(driver.find<QDialog>("exportDialog"));
    driver.find<QDialog>("exportDialog")->close();
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_Y);
    QTRY_VERIFY(driver.window().findChild<QDialog *>("replayDialog"));
    check(driver.find<QDialog>("replayDialog"));
    driver.find<QDialog>("replayDialog")->close();
    QApplication::setActiveWindow(&driver.window());
    driver.click("addAgentButton");
    check(driver.find<QDialog>("agentDialog"));
    driver.find<QDialog>("agentDialog")->close();
    driver.click("clientsButton");
    check(driver.find<QDialog>("serveDialog"));
}

void SettingsTest::theTabKeyReadsADialog()
{
    WindowDriver driver;
    for (const Page page : {Page::Appearance, Page::Recordings, Page::Limits}) {
        QDialog *const dialog = settingsOf(driver, page);
        QTest::qWait(20);
        // The fields are read from the top, in a row from the left.
        QWidget *const start = dialog->findChild<QTabWidget *>("settingsPages")->tabBar();
        QPoint last = start->mapTo(dialog, QPoint(0, 0));
        for (QWidget *widget = start->nextInFocusChain(); widget != start;
             widget = widget->nextInFocusChain()) {
            const bool isStop = widget->isVisible() && widget->isEnabled() && !widget->focusProxy()
                && (widget->focusPolicy() & Qt::TabFocus) && dialog->isAncestorOf(widget);
            if (!isStop)
                continue;
            const QPoint place = widget->mapTo(dialog, QPoint(0, 0));
            const bool isAfter =
                place.y() > last.y() + 4 || (qAbs(place.y() - last.y()) <= 4 && place.x() > last.x());
            QVERIFY2(isAfter, qPrintable(widget->objectName()));
            last = place;
        }
    }
}

void SettingsTest::noHintIsBesideTypedText()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.click("optionsButton");
    driver.press(Qt::Key_F);
    const int flash = QApplication::cursorFlashTime();
    QApplication::setCursorFlashTime(0);
    int checked = 0;
    const auto check = [&checked](QWidget *field, auto *edit) {
        if (!field->isVisible() || edit->placeholderText().isEmpty() || !field->isEnabled()
            || edit->isReadOnly())
            return;
        ++checked;
        field->setFocus();
        QTest::keyClicks(field, "x");
        QTest::qWait(250); // a button that clears the field fades in
        const QImage withHint = field->grab().toImage();
        const QString hint = edit->placeholderText();
        edit->setPlaceholderText({});
        QVERIFY2(field->grab().toImage() == withHint, qPrintable(field->objectName()));
        edit->setPlaceholderText(hint);
        QTest::keyClick(field, Qt::Key_Backspace);
    };
    for (const Perspective perspective : {Perspective::Connections, Perspective::Conformance}) {
        driver.goTo(perspective);
        for (auto *edit : driver.window().findChildren<QLineEdit *>())
            check(edit, edit);
        for (auto *edit : driver.window().findChildren<QPlainTextEdit *>())
            check(edit, edit);
    }
    QApplication::setCursorFlashTime(flash);
    QVERIFY2(checked >= 5, qPrintable(QString::number(checked)));
}

} // namespace fg
