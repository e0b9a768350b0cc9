#include "tests/ui/window/desk_test.h"

#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
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

QString writeFile(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return {};
    return file.fileName();
}

// The client's verdicts on behavior in the reference results, by case.
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

// An index that takes seconds to read.
QByteArray longIndex()
{
    QByteArray text = "{";
    for (int i = 0; i < 1'000'000; ++i)
        text += "\"a" + QByteArray::number(i) + R"(": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK"}},)";
    return text + "\"b\": {}}";
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
    const QString url = driver.startServing();
    QTcpSocket client;
    askForCase(client, url);
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
    // The run of this client is in the history.
    QCOMPARE(driver.find<QAbstractItemView>("runList")->model()->rowCount(), 1);
}

void DeskTest::aPageThatIsRefusedIsShown()
{
    WindowDriver driver;
    const QUrl address(driver.startServing());
    QTcpSocket page;
    page.connectToHost(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(page.waitForConnected());
    page.write("GET /runCase?case=1&agent=mine HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n"
               "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n");
    QTRY_VERIFY(driver.trouble().contains("\"http://evil.example\""));
    QByteArray answer;
    QTRY_VERIFY((answer += page.readAll()).contains("does."));
    QVERIFY2(answer.contains("frameglass serve --allow-origin http://evil.example "), answer.constData());
}

void DeskTest::theCasesThatAClientCouldNotRunAreNotedWithItsRun()
{
    WindowDriver driver;
    driver.checkOnly({"2.2", "2.3"});
    const QString url = driver.startServing();
    QTcpSocket client;
    askForCase(client, url);
    QTRY_VERIFY(!driver.verdictOf("2.2").isEmpty());
    client.abort();
    QTRY_VERIFY(driver.verdictOf("2.2").startsWith("FAILED"));
    const QUrl address(url);
    QTcpSocket last;
    last.connectToHost(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(last.waitForConnected());
    last.write("GET /updateReports?agent=mine&notRun=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
               "Connection: Upgrade\r\nSec-WebSocket-Key: cOiPI/2Ish+DikIErceQMg==\r\n"
               "Sec-WebSocket-Version: 13\r\n\r\n");
    QTRY_COMPARE(driver.find<QAbstractItemView>("runList")->model()->rowCount(), 1);
    driver.find<QAbstractItemView>("runList")->setCurrentIndex(
        driver.find<QAbstractItemView>("runList")->model()->index(0, 0));
    QTRY_VERIFY(driver.find<QLabel>("historySummary")->text().contains("could not run 2.3."));
}

void DeskTest::aClientOfAnotherLibraryGetsTheHeadlessVerdicts()
{
    QProcess probe;
    probe.start("/usr/bin/python3", {"-c", "import websockets"});
    if (!probe.waitForFinished() || probe.exitCode() != 0)
        QSKIP("python3-websockets is not installed");
    WindowDriver driver;
    driver.checkOnly({"1", "2", "5", "7"});
    const QString url = driver.startServing();
    QProcess client;
    client.start("/usr/bin/python3", {FRAMEGLASS_PEERS "/websockets_cases.py", url, "--agent", "websockets"});
    QVERIFY(QTest::qWaitFor([&] { return client.state() == QProcess::NotRunning; }, clientMilliseconds));
    QCOMPARE(client.exitCode(), 0);
    QTRY_COMPARE(driver.find<QLabel>("caseAgent")->text(), QStringLiteral("With websockets"));
    int compared = 0;
    for (const auto &[id, verdict] : referenceOf("websockets_cases")) {
        if (!QRegularExpression("^[1257]\\.").match(id).hasMatch())
            continue;
        // The last verdicts may not have arrived yet.
        QTRY_VERIFY2(driver.verdictOf(id).startsWith(verdict), qPrintable(id + ' ' + driver.verdictOf(id)));
        ++compared;
    }
    QVERIFY(compared > 50);
}

void DeskTest::aTakenPortIsReportedAndTriedAgain()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    WindowDriver driver;
    driver.click("clientsButton");
    auto *dialog = driver.find<QDialog>("serveDialog");
    dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->setValue(taken.serverPort());
    dialog->findChild<QSpinBox *>(QStringLiteral("servePagePort"))->setValue(0);
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("serveButton")), Qt::LeftButton);
    QTRY_VERIFY(driver.find<QLabel>("troubleWhat")->text().contains("Cannot listen"));
    QVERIFY(dialog->findChild<QPushButton *>(QStringLiteral("serveButton"))->text().contains("Start"));
    QTRY_VERIFY(dialog->findChild<QPushButton *>(QStringLiteral("serveButton"))->isEnabled());
    taken.close();
    driver.click("retryButton");
    const QString port = QString::number(dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->value());
    QTRY_VERIFY(dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"))->text().contains(port));
    QVERIFY(driver.trouble().isEmpty());
}

