#include "tests/ui/cases/run_test.h"

#include "protocol/conformance/cases/catalogue.h"
#include "protocol/conformance/run/suite_run.h"
#include "protocol/session/live/echo_peer.h"
#include "protocol/session/live/system_entropy.h"
#include "protocol/transport/qt_time_source.h"
#include "tests/support/combo_box.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/base/text.h"
#include "ui/bench/agent_book.h"
#include "ui/cases/case_filter.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QEventLoop>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QStatusBar>
#include <QTimer>
#include <QTreeView>

#include <algorithm>
#include <map>

namespace fg {

namespace {

constexpr int wholeRunMilliseconds = 120'000;

CaseFilter &filterOf(const WindowDriver &driver)
{
    return *static_cast<CaseFilter *>(driver.cases()->model());
}

QStringList shownIds(const WindowDriver &driver)
{
    QStringList ids;
    for (const CaseSpec *spec : filterOf(driver).shownCases())
        ids += toQString(spec->id);
    return ids;
}

void search(const WindowDriver &driver, const QString &text)
{
    auto *edit = driver.find<QLineEdit>("caseSearch");
    edit->clear();
    QTest::keyClicks(edit, text);
}

void show(const WindowDriver &driver, const QString &kind)
{
    choose(driver.find<QComboBox>("caseKind"), kind);
}

// A server that completes the opening handshake and then sends a masked frame, whatever it receives.
HostilePeer makeFaultyServer()
{
    return HostilePeer([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.send(std::string_view("\x81\x81\0\0\0\0x", 7));
        victim.stayUntilEnd();
    });
}

// All cases without compression, and for each way to compress the case with the shortest messages: the others
// take minutes in a build that is not optimized.
QStringList quickCases()
{
    QStringList ids;
    for (const CategoryInfo &category : categories()) {
        const QString id = toQString(category.id);
        const bool compresses = id.section('.', 0, 0) == "12" || id.section('.', 0, 0) == "13";
        if (compresses == id.contains('.'))
            ids += compresses ? id + ".1" : id;
    }
    return ids;
}

std::vector<const CaseSpec *> casesOf(const QStringList &ids)
{
    std::vector<const CaseSpec *> cases;
    for (const CaseSpec &spec : catalogue()) {
        const QString id = toQString(spec.id);
        const bool isWanted = std::any_of(ids.begin(), ids.end(), [&id](const QString &wanted) {
            return id == wanted || id.startsWith(wanted + '.');
        });
        if (isWanted)
            cases.push_back(&spec);
    }
    return cases;
}

std::map<std::string, QString> headlessVerdicts(const std::vector<const CaseSpec *> &cases)
{
    QtTimeSource time;
    SystemEntropy entropy;
    EchoPeer echo({}, time, entropy);
    std::map<std::string, QString> verdicts;
    if (echo.start())
        return verdicts;
    Target target;
    target.url = std::get<WebSocketUrl>(parseWebSocketUrl(echo.url()));
    // The waiting functions of Qt Test sleep between events.
    QEventLoop loop;
    SuiteRun run(cases, target, {.jobs = 8}, time, entropy, [&](const RunEvent &event) {
        if (const auto *const ended = std::get_if<CaseEnded>(&event))
            verdicts[ended->result.spec->id] = markOf(ended->result.verdict, Theme::current()).word;
        else if (std::holds_alternative<AgentDone>(event))
            loop.quit();
    });
    run.start();
    QTimer::singleShot(wholeRunMilliseconds, &loop, &QEventLoop::quit);
    loop.exec();
    return verdicts;
}

void fillDialog(const WindowDriver &driver, const QString &url, const QString &name,
                const QString &headers = {})
{
    auto *dialog = driver.find<QDialog>("agentDialog");
    auto *target = dialog->findChild<QLineEdit *>(QStringLiteral("agentTarget"));
    target->clear();
    QTest::keyClicks(target, url);
    auto *edit = dialog->findChild<QLineEdit *>(QStringLiteral("agentName"));
    edit->clear();
    QTest::keyClicks(edit, name);
    dialog->findChild<QPlainTextEdit *>(QStringLiteral("agentHeaders"))->setPlainText(headers);
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
}

void addAgent(WindowDriver &driver, const QString &url, const QString &name)
{
    driver.click("addAgentButton");
    fillDialog(driver, url, name);
    QTRY_VERIFY(!driver.window().findChild<QDialog *>(QStringLiteral("agentDialog")));
}

} // namespace

void RunTest::init() { QSettings().clear(); }

void RunTest::casesAreFoundByNumberWordAndClause_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    QTest::addColumn<QString>("notFound");
    QTest::newRow("a case") << "6.2.4"
                            << "6.2.4"
                            << "6.22.4";
    QTest::newRow("a category") << "6.2"
                                << "6.2.1"
                                << "6.22.1";
    QTest::newRow("a word of its category") << "fragmentation"
                                            << "5.1"
                                            << "1.1.1";
    QTest::newRow("two words") << "ping 2."
                               << "2.1"
                               << "5.1";
    QTest::newRow("a close code in its texts") << "1007"
                                               << "7.7.5"
                                               << "1.1.1";
    QTest::newRow("a pattern") << "12.*.1"
                               << "12.1.10"
                               << "12.2.2";
    QTest::newRow("patterns") << "7.*.6,2.1*"
                              << "2.11"
                              << "2.2";
    QTest::newRow("a clause") << QStringLiteral("§5.5.2") << "2.1"
                              << "1.1.1";
}

