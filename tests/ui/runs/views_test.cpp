#include "tests/ui/runs/views_test.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/results/baseline.h"
#include "protocol/text/iso_time.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/cases/case_filter.h"
#include "ui/runs/matrix_view.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHelpEvent>
#include <QImage>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QToolTip>

#include <atomic>

namespace fg {

namespace {

// Sends another message on every second connection, so that runs against it have different verdicts.
HostilePeer makeFickleServer(std::atomic<int> &connections)
{
    return HostilePeer([&connections](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        // The close frame is not answered in time, and so each case runs twice.
        constexpr int connectionsOfCase = 2;
        if (connections++ / connectionsOfCase % 2 == 0)
            victim.send(std::string_view("\x81\0", 2)); // the empty text message of 1.1.1
        else
            victim.send(std::string_view("\x81\x01x", 3));
        victim.stayUntilEnd();
    });
}

MatrixView &matrixOf(WindowDriver &driver)
{
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_5);
    return *driver.find<MatrixView>("matrixView");
}

QPoint centerOf(const MatrixView &view, const QString &id)
{
    const MatrixLayout &layout = view.layoutOfCells();
    for (std::size_t block = 0; block < layout.blocks().size(); ++block) {
        for (std::size_t place = 0; place < layout.blocks()[block].cases.size(); ++place) {
            const MatrixCell cell{0, block, place};
            if (toQString(layout.caseOf(cell)->id) == id)
                return layout.cell(cell).center() - QPoint(0, view.verticalScrollBar()->value());
        }
    }
    return {};
}

void click(const MatrixView &view, QPoint point)
{
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, point);
}

QAbstractItemView *listOfRuns(WindowDriver &driver)
{
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_6);
    return driver.find<QAbstractItemView>("runList");
}

void pickRuns(QAbstractItemView *runs, int count)
{
    runs->setFocus();
    for (int row = 0; row < count; ++row)
        QTest::mouseClick(runs->viewport(), Qt::LeftButton, row == 0 ? Qt::NoModifier : Qt::ControlModifier,
                          runs->visualRect(runs->model()->index(row, 0)).center());
}

QStringList findings(const WindowDriver &driver)
{
    QStringList lines;
    const QAbstractItemModel *model = driver.find<QAbstractItemView>("historyFindings")->model();
    for (int row = 0; row < model->rowCount(); ++row)
        lines += model->index(row, 0).data().toString() + QLatin1Char(' ')
            + model->index(row, 2).data().toString().section(QLatin1Char(' '), 0, 0);
    return lines;
}

} // namespace

void ViewsTest::init()
{
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
}

// --- matrix ---

void ViewsTest::theMatrixHasAPlaceForEveryCaseOfEveryAgent()
{
    WindowDriver driver;
    driver.run({"1.1.1"});
    const MatrixView &view = matrixOf(driver);
    QCOMPARE(view.layoutOfCells().bands(), 1);
    std::size_t places = 0;
    for (const MatrixBlock &block : view.layoutOfCells().blocks())
        places += block.cases.size();
    QCOMPARE(places, catalogue().size());
    // Each place is unique, and the layout finds its case.
    for (const CaseSpec &spec : catalogue()) {
        const QPoint center =
            centerOf(view, toQString(spec.id)) + QPoint(0, view.verticalScrollBar()->value());
        const auto cell = view.layoutOfCells().cellAt(center);
        QVERIFY(cell);
        QCOMPARE(view.layoutOfCells().caseOf(*cell), &spec);
    }
}