// --- files ---

void DeskTest::aSpecFileIsOpenedAndSavedAgain()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"outdir": "./mine", "note": "kept",
        "servers": [{"agent": "one", "url": "ws://127.0.0.1:9001"}, {"agent": "two", "url": "ws://127.0.0.1:9002"}],
        "cases": ["2.*"], "exclude-cases": ["2.5"], "exclude-agent-cases": {"two": ["2.1"]}})");
    WindowDriver driver;
    driver.trigger("&Open…");
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

void DeskTest::allServersOfASpecFileRunAndTheAddressStaysAsItWasTyped()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"servers": [
        {"agent": "one", "url": "ws://127.0.0.1:1/a"}, {"agent": "two", "url": "ws://127.0.0.1:1/b"}],
        "cases": ["1.1.1"]})");
    WindowDriver driver;
    driver.typeTarget("ws://127.0.0.1:1/other");
    driver.drop(file);
    QCOMPARE(driver.find<QComboBox>("targetBox")->currentText(), QStringLiteral("ws://127.0.0.1:1/other"));
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QStringList names;
    for (const Agent &agent : driver.agents().checked())
        names += agent.name;
    QCOMPARE(names, QStringList({"one", "two"}));
    for (const int row : {1, 2})
        QTRY_VERIFY(driver.agents().index(row, AgentBook::State).data().toString().contains("1 of 1 failed"));
}

void DeskTest::agentsKeepTheirSettingsWhenASpecFileHasTheirNames()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"servers": [
        {"agent": " one ", "url": "ws://127.0.0.1:1/a"}, {"agent": "one", "url": "ws://127.0.0.1:1/b"}], "cases": ["1.1.1"]})");
    WindowDriver driver;
    Agent mine{.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/a"), .options = {}};
    mine.options.headers = {{"X-Token", "secret"}};
    QCOMPARE(driver.agents().add(mine), 1);
    driver.drop(file);
    QCOMPARE(driver.agents().rowCount(), 4);
    QCOMPARE(driver.agents().at(1)->options.headers.front().value, std::string("secret"));
    QCOMPARE(driver.agents().at(2)->name, QStringLiteral("one (2)"));
    QCOMPARE(driver.agents().at(3)->name, QStringLiteral("one (3)"));
    QVERIFY(!driver.agents().at(1)->isChecked);
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("one (2)"));
    // The agents of the file already exist, so none are added.
    driver.drop(file);
    QCOMPARE(driver.agents().rowCount(), 4);
}

void DeskTest::aSpecFileIsOpenedWhileCasesRun()
{
    const QTemporaryDir folder;
    const QString file = writeFile(folder, "fuzzingclient.json", R"({"servers": [
        {"agent": "one", "url": "ws://127.0.0.1:1/a"}], "cases": ["1.1.1"]})");
    WindowDriver driver;
    driver.checkOnly({"2.6"});
    driver.pressRun();
    QTRY_VERIFY(driver.find<QWidget>("stopButton")->isEnabled());
    driver.drop(file);
    QCOMPARE(driver.agents().rowCount(), 2);
    QVERIFY(driver.waitForRun());
    driver.clickCell(driver.find<QAbstractItemView>("agentList"), driver.agents().index(0, AgentBook::Name));
    QCOMPARE(driver.verdictOf("2.6"), QStringLiteral("OK"));
}

void DeskTest::aSpecFileWithTooManyAgentsIsReported()
{
    const QTemporaryDir folder;
    QByteArray text = "{\"servers\": [";
    for (int i = 0; i < 120; ++i)
        text += QStringLiteral("%1{\"agent\": \"a%2\", \"url\": \"ws://127.0.0.1:1/\"}")
                    .arg(i > 0 ? "," : "")
                    .arg(i)
                    .toUtf8();
    WindowDriver driver;
    driver.drop(writeFile(folder, "many.json", text + "], \"cases\": [\"1.1.1\"]}"));
    QCOMPARE(driver.agents().rowCount(), 1);
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("room for 99 more"));
    QVERIFY(driver.find<QLabel>("troubleAdvice")->text().contains("Remove some"));
}