void RunTest::casesAreFoundByNumberWordAndClause()
{
    QFETCH(const QString, text);
    QFETCH(const QString, found);
    QFETCH(const QString, notFound);
    WindowDriver driver;
    driver.goTo(Perspective::Conformance);
    search(driver, text);
    const QStringList ids = shownIds(driver);
    QVERIFY2(ids.contains(found), qPrintable(ids.join(' ')));
    QVERIFY2(!ids.contains(notFound), qPrintable(ids.join(' ')));
    // The found cases are visible: their categories are expanded.
    QVERIFY(driver.cases()->visualRect(driver.caseIndex(ids.first())).isValid());
}

void RunTest::aSearchThatFindsNothingSaysWhatIsLookedFor()
{
    WindowDriver driver;
    driver.goTo(Perspective::Conformance);
    search(driver, "nosuchword");
    QVERIFY(shownIds(driver).isEmpty());
    QVERIFY(driver.find<QLabel>("noCase")->isVisible());
    QVERIFY(driver.find<QLabel>("noCase")->text().contains("7.4.1"));
    driver.find<QLineEdit>("caseSearch")->clear();
    QCOMPARE(static_cast<std::size_t>(shownIds(driver).size()), catalogue().size());
    QVERIFY(!driver.find<QLabel>("noCase")->isVisible());
}

