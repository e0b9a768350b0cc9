#include "tests/ui/views_test.h"

#include "protocol/conformance/catalogue.h"
#include "protocol/report/baseline.h"
#include "protocol/report/report_folder.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/agent_book.h"
#include "ui/case_filter.h"
#include "ui/matrix_view.h"
#include "ui/text.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHelpEvent>
#include <QImage>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QToolButton>
#include <QToolTip>
#include <QUrl>

#include <atomic>
#include <map>

namespace fg {

namespace {

constexpr int runMilliseconds = 120'000;

bool waitForRun(const WindowDriver &driver)
{
    return QTest::qWaitFor([&] { return !driver.find<QWidget>("stopButton")->isEnabled(); }, runMilliseconds);
}

void run(WindowDriver &driver, const QStringList &ids)
{
    driver.checkOnly(ids);
    driver.click("runCasesButton");
    QVERIFY(waitForRun(driver));
}

// Echoes nothing but what an odd connection gets, so that runs against it differ from time to time.
HostilePeer makeFickleServer(std::atomic<int> &connections)
{
    return HostilePeer([&connections](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        if (++connections % 2 == 1)
            victim.send(std::string_view("\x81\0", 2)); // the empty text message of 1.1.1, too early or not
        else
            victim.send(std::string_view("\x81\x01x", 3));
        victim.stayUntilEnd();
    });
}

QString urlOf(const HostilePeer &peer) { return QStringLiteral("ws://127.0.0.1:%1/").arg(peer.port()); }

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

QAbstractItemView *historyOf(WindowDriver &driver)
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

void acceptFile(WindowDriver &driver, const char *name, const QString &file)
{
    QFileDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = driver.window().findChild<QFileDialog *>(QLatin1String(name))) != nullptr);
    emit dialog->fileSelected(file);
    dialog->close();
}

void trigger(WindowDriver &driver, const QString &text)
{
    for (QAction *action : driver.window().findChildren<QAction *>()) {
        if (action->text() == text) {
            action->trigger();
            return;
        }
    }
    QFAIL(qPrintable("no action " + text));
}

AgentBook &agentsOf(const WindowDriver &driver)
{
    return *static_cast<AgentBook *>(driver.find<QAbstractItemView>("agentList")->model());
}

// Starts server mode on free ports and returns the address for clients.
QString serve(WindowDriver &driver)
{
    driver.click("clientsButton");
    auto *dialog = driver.find<QDialog>("serveDialog");
    dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->setValue(0);
    dialog->findChild<QSpinBox *>(QStringLiteral("servePagePort"))->setValue(0);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("serveButton")), Qt::LeftButton);
    auto *url = dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"));
    [&] { QTRY_VERIFY(!url->text().isEmpty()); }();
    return url->text();
}

QString writeFile(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return {};
    return file.fileName();
}

// What the reference makes of a client: its behavior in each case.
std::map<QString, QString> referenceOf(const QString &client)
{
    std::map<QString, QString> verdicts;
    QFile file(FRAMEGLASS_TEST_DATA "/reference_clients.json");
    if (!file.open(QIODevice::ReadOnly))
        return verdicts;
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue group : root[client].toArray()) {
        for (const QJsonValue ids : group[1].toArray()) {
            for (const QString &id : ids.toString().split(QLatin1Char(' ')))
                verdicts[id] = group[0][0].toString();
        }
    }
    return verdicts;
}