void DeskTest::settingsThatASpecFileCannotHoldAreReportedWhenItIsSaved()
{
    const QTemporaryDir folder;
    WindowDriver driver;
    Agent agent{.name = "one", .target = ConnectTarget::url("wss://127.0.0.1:1/a"), .options = {}};
    agent.options.tls.caFile = "/ca.pem";
    agent.options.messageLimit = 1024 * 1024;
    QCOMPARE(driver.agents().add(agent), 1);
    driver.trigger("&Save spec file…");
    driver.acceptFile("saveSpecDialog", folder.filePath("saved.json"));
    QVERIFY(QFile::exists(folder.filePath("saved.json")));
    const QString why =
        driver.find<QLabel>("troubleWhy")->text() + driver.find<QPlainTextEdit>("troubleMore")->toPlainText();
    for (const char *part :
         {"one: the longest message, trusted authorities", "verification", "Built-in echo peer"})
        QVERIFY2(why.contains(part), qPrintable(why));
}

void DeskTest::aSpecFileForClientsIsRefusedWhileTheyAreTested()
{
    const QTemporaryDir folder;
    const QString file =
        writeFile(folder, "fuzzingserver.json", R"({"url": "ws://127.0.0.1:9777", "cases": ["1.1.1"]})");
    WindowDriver driver;
    static_cast<void>(driver.startServing());
    driver.drop(file);
    QVERIFY(driver.find<QLabel>("troubleWhat")->text().contains("was not opened"));
    QVERIFY(driver.find<QLabel>("troubleAdvice")->text().contains("Stop"));
    auto *dialog = driver.find<QDialog>("serveDialog");
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("serveButton")), Qt::LeftButton);
    QTRY_VERIFY(dialog->findChild<QLineEdit *>(QStringLiteral("serveUrl"))->text().isEmpty());
    driver.drop(file);
    QCOMPARE(dialog->findChild<QSpinBox *>(QStringLiteral("servePort"))->value(), 9777);
}

void DeskTest::aReportIsShownBesideOwnResultsOfTheSameName()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", R"({"Built-in echo peer": {"1.1.1": {"behavior": "FAILED",
        "behaviorClose": "UNCLEAN"}}})");
    WindowDriver driver;
    driver.run({"1.1.1"});
    driver.drop(folder.path());
    QTRY_COMPARE(driver.agents().rowCount(), 2);
    const QString name = driver.agents().at(1)->name;
    QVERIFY2(name.startsWith("Built-in echo peer ("), qPrintable(name));
    QVERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
    // The same report, opened again, replaces the results that were read before.
    driver.drop(folder.filePath("index.json"));
    QTest::qWait(100);
    QCOMPARE(driver.agents().rowCount(), 2);
    driver.clickCell(driver.find<QAbstractItemView>("agentList"), driver.agents().index(0, AgentBook::Name));
    QCOMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    QTRY_VERIFY(driver.log()->model()->rowCount() > 2);
}

