#include "tests/ui/window/keeping_test.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/report/results/run_record.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/bench/agent_book.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTcpSocket>

#include <fstream>

namespace fg {

namespace {

QString dataFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation); }

QAbstractItemView *keptRuns(WindowDriver &driver)
{
    QApplication::setActiveWindow(&driver.window());
    driver.press(Qt::Key_6);
    return driver.find<QAbstractItemView>("runList");
}

QString runCell(WindowDriver &driver, int row, int column)
{
    return keptRuns(driver)->model()->index(row, column).data().toString();
}

void pickRuns(QAbstractItemView *runs, const QList<int> &rows)
{
    runs->setFocus();
    for (const int row : rows)
        QTest::mouseClick(runs->viewport(), Qt::LeftButton,
                          row == rows.front() ? Qt::NoModifier : Qt::ControlModifier,
                          runs->visualRect(runs->model()->index(row, 0)).center());
}

QStringList timesOf(const QAbstractItemModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, 2).data().toString();
    return texts;
}

// Writes runs of earlier days; each has one case more than the run before.
void writeRuns(int count)
{
    QDir().mkpath(dataFolder() + "/runs");
    for (int i = 0; i < count; ++i) {
        const auto started = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000 + i));
        RunReport report(TestedSide::Servers, started);
        for (int number = 0; number <= i % 3; ++number) {
            CaseSummary summary{.spec = &catalogue()[static_cast<std::size_t>(number)]};
            report.agent("peer").add(summary);
        }
        std::ofstream out(QStringLiteral("%1/runs/2023-11-14T22-%2-1.run")
                              .arg(dataFolder())
                              .arg(i, 6, 10, QChar('0'))
                              .toStdString());
        writeRunRecord(out, {.started = started, .series = {}, .agents = agentHeads(report)}, report);
    }
}

HostilePeer makeSilentServer()
{
    return HostilePeer([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.stayUntilEnd();
    });
}

void fill(QDialog *dialog, const char *edit, const QString &text)
{
    auto *line = dialog->findChild<QLineEdit *>(QLatin1String(edit));
    line->clear();
    QTest::keyClicks(line, text);
}

void pressOk(QDialog *dialog)
{
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
}

} // namespace

void KeepingTest::init()
{
    QSettings().clear();
    QDir(dataFolder()).removeRecursively();
}

// --- closing ---

void KeepingTest::closingDuringARunKeepsItsResults()
{
    {
        WindowDriver driver;
        // The second case takes many seconds and starts after the first has ended.
        driver.checkOnly({"1.1.1", "12.2.10"});
        driver.find<QSpinBox>("jobsBox")->setValue(2);
        driver.pressRun();
        QTRY_COMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
        QVERIFY(driver.find<QWidget>("stopButton")->isEnabled());
        driver.close();
    }
    WindowDriver driver;
    QTRY_COMPARE(keptRuns(driver)->model()->rowCount(), 1);
    QCOMPARE(runCell(driver, 0, 2), QStringLiteral("1, stopped"));
    pickRuns(keptRuns(driver), {0});
    driver.click("showRunButton");
    QTRY_COMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
}

void KeepingTest::closingWhileClientsAreTestedKeepsTheirResults()
{
    {
        WindowDriver driver;
        driver.checkOnly({"2.2"});
        QTcpSocket client;
        askForCase(client, driver.startServing());
        QVERIFY(client.waitForReadyRead());
        client.abort();
        QTRY_VERIFY(driver.verdictOf("2.2").startsWith("FAILED"));
        driver.close();
    }
    WindowDriver driver;
    QTRY_COMPARE(keptRuns(driver)->model()->rowCount(), 1);
    QCOMPARE(runCell(driver, 0, 1), QStringLiteral("mine"));
    QCOMPARE(runCell(driver, 0, 4), QStringLiteral("clients"));
}

// --- history ---

void KeepingTest::aSteppedCaseIsInTheHistory()
{
    WindowDriver driver;
    driver.cases()->setCurrentIndex(driver.caseIndex("2.2"));
    driver.press(Qt::Key_F6, Qt::ShiftModifier);
    QTRY_VERIFY(driver.find<QWidget>("allStepsButton")->isEnabled());
    driver.click("allStepsButton");
    QTRY_COMPARE(driver.verdictOf("2.2"), QStringLiteral("OK"));
    QTRY_COMPARE(keptRuns(driver)->model()->rowCount(), 1);
    QCOMPARE(runCell(driver, 0, 4), QStringLiteral("stepped"));
    QCOMPARE(runCell(driver, 0, 2), QStringLiteral("1"));
}

void KeepingTest::deletedRunsComeBackUntilTheWindowCloses()
{
    writeRuns(4);
    {
        WindowDriver driver;
        QAbstractItemView *const runs = keptRuns(driver);
        QTRY_COMPARE(runs->model()->rowCount(), 4);
        const QStringList before = timesOf(*runs->model());
        pickRuns(runs, {0, 2});
        driver.click("deleteRunButton");
        QCOMPARE(runs->model()->rowCount(), 2);
        pickRuns(runs, {0});
        driver.click("deleteRunButton");
        QCOMPARE(runs->model()->rowCount(), 1);
        driver.click("undoDeleteButton");
        driver.click("undoDeleteButton");
        QCOMPARE(timesOf(*runs->model()), before);
        QVERIFY(!driver.find<QWidget>("undoDeleteButton")->isVisible());
        pickRuns(runs, {1});
        driver.click("deleteRunButton");
        driver.close();
    }
    WindowDriver driver;
    QTRY_COMPARE(keptRuns(driver)->model()->rowCount(), 3);
}