void drop(WindowDriver &driver, const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint place = driver.window().rect().center();
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&driver.window(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&driver.window(), &event);
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
    run(driver, {"1.1.1"});
    const MatrixView &view = matrixOf(driver);
    QCOMPARE(view.layoutOfCells().bands(), 1);
    std::size_t places = 0;
    for (const MatrixBlock &block : view.layoutOfCells().blocks())
        places += block.cases.size();
    QCOMPARE(places, catalogue().size());
    // Each place is its own, and is found again.
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
    run(driver, {"1.1.1", "2.2"});
    MatrixView &view = matrixOf(driver);
    click(view, view.layoutOfCells().blockLabel(1).center());
    QCOMPARE(view.scope(), QStringLiteral("2"));
    const QImage before = view.grab().toImage();
    QTest::keyClick(&view, Qt::Key_Backspace);
    QCOMPARE(view.scope(), QString());
    QVERIFY(view.grab().toImage() != before);
    click(view, centerOf(view, "2.2"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("2.2"));
    QCOMPARE(driver.find<QTabWidget>("centralTabs")->currentIndex(), 0);
    // By keyboard too.
    MatrixView &again = matrixOf(driver);
    again.setFocus();
    QTest::keyClick(&again, Qt::Key_Home);
    click(view, centerOf(view, "1.1.1"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1.1.1"));
}

void ViewsTest::aFieldOfTheMatrixTellsItsVerdictWhenPointedAt()
{
    WindowDriver driver;
    run(driver, {"2.2"});
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
    run(driver, {"1.1.1"});
    static_cast<void>(matrixOf(driver));
    const QList<QAction *> ways = driver.find<QToolButton>("exportMatrixButton")->menu()->actions();
    ways[0]->trigger();
    acceptFile(driver, "matrixDialog", folder.filePath("m.html"));
    QFile page(folder.filePath("m.html"));
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray text = page.readAll();
    QVERIFY(text.contains("Built-in echo peer"));
    QVERIFY(text.contains("1.1.1"));
    QVERIFY(!text.contains("<a href"));
    QTRY_VERIFY(!driver.window().findChild<QFileDialog *>("matrixDialog"));
    ways[1]->trigger();
    acceptFile(driver, "matrixDialog", folder.filePath("m.png"));
    QVERIFY(QImage(folder.filePath("m.png")).width() > 500);
}

// --- history ---

void ViewsTest::everyRunIsKeptAndTwoAreCompared()
{
    {
        WindowDriver driver;
        run(driver, {"1.1.1", "2.2"});
        run(driver, {"1.1.1", "2.3"});
        QAbstractItemView *const runs = historyOf(driver);
        QCOMPARE(runs->model()->rowCount(), 2);
        pickRuns(runs, 2);
        QCOMPARE(findings(driver), QStringList({"added 2.3", "missing 2.2"}));
        QVERIFY(driver.find<QLabel>("historySummary")->text().contains("1 added, 1 missing"));
        driver.close();
    }
    WindowDriver driver;
    QAbstractItemView *const runs = historyOf(driver);
    QTRY_COMPARE(runs->model()->rowCount(), 2);
    pickRuns(runs, 2);
    QCOMPARE(findings(driver), QStringList({"added 2.3", "missing 2.2"}));
    // An earlier run's verdicts are looked at again.
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
    driver.typeTarget(urlOf(server));
    run(driver, {"1.1.1"});
    const QString first = driver.verdictOf("1.1.1");
    pickRuns(historyOf(driver), 1);
    driver.click("setBaselineButton");
    const QString file = driver.find<QLabel>("baselineLabel")->text().section(": ", 1);
    QFile baseline(file);
    QVERIFY2(baseline.open(QIODevice::ReadOnly), qPrintable(file));
    const auto parsed = parseBaseline(baseline.readAll().toStdString());
    QVERIFY(std::holds_alternative<Baseline>(parsed));
    QCOMPARE(std::get<Baseline>(parsed).agents.size(), std::size_t(1));
    const auto &filter = *static_cast<CaseFilter *>(driver.cases()->model());
    driver.find<QComboBox>("caseKind")->setCurrentText("Changed");
    driver.click("runCasesButton");
    QVERIFY(waitForRun(driver));
    QCOMPARE(filter.shownCases().size(), std::size_t(1));
    QVERIFY(driver.verdictOf("1.1.1") != first);
    // Back to what the baseline has, though not to what it was the time before.
    driver.click("runCasesButton");
    QVERIFY(waitForRun(driver));
    QVERIFY(filter.shownCases().empty());
}

void ViewsTest::aCaseThatIsNotAlwaysTheSameIsCalledFlaky()
{
    std::atomic<int> connections = 0;
    const HostilePeer server = makeFickleServer(connections);
    WindowDriver driver;
    driver.typeTarget(urlOf(server));
    driver.checkOnly({"1.1.1"});
    trigger(driver, "Run many &times…");
    auto *dialog = driver.find<QInputDialog>("timesDialog");
    dialog->setIntValue(4);
    dialog->accept();
    QVERIFY(waitForRun(driver));
    QTRY_COMPARE(driver.find<QAbstractItemView>("runList")->model()->rowCount(), 4);
    QTRY_COMPARE(findings(driver), QStringList({"flaky 1.1.1"}));
    QVERIFY(driver.find<QLabel>("historySummary")->text().contains("In 4 runs 1 case is flaky"));
}

// --- server mode ---

void ViewsTest::clientsAppearAsAgentsWhileTheyRun()
{
    WindowDriver driver;
    driver.checkOnly({"2.2"});
    const QString url = serve(driver);
    // A client that asks for a case and says nothing more.
    const QUrl address(url);
    QTcpSocket client;
    client.connectToHost(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(client.waitForConnected());
    client.write("GET /runCase?case=1&agent=mine HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                 "Connection: Upgrade\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
                 "Sec-WebSocket-Version: 13\r\n\r\n");
    QTRY_COMPARE(agentsOf(driver).rowCount(), 2);
    QCOMPARE(agentsOf(driver).at(1)->name, QStringLiteral("mine"));
    QVERIFY(agentsOf(driver).at(1)->isClient());
    QTRY_VERIFY(!driver.verdictOf("2.2").isEmpty());
    client.abort();
    QTRY_VERIFY(driver.verdictOf("2.2").startsWith("FAILED"));
    auto *dialog = driver.find<QDialog>("serveDialog");
    auto *button = dialog->findChild<QPushButton *>(QStringLiteral("serveButton"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"))->text().isEmpty());
    // What it ran is in the history.
    QCOMPARE(historyOf(driver)->model()->rowCount(), 1);
}

void ViewsTest::aClientOfAnotherLibraryComesToTheHeadlessVerdicts()
{
    QProcess probe;
    probe.start("/usr/bin/python3", {"-c", "import websockets"});
    if (!probe.waitForFinished() || probe.exitCode() != 0)
        QSKIP("python3-websockets is not installed");
    WindowDriver driver;
    driver.checkOnly({"1", "2", "5", "7"});
    const QString url = serve(driver);
    QProcess client;
    client.start("/usr/bin/python3", {FRAMEGLASS_PEERS "/websockets_cases.py", url, "--agent", "websockets"});
    QVERIFY(QTest::qWaitFor([&] { return client.state() == QProcess::NotRunning; }, runMilliseconds));
    QCOMPARE(client.exitCode(), 0);
    QTRY_COMPARE(driver.find<QLabel>("caseAgent")->text(), QStringLiteral("With websockets"));
    int compared = 0;
    for (const auto &[id, verdict] : referenceOf("websockets_cases")) {
        if (!QRegularExpression("^[1257]\\.").match(id).hasMatch())
            continue;
        QVERIFY2(driver.verdictOf(id).startsWith(verdict), qPrintable(id + ' ' + driver.verdictOf(id)));
        ++compared;
    }
    QVERIFY(compared > 50);
}

void ViewsTest::aPortThatIsTakenIsTold()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    WindowDriver driver;
    driver.click("clientsButton");
    auto *dialog = driver.find<QDialog>("serveDialog");
    dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->setValue(taken.serverPort());
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("serveButton")), Qt::LeftButton);
    QTRY_VERIFY(driver.find<QLabel>("troubleWhat")->text().contains("Cannot listen"));
    QVERIFY(dialog->findChild<QPushButton *>(QStringLiteral("serveButton"))->text().contains("Start"));
}

// --- files ---

void ViewsTest::aSpecFileIsOpenedAndSavedAgain()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"outdir": "./mine", "note": "kept",
        "servers": [{"agent": "one", "url": "ws://127.0.0.1:9001"}, {"agent": "two", "url": "ws://127.0.0.1:9002"}],
        "cases": ["2.*"], "exclude-cases": ["2.5"], "exclude-agent-cases": {"two": ["2.1"]}})");
    WindowDriver driver;
    trigger(driver, "&Open spec file…");
    acceptFile(driver, "openDialog", file);
    QCOMPARE(agentsOf(driver).checked().size(), std::size_t(2));
    QCOMPARE(agentsOf(driver).at(2)->excluded.size(), std::size_t(1));
    QCOMPARE(driver.caseIndex("2.5").data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QCOMPARE(driver.caseIndex("2.6").data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    trigger(driver, "&Save spec file…");
    acceptFile(driver, "saveSpecDialog", folder.filePath("again.json"));
    QFile again(folder.filePath("again.json"));
    QVERIFY(again.open(QIODevice::ReadOnly));
    const QJsonObject saved = QJsonDocument::fromJson(again.readAll()).object();
    QCOMPARE(saved["note"].toString(), QStringLiteral("kept"));
    QCOMPARE(saved["exclude-cases"].toArray(), QJsonArray({"2.5"}));
    QCOMPARE(saved["servers"].toArray().size(), 2);
}

void ViewsTest::aReportFolderIsOpenedByDroppingIt()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", R"({"theirs": {"1.1.1": {"behavior": "FAILED", "behaviorClose": "UNCLEAN",
        "duration": 3, "remoteCloseCode": null, "reportfile": "theirs_case_1_1_1.json"}}})");
    WindowDriver driver;
    drop(driver, folder.path());
    QTRY_VERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
    QCOMPARE(driver.find<QTabWidget>("centralTabs")->currentIndex(), 1);
    QCOMPARE(agentsOf(driver).at(1)->name, QStringLiteral("theirs"));
    // Its case opens from its own file.
    writeFile(folder, "theirs_case_1_1_1.json", R"({"result": "Octets <b>missing", "resultClose": "torn",
        "started": "2026-01-02", "wirelog": [["RO", [2, "8800"]], ["KLE"]]})");
    writeFile(folder, "theirs_case_1_1_1.html", "<p>page</p>");
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1.1.1"));
    driver.showTab("resultDock");
    QTRY_VERIFY(driver.find<QLabel>("plainVerdict")->text().contains("Octets <b>missing"));
    QVERIFY(driver.find<QWidget>("openPageButton")->isVisible());
    QCOMPARE(driver.log()->model()->rowCount(), 2);
    QVERIFY(driver.rowWith({}, "note", "RX 2 octets: 8800") >= 0);
    QCOMPARE(driver.state(), QStringLiteral("from a report"));
    writeFile(folder, "index.json", "{\"theirs\": ");
    drop(driver, folder.filePath("index.json"));
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("Line 1"));
}

} // namespace fg