void DeskTest::aHostileReportIsShownUpToTheLimitOfAgents()
{
    const QTemporaryDir folder;
    QByteArray text =
        "{\"<img src=x>\\n\\u202eX\": {\"1.1.1\": {\"behavior\": \"OK\", \"behaviorClose\": \"OK\"}}";
    for (int i = 0; i < 100'000; ++i)
        text += ",\"a" + QByteArray::number(i) + R"(": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK"}})";
    writeFile(folder, "index.json", text + "}");
    WindowDriver driver;
    driver.drop(folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(driver.agents().rowCount(), 101, 60'000);
    QVERIFY(driver.find<QLabel>("troubleWhy")->text().contains("first 100"));
    const QString shown = driver.agents().index(1, AgentBook::Name).data().toString();
    QCOMPARE(shown, QStringLiteral("<img src=x>\\x0a\\u{202e}X"));
    QCOMPARE(driver.find<QLabel>("caseAgent")->textFormat(), Qt::PlainText);
}

void DeskTest::readingAReportIsCancelled()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", longIndex());
    WindowDriver driver;
    driver.drop(folder.path());
    QTRY_VERIFY(driver.find<QWidget>("jobBar")->isVisible());
    driver.click("stopJobButton");
    QTRY_VERIFY(!driver.find<QWidget>("jobBar")->isVisible());
    QCOMPARE(driver.agents().rowCount(), 1);
}

void DeskTest::theWindowClosesWhileAReportIsRead()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", longIndex());
    WindowDriver driver;
    driver.drop(folder.path());
    QTRY_VERIFY(driver.find<QWidget>("jobBar")->isVisible());
    QElapsedTimer taken;
    taken.start();
    driver.close();
    QVERIFY2(taken.elapsed() < 2'000, qPrintable(QString::number(taken.elapsed())));
}

void DeskTest::whatCannotBeOpenedIsNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("why");
    QTest::newRow("a torn index") << "index.json" << QByteArray("{\"a\": {\"1.1.1\": ") << "Line 1";
    QTest::newRow("an index of something else")
        << "index.json" << QByteArray("[1, 2]") << "expected an index";
    QTest::newRow("values without end")
        << "index.json" << QByteArray(100'000, '[') << "the file ends too early";
    QTest::newRow("a spec without servers")
        << "s.json" << QByteArray(R"({"servers": [], "cases": ["*"]})") << "servers";
    QTest::newRow("a spec of nonsense")
        << "s.json" << QByteArray(R"({"servers": [{"url": "http://x"}], "cases": ["*"]})") << "url";
    QTest::newRow("a spec that is too long") << "s.json" << QByteArray(5'000'000, ' ') << "longer";
    QTest::newRow("a baseline of nonsense")
        << "b.txt" << QByteArray("frameglass baseline 1\nnonsense") << "b.txt";
}

void DeskTest::whatCannotBeOpenedIsNamed()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, text);
    QFETCH(const QString, why);
    const QTemporaryDir folder;
    WindowDriver driver;
    driver.drop(writeFile(folder, name, text));
    const auto *label = driver.find<QLabel>("troubleWhy");
    QTRY_VERIFY2(label->text().contains(why), qPrintable(label->text().left(300)));
    // Connecting again could not help.
    QVERIFY(!driver.find<QWidget>("retryButton")->isVisible());
    QCOMPARE(driver.agents().rowCount(), 1);
}

void DeskTest::aReportFolderIsOpenedByDroppingIt()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", R"({"theirs": {"1.1.1": {"behavior": "FAILED", "behaviorClose": "UNCLEAN",
        "duration": 3, "remoteCloseCode": null, "reportfile": "theirs_case_1_1_1.json"}}})");
    WindowDriver driver;
    driver.drop(folder.path());
    QTRY_VERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
    QCOMPARE(driver.find<QTabWidget>("centralTabs")->currentIndex(), 1);
    QCOMPARE(driver.agents().at(1)->name, QStringLiteral("theirs"));
    // Opening the case reads the file of this case.
    writeFile(folder, "theirs_case_1_1_1.json", R"({"result": "Octets <b>missing", "resultClose": "torn",
        "started": "2026-01-02", "wirelog": [["RO", [2, "8800"]], ["KLE"]]})");
    writeFile(folder, "theirs_case_1_1_1.html", "<p>page</p>");
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1.1.1"));
    driver.showTab("resultDock");
    QTRY_VERIFY(driver.find<QLabel>("plainVerdict")->text().contains("Octets <b>missing"));
    QVERIFY(driver.find<QLabel>("plainVerdict")->text().startsWith("From the report"));
    QVERIFY(driver.find<QWidget>("openPageButton")->isVisible());
    QCOMPARE(driver.log()->model()->rowCount(), 2);
    QVERIFY(driver.rowWith({}, "note", "RX 2 octets: 8800") >= 0);
    writeFile(folder, "index.json", "{\"theirs\": ");
    driver.drop(folder.filePath("index.json"));
    QTRY_VERIFY(driver.find<QLabel>("troubleWhy")->text().contains("Line 1"));
}

void DeskTest::aCaseOfAReportThatCannotBeReadIsTriedAgain()
{
    const QTemporaryDir folder;
    writeFile(folder, "index.json", R"({"theirs": {"1.1.1": {"behavior": "OK", "behaviorClose": "OK",
        "reportfile": "theirs_case_1_1_1.json"}}})");
    WindowDriver driver;
    driver.drop(folder.path());
    QTRY_COMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    QTRY_VERIFY(driver.trouble().contains("was not opened"));
    writeFile(folder, "theirs_case_1_1_1.json", R"({"result": "As expected.", "resultClose": "",
        "started": "2026-01-02", "wirelog": [["KLE"]]})");
    driver.click("retryButton");
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1.1.1"));
    QVERIFY(driver.trouble().isEmpty());
}

} // namespace fg