void KeepingTest::veryManyRunsAreDeletedAtOnce()
{
    constexpr int many = 600;
    writeRuns(many);
    WindowDriver driver;
    QAbstractItemView *const runs = keptRuns(driver);
    QTRY_COMPARE(runs->model()->rowCount(), many);
    runs->setFocus();
    QElapsedTimer taken;
    taken.start();
    QTest::keySequence(runs, QKeySequence::SelectAll);
    // The selected runs are read in the background, and only as many as can be compared.
    QTRY_VERIFY(driver.find<QLabel>("historySummary")->text().contains("In 100 runs"));
    QVERIFY(driver.find<QLabel>("historySummary")->text().contains("newest"));
    driver.click("deleteRunButton");
    QCOMPARE(runs->model()->rowCount(), 0);
    QVERIFY(driver.find<QLabel>("historySummary")->text().isEmpty()
            || QTest::qWaitFor([&] { return driver.find<QLabel>("historySummary")->text().isEmpty(); }));
    driver.click("undoDeleteButton");
    QCOMPARE(runs->model()->rowCount(), many);
    QVERIFY2(taken.elapsed() < 20'000, qPrintable(QString::number(taken.elapsed())));
}

void KeepingTest::aBaselineThatCannotBeReadIsRememberedAndReported()
{
    const QString file = QDir::tempPath() + "/no/such/baseline.txt";
    QSettings().setValue("cases/baselineFile", file);
    {
        WindowDriver driver;
        QTRY_VERIFY(driver.find<QLabel>("troubleWhat")->text().contains("baseline cannot be read"));
        QVERIFY(driver.find<QLabel>("baselineLabel")->text().startsWith("the baseline cannot be read"));
        driver.close();
    }
    QCOMPARE(QSettings().value("cases/baselineFile").toString(), file);
}

// --- agents ---

void KeepingTest::textTypedForOneAgentTooManyIsKept()
{
    WindowDriver driver;
    for (int i = 1; i < AgentBook::maxAgents; ++i)
        QVERIFY(driver.agents().add(
                    {.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/"), .options = {}})
                > 0);
    driver.click("addAgentButton");
    auto *dialog = driver.find<QDialog>("agentDialog");
    fill(dialog, "agentTarget", "ws://127.0.0.1:2/");
    fill(dialog, "agentName", "the last");
    pressOk(dialog);
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QLabel *>("agentFault")->text().contains("100 agents already"));
    QCOMPARE(dialog->findChild<QLineEdit *>("agentName")->text(), QStringLiteral("the last"));
    driver.agents().remove(1);
    pressOk(dialog);
    QVERIFY(driver.agents().rowOfName("the last") > 0);
}

void KeepingTest::anAgentKeepsItsNameWhileCasesRun()
{
    const HostilePeer server = makeSilentServer();
    WindowDriver driver;
    driver.runAgainst("1.1.1", server.url());
    driver.clickCell(driver.find<QAbstractItemView>("agentList"), driver.agents().index(1, AgentBook::Name));
    driver.click("editAgentButton");
    auto *dialog = driver.find<QDialog>("agentDialog");
    fill(dialog, "agentName", "another");
    driver.click("runCheckedButton");
    QTRY_VERIFY(driver.find<QWidget>("stopButton")->isEnabled());
    pressOk(dialog);
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QLabel *>("agentFault")->text().contains("Cases are running"));
    driver.click("removeAgentButton");
    QCOMPARE(driver.agents().rowCount(), 2);
    QVERIFY(driver.waitForRun());
    pressOk(dialog);
    QCOMPARE(driver.agents().at(1)->name, QStringLiteral("another"));
    QVERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
}

void KeepingTest::theCommandOfACaseIsThatOfItsRunEvenIfTheAgentChanges()
{
    const HostilePeer server = makeSilentServer();
    WindowDriver driver;
    driver.runAgainst("1.1.1", server.url());
    driver.clickCell(driver.cases(), driver.caseIndex("1.1.1"));
    driver.agents().remove(1);
    driver.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("frameglass test %1 --cases 1.1.1").arg(server.url()));
}

void KeepingTest::runningTheCheckedLeavesTheChecksAlone()
{
    WindowDriver driver;
    driver.checkOnly({"1.1.1"});
    QVERIFY(driver.agents().add(
                {.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/a"), .options = {}})
            > 0);
    driver.agents().setData(driver.agents().index(0, 0), Qt::Unchecked, Qt::CheckStateRole);
    // The target in the connect bar is still the echo peer.
    driver.press(Qt::Key_R);
    QVERIFY(driver.waitForRun());
    QTRY_VERIFY(driver.verdictOf("1.1.1").startsWith("no connection"));
    QCOMPARE(driver.agents().checked().size(), std::size_t(1));
    QCOMPARE(driver.agents().checked().front().name, QStringLiteral("one"));
}

void KeepingTest::aServerThatServesOneConnectionAtATimeIsReported()
{
    const HostilePeer server = makeSilentServer();
    WindowDriver driver;
    driver.checkOnly({"1.1.1", "1.1.2", "1.1.3"});
    driver.typeServer(server.url());
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    pickRuns(keptRuns(driver), {0});
    QTRY_VERIFY2(driver.find<QLabel>("historySummary")->text().contains("one connection at a time"),
                 qPrintable(driver.find<QLabel>("historySummary")->text()));
}

} // namespace fg