void RunTest::aCategoryOfAFilteredTreeChecksWhatIsShown()
{
    WindowDriver driver;
    driver.checkOnly({});
    search(driver, "2.2");
    driver.cases()->setCurrentIndex(driver.caseIndex("2"));
    QTest::keyClick(driver.cases(), Qt::Key_Space);
    driver.find<QLineEdit>("caseSearch")->clear();
    QCOMPARE(driver.caseIndex("2.2").data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QCOMPARE(driver.caseIndex("2.1").data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
}

void RunTest::casesOnTheEchoPeerComeToTheHeadlessVerdicts()
{
    const std::vector<const CaseSpec *> cases = casesOf(quickCases());
    QVERIFY(cases.size() > 300);
    const std::map<std::string, QString> headless = headlessVerdicts(cases);
    QCOMPARE(headless.size(), cases.size());
    WindowDriver driver;
    driver.find<QSpinBox>("jobsBox")->setValue(8);
    driver.checkOnly(quickCases());
    driver.click("runCheckedButton");
    QVERIFY(driver.waitForRun());
    for (const auto &[id, verdict] : headless)
        QCOMPARE(qMakePair(toQString(id), driver.verdictOf(toQString(id))),
                 qMakePair(toQString(id), verdict));
    QCOMPARE(driver.find<QLabel>("caseSummary")->text(),
             QStringLiteral("%1 of %2 run, none failed").arg(cases.size()).arg(catalogue().size()));
    show(driver, "Failed");
    QVERIFY(shownIds(driver).isEmpty());
    show(driver, "Not run");
    QCOMPARE(static_cast<std::size_t>(shownIds(driver).size()), catalogue().size() - cases.size());
    show(driver, "Slow");
    QVERIFY(shownIds(driver).contains("2.11"));
    QVERIFY(!shownIds(driver).contains("2.2"));
}

void RunTest::aRunStopsInTheMiddle()
{
    WindowDriver driver;
    driver.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!driver.verdictOf("1.1.3").isEmpty());
    driver.click("stopButton");
    QVERIFY(driver.waitForRun());
    const QString text = driver.find<QLabel>("caseSummary")->text();
    const int run = text.section(' ', 0, 0).toInt();
    QVERIFY2(run >= 2 && run < static_cast<int>(catalogue().size()), qPrintable(text));
    show(driver, "Not run");
    QCOMPARE(shownIds(driver).size(), static_cast<int>(catalogue().size()) - run);
}

void RunTest::runFailedRunsWhatFailedAndNothingElse()
{
    const HostilePeer server = makeFaultyServer();
    WindowDriver driver;
    driver.typeServer(server.url());
    driver.checkOnly({"1.1.1", "2.2", "7.1.6"});
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QCOMPARE(driver.verdictOf("1.1.1").section(',', 0, 0), QStringLiteral("FAILED"));
    show(driver, "Failed");
    // 7.1.6 is informational and cannot fail.
    QCOMPARE(shownIds(driver), QStringList({"1.1.1", "2.2"}));
    driver.click("runFailedButton");
    QTRY_VERIFY(driver.find<QWidget>("stopButton")->isEnabled());
    QVERIFY(driver.window().windowTitle().contains("of 2"));
    QVERIFY(driver.waitForRun());
    QCOMPARE(shownIds(driver), QStringList({"1.1.1", "2.2"}));
}

void RunTest::runFailedIsThereWhileACheckedAgentHasFailedCases()
{
    const HostilePeer server = makeFaultyServer();
    WindowDriver driver;
    driver.runAgainst("1.1.1", server.url());
    auto *button = driver.find<QWidget>("runFailedButton");
    QTRY_VERIFY(button->isEnabled());
    const QModelIndex agent = driver.agents().index(1, AgentBook::Name);
    driver.agents().setData(agent, Qt::Unchecked, Qt::CheckStateRole);
    QVERIFY(!button->isEnabled());
    driver.agents().setData(agent, Qt::Checked, Qt::CheckStateRole);
    QVERIFY(button->isEnabled());
    driver.agents().remove(1);
    QVERIFY(!button->isEnabled());
}

void RunTest::aRunWithoutCasesSaysWhyThereAreNone()
{
    WindowDriver driver;
    const auto toldAfterRun = [&driver] {
        driver.click("runCheckedButton");
        return driver.window().statusBar()->currentMessage();
    };
    driver.checkOnly({"1.1.1"});
    Agent agent{.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/"), .options = {}};
    agent.excluded = casesOf({"1.1.1"});
    const int row = driver.agents().add(agent);
    driver.agents().checkOnly({driver.agents().at(row)->id});
    QVERIFY2(toldAfterRun().contains("exclude all"), qPrintable(toldAfterRun()));
    driver.agents().checkOnly({});
    QVERIFY2(toldAfterRun().startsWith("No agent is checked"), qPrintable(toldAfterRun()));
    driver.checkOnly({});
    QVERIFY2(toldAfterRun().startsWith("No case is checked"), qPrintable(toldAfterRun()));
}

void RunTest::aRunTellsHowFarItIsInTheTitle()
{
    WindowDriver driver;
    driver.checkOnly({"1.1.1", "2.6"});
    driver.pressRun();
    QTRY_VERIFY(driver.window().windowTitle().startsWith("1 of 2"));
    QVERIFY(driver.waitForRun());
    QVERIFY(!driver.window().windowTitle().contains(" of "));
}

void RunTest::severalAgentsRunAndEachHasItsResults()
{
    const HostilePeer server = makeFaultyServer();
    WindowDriver driver;
    addAgent(driver, server.url(), "faulty");
    driver.checkOnly({"1.1.1"});
    QCOMPARE(driver.agents().checked().size(), std::size_t(2));
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    auto *list = driver.find<QAbstractItemView>("agentList");
    QTRY_VERIFY(driver.agents().index(0, AgentBook::State).data().toString().contains("none failed"));
    QTRY_VERIFY(driver.agents().index(1, AgentBook::State).data().toString().contains("1 of 1 failed"));
    driver.clickCell(list, driver.agents().index(0, AgentBook::Name));
    QCOMPARE(driver.verdictOf("1.1.1"), QStringLiteral("OK"));
    QVERIFY(driver.find<QLabel>("caseAgent")->text().contains("Built-in"));
    driver.clickCell(list, driver.agents().index(1, AgentBook::Name));
    QVERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
    // What is picked here changes nothing in the other perspective.
    QCOMPARE(driver.find<QComboBox>("targetBox")->currentText(), QStringLiteral("Built-in echo peer"));
}

void RunTest::aTypedTargetBecomesTheAgentThatRuns()
{
    const HostilePeer server = makeFaultyServer();
    WindowDriver driver;
    driver.checkOnly({"1.1.1"});
    driver.typeServer(server.url());
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QCOMPARE(driver.agents().rowCount(), 2);
    QCOMPARE(driver.agents().checked().size(), std::size_t(1));
    QCOMPARE(driver.agents().checked().front().target.text(), server.url());
    QVERIFY(driver.verdictOf("1.1.1").startsWith("FAILED"));
}

void RunTest::anAgentIsAddedEditedAndRemoved()
{
    WindowDriver driver;
    addAgent(driver, "ws://127.0.0.1:1/a", "one");
    addAgent(driver, "ws://127.0.0.1:1/b", "one");
    QCOMPARE(driver.agents().at(2)->name, QStringLiteral("one (2)"));
    auto *list = driver.find<QAbstractItemView>("agentList");
    driver.clickCell(list, driver.agents().index(1, AgentBook::Name));
    driver.click("editAgentButton");
    fillDialog(driver, "ws://127.0.0.1:1/c", "three", "X-Token: secret");
    QTRY_COMPARE(driver.agents().at(1)->name, QStringLiteral("three"));
    QCOMPARE(driver.agents().at(1)->options.headers.size(), std::size_t(1));
    // A run does not lose settings of the agent.
    driver.checkOnly({"1.1.1"});
    driver.pressRun();
    QVERIFY(driver.waitForRun());
    QCOMPARE(driver.agents().at(1)->options.headers.front().value, std::string("secret"));
    driver.clickCell(list, driver.agents().index(1, AgentBook::Name));
    driver.click("removeAgentButton");
    QCOMPARE(driver.agents().rowCount(), 2);
    driver.clickCell(list, driver.agents().index(0, AgentBook::Name));
    // The echo peer cannot be removed.
    QVERIFY(!driver.find<QWidget>("removeAgentButton")->isEnabled());
}

void RunTest::aFaultySettingOfAnAgentIsNamed()
{
    WindowDriver driver;
    driver.click("addAgentButton");
    fillDialog(driver, "ftp://example.org", "one");
    auto *fault = driver.find<QLabel>("agentFault");
    QVERIFY(fault->isVisible());
    QVERIFY(fault->text().contains("ws"));
    fillDialog(driver, "ws://example.org", "one", "X-One: 1\nno field");
    QVERIFY2(fault->text().contains("line 2"), qPrintable(fault->text()));
    QCOMPARE(driver.agents().rowCount(), 1);
}

void RunTest::agentsAndJobsSurviveARestart()
{
    {
        WindowDriver driver;
        driver.click("addAgentButton");
        fillDialog(driver, "ws://127.0.0.1:1/a", "one", "X-Token: secret");
        driver.agents().setData(driver.agents().index(0, 0), Qt::Unchecked, Qt::CheckStateRole);
        driver.find<QSpinBox>("jobsBox")->setValue(5);
        driver.close();
    }
    const WindowDriver driver;
    QCOMPARE(driver.agents().rowCount(), 2);
    const Agent &agent = *driver.agents().at(1);
    QCOMPARE(agent.name, QStringLiteral("one"));
    QCOMPARE(agent.target.text(), QStringLiteral("ws://127.0.0.1:1/a"));
    QCOMPARE(agent.options.headers.front().name, std::string("X-Token"));
    QVERIFY(agent.isChecked);
    QVERIFY(!driver.agents().at(0)->isChecked);
    QCOMPARE(driver.find<QSpinBox>("jobsBox")->value(), 5);
}

} // namespace fg
