#include "tests/ui/desk_test.h"

#include "tests/ui/window_driver.h"
#include "ui/agent_book.h"
#include "ui/text.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <map>

namespace fg {

namespace {

constexpr int clientMilliseconds = 120'000;

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

void DeskTest::init()
{
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).removeRecursively();
}

// --- server mode ---

void DeskTest::clientsAppearAsAgentsWhileTheyRun()
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
    QTRY_COMPARE(driver.agents().rowCount(), 2);
    QCOMPARE(driver.agents().at(1)->name, QStringLiteral("mine"));
    QVERIFY(driver.agents().at(1)->isClient());
    QTRY_VERIFY(!driver.verdictOf("2.2").isEmpty());
    client.abort();
    QTRY_VERIFY(driver.verdictOf("2.2").startsWith("FAILED"));
    auto *dialog = driver.find<QDialog>("serveDialog");
    auto *button = dialog->findChild<QPushButton *>(QStringLiteral("serveButton"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"))->text().isEmpty());
    // What it ran is in the history.
    QCOMPARE(driver.find<QAbstractItemView>("runList")->model()->rowCount(), 1);
}

void DeskTest::aClientOfAnotherLibraryComesToTheHeadlessVerdicts()
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
    QVERIFY(QTest::qWaitFor([&] { return client.state() == QProcess::NotRunning; }, clientMilliseconds));
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

void DeskTest::aPortThatIsTakenIsTold()
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

void DeskTest::aSpecFileIsOpenedAndSavedAgain()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"outdir": "./mine", "note": "kept",
        "servers": [{"agent": "one", "url": "ws://127.0.0.1:9001"}, {"agent": "two", "url": "ws://127.0.0.1:9002"}],
        "cases": ["2.*"], "exclude-cases": ["2.5"], "exclude-agent-cases": {"two": ["2.1"]}})");
    WindowDriver driver;
    driver.trigger("&Open spec file…");
    driver.acceptFile("openDialog", file);
    QCOMPARE(driver.agents().checked().size(), std::size_t(2));
    QCOMPARE(driver.agents().at(2)->excluded.size(), std::size_t(1));
    QCOMPARE(driver.caseIndex("2.5").data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QCOMPARE(driver.caseIndex("2.6").data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    driver.trigger("&Save spec file…");
    driver.acceptFile("saveSpecDialog", folder.filePath("again.json"));
    QFile again(folder.filePath("again.json"));
    QVERIFY(again.open(QIODevice::ReadOnly));
    const QJsonObject saved = QJsonDocument::fromJson(again.readAll()).object();
    QCOMPARE(saved["note"].toString(), QStringLiteral("kept"));
    QCOMPARE(saved["exclude-cases"].toArray(), QJsonArray({"2.5"}));
    QCOMPARE(saved["servers"].toArray().size(), 2);
}

void DeskTest::aReportFolderIsOpenedByDroppingIt()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", R"({"theirs": {"1.1.1": {"behavior": "FAILED", "behaviorClose": "UNCLEAN",
        "duration": 3, "remoteCloseCode": null, "reportfile": "theirs_case_1_1_1.json"}}})");
    WindowDriver driver;
    drop(driver, folder.path());
    QTRY_VERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
    QCOMPARE(driver.find<QTabWidget>("centralTabs")->currentIndex(), 1);
    QCOMPARE(driver.agents().at(1)->name, QStringLiteral("theirs"));
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