void ViewsTest::aClickInTheMatrixOpensTheCaseAndOneOnACategoryZooms()
{
    WindowDriver driver;
    driver.run({"1.1.1", "2.2"});
    MatrixView &view = matrixOf(driver);
    click(view, view.layoutOfCells().blockLabel(1).center());
    QCOMPARE(view.scope(), QStringLiteral("2"));
    const QImage before = view.grab().toImage();
    QTest::keyClick(&view, Qt::Key_Backspace);
    QCOMPARE(view.scope(), QString());
    QVERIFY(view.grab().toImage() != before);
    click(view, centerOf(view, "2.2"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("2.2"));
    // The matrix stays; the result and the log are below it.
    QCOMPARE(driver.find<QTabWidget>("centralTabs")->currentIndex(), 1);
    // Once more, after a key press.
    MatrixView &again = matrixOf(driver);
    again.setFocus();
    QTest::keyClick(&again, Qt::Key_Home);
    click(view, centerOf(view, "1.1.1"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1.1.1"));
}

void ViewsTest::aFieldOfTheMatrixTellsItsVerdictWhenPointedAt()
{
    WindowDriver driver;
    driver.run({"2.2"});
    const MatrixView &view = matrixOf(driver);
    const auto toolTipAt = [&view](QPoint point) {
        QHelpEvent event(QEvent::ToolTip, point, view.viewport()->mapToGlobal(point));
        QApplication::sendEvent(view.viewport(), &event);
        return QToolTip::text();
    };
    const QString ran = toolTipAt(centerOf(view, "2.2"));
    for (const char *part : {"2.2", "Built-in echo peer", "Ping with a short text", "OK", "close code 1000"})
        QVERIFY2(ran.contains(part), qPrintable(ran));
    QVERIFY(toolTipAt(centerOf(view, "2.3")).contains("not run"));
    QVERIFY(toolTipAt(view.layoutOfCells().blockLabel(1).center()).contains("Pings and pongs"));
}

void ViewsTest::theMatrixIsExportedAsPageAndPicture()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    driver.run({"1.1.1"});
    static_cast<void>(matrixOf(driver));
    const QList<QAction *> ways = driver.find<QToolButton>("exportMatrixButton")->menu()->actions();
    ways[0]->trigger();
    driver.acceptFile("matrixDialog", folder.filePath("m.html"));
    QFile page(folder.filePath("m.html"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    QVERIFY(text.contains("Built-in echo peer"));
    QVERIFY(text.contains("1.1.1"));
    QVERIFY(!text.contains("<a href"));
    QVERIFY(text.contains("Servers under test"));
    // The page says when the cases ran, not when the program was started.
    const std::string when = dayAndTime(std::chrono::system_clock::now());
    QVERIFY(text.contains(when.substr(0, 13).c_str()));
    QTRY_VERIFY(!driver.window().findChild<QFileDialog *>("matrixDialog"));
    ways[1]->trigger();
    driver.acceptFile("matrixDialog", folder.filePath("m.png"));
    QVERIFY(QImage(folder.filePath("m.png")).width() > 500);
}

void ViewsTest::thePictureOfVeryManyAgentsIsCutAndSaysSo()
{
    AgentBook agents;
    ResultBook results(agents);
    MatrixView view(results);
    view.resize(1000, 600);
    view.show();
    const auto fill = [&](int count) {
        AgentResults ran;
        ran.add({.spec = &catalogue().front()});
        for (int i = 0; i < count; ++i)
            results.addResults(agents.addClient(QStringLiteral("agent %1").arg(i)), ran, {});
    };
    fill(20);
    const MatrixView::Picture whole = view.picture(2, "caption");
    QCOMPARE(whole.leftOut, 0);
    QVERIFY(whole.image.height() >= 2 * view.layoutOfCells().height());
    fill(400);
    const MatrixView::Picture cut = view.picture(2, "caption");
    QVERIFY(cut.leftOut > 0 && cut.leftOut < 400);
    QVERIFY(cut.image.height() <= MatrixView::highestPicture);
    QVERIFY(cut.image.height() > MatrixView::highestPicture / 2);
}

// --- history ---

void ViewsTest::everyRunIsKeptAndTwoAreCompared()
{
    {
        WindowDriver driver;
        driver.run({"1.1.1", "2.2"});
        driver.run({"1.1.1", "2.3"});
        QAbstractItemView *const runs = listOfRuns(driver);
        QCOMPARE(runs->model()->rowCount(), 2);
        pickRuns(runs, 2);
        QTRY_COMPARE(findings(driver), QStringList({"added 2.3", "missing 2.2"}));
        QVERIFY(driver.find<QLabel>("historySummary")->text().contains("1 added, 1 missing"));
        driver.close();
    }
    WindowDriver driver;
    QAbstractItemView *const runs = listOfRuns(driver);
    QTRY_COMPARE(runs->model()->rowCount(), 2);
    pickRuns(runs, 2);
    QTRY_COMPARE(findings(driver), QStringList({"added 2.3", "missing 2.2"}));
    // The verdicts of an earlier run can be shown again.
    QTest::mouseClick(runs->viewport(), Qt::LeftButton, {},
                      runs->visualRect(runs->model()->index(1, 0)).center());
    driver.click("showRunButton");
    QCOMPARE(driver.verdictOf("2.2"), QStringLiteral("OK"));
}

void ViewsTest::aBaselineIsSetByAClickAndSaysWhatChanged()
{
    std::atomic<int> connections = 0;
    const HostilePeer server = makeFickleServer(connections);
    WindowDriver driver;
    driver.typeServer(server.url());
    driver.run({"1.1.1"});
    const QString first = driver.verdictOf("1.1.1");
    pickRuns(listOfRuns(driver), 1);
    driver.click("setBaselineButton");
    const QString file = driver.find<QLabel>("baselineLabel")->text().section(": ", 1);
    QFile baseline(file);
    QVERIFY2(baseline.open(QIODevice::ReadOnly), qPrintable(file));
    const auto parsed = parseBaseline(baseline.readAll().toStdString());
    QVERIFY(std::holds_alternative<Baseline>(parsed));
    QCOMPARE(std::get<Baseline>(parsed).agents.size(), std::size_t(1));
    const auto &filter = *static_cast<CaseFilter *>(driver.cases()->model());
    driver.find<QComboBox>("caseKind")->setCurrentText("Changed");
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QCOMPARE(filter.shownCases().size(), std::size_t(1));
    QVERIFY(driver.verdictOf("1.1.1") != first);
    // The verdict is that of the baseline again, and differs from the previous run only.
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QVERIFY(filter.shownCases().empty());
}

void ViewsTest::aCaseThatIsNotAlwaysTheSameIsCalledFlaky()
{
    std::atomic<int> connections = 0;
    const HostilePeer server = makeFickleServer(connections);
    WindowDriver driver;
    QVERIFY(driver.agents().add({.name = "fickle", .target = ConnectTarget::url(server.url()), .options = {}})
            > 0);
    driver.agents().checkOnly({driver.agents().at(1)->id});
    driver.checkOnly({"1.1.1"});
    driver.trigger("Run many &times…");
    auto *dialog = driver.find<QInputDialog>("timesDialog");
    dialog->setIntValue(4);
    dialog->accept();
    QVERIFY(driver.waitForRun());
    QTRY_COMPARE(driver.find<QAbstractItemView>("runList")->model()->rowCount(), 4);
    QTRY_COMPARE(findings(driver), QStringList({"flaky 1.1.1"}));
    QVERIFY(driver.find<QLabel>("historySummary")->text().contains("In 4 runs 1 case is flaky"));
}

} // namespace fg
