#include "tests/ui/perspectives/address_test.h"

#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/base/settings_keys.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>

#include <chrono>
#include <thread>

namespace fg {

namespace {

QLineEdit *address(const WindowDriver &driver) { return driver.find<QComboBox>("targetBox")->lineEdit(); }

// The combo box has the focus and hands the key to its field.
void pressEnter(const WindowDriver &driver)
{
    QTest::keyClick(driver.find<QComboBox>("targetBox"), Qt::Key_Return);
}

int tabCount(const WindowDriver &driver) { return driver.tabs()->model()->rowCount(); }

// A server that sends a text a thousand times a second.
HostilePeer makeTalker()
{
    return HostilePeer([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        while (victim.send(std::string_view("\x81\x01x", 3)))
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
}

// A server that keeps what it received first.
class Listener
{
public:
    Listener()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port is free");
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket *const socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server,
                             [this, socket] { m_received += socket->readAll(); });
        });
    }
    [[nodiscard]] QString host() const { return QStringLiteral("127.0.0.1:%1").arg(m_server.serverPort()); }
    [[nodiscard]] QString url() const { return QStringLiteral("ws://%1/").arg(host()); }
    [[nodiscard]] const QByteArray &received() const { return m_received; }

private:
    QTcpServer m_server;
    QByteArray m_received;
};

} // namespace

void AddressTest::init() { QSettings().clear(); }

void AddressTest::enterOpensASessionWhileAnotherIsConnected()
{
    WindowDriver driver;
    QVERIFY(driver.connectNow());
    driver.press(Qt::Key_L);
    pressEnter(driver);
    QTRY_COMPARE(tabCount(driver), 2);
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QCOMPARE(driver.tabs()->model()->index(0, 1).data().toString(), QStringLiteral("connected"));
    QCOMPARE(driver.tabs()->currentIndex().row(), 1);
}

void AddressTest::theFieldKeepsTheKeyboardOnceItIsUsedAgain()
{
    // The answer to the handshake comes after half a second.
    const HostilePeer slow([](HostilePeer::Victim &victim) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        victim.acceptHandshake();
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    driver.press(Qt::Key_L);
    pressEnter(driver);
    // Whoever connects and waits will write next.
    QTRY_VERIFY(driver.find<QPlainTextEdit>("composePayload")->hasFocus());
    driver.typeTarget(slow.url());
    pressEnter(driver);
    driver.press(Qt::Key_L);
    QTRY_COMPARE(driver.tabs()->currentIndex().row(), 1);
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QTest::qWait(300);
    QVERIFY(address(driver)->hasFocus());
}

void AddressTest::typingIsNotDisturbedByAThousandMessagesASecond()
{
    const HostilePeer talker = makeTalker();
    WindowDriver driver;
    driver.typeTarget(talker.url());
    pressEnter(driver);
    // The next address is typed before the connection is open, and on while the messages come.
    const QString typed = QStringLiteral("ws://example.org/a/rather/long/path?and=a&query=too");
    QTest::keySequence(address(driver), QKeySequence::SelectAll);
    for (const QChar character : typed) {
        const int before = driver.log()->model()->rowCount();
        QTest::keyClick(address(driver), character.toLatin1());
        // On a busy machine a thousand messages take longer than a second.
        QVERIFY(QTest::qWaitFor([&] { return driver.log()->model()->rowCount() > before; }));
    }
    // Every character has arrived in the field.
    QCOMPARE(address(driver)->text(), typed);
    QVERIFY(!address(driver)->hasSelectedText());
    QCOMPARE(tabCount(driver), 1);
}

void AddressTest::aCompletionTakesTheFieldOnlyWhenItIsChosen()
{
    QSettings().setValue(settings_keys::history, QStringList{"ws://127.0.0.1:1/and/more"});
    WindowDriver driver;
    driver.typeTarget("ws://127.0.0.1:1/");
    QCOMPARE(address(driver)->text(), QStringLiteral("ws://127.0.0.1:1/"));
    QVERIFY(driver.find<QComboBox>("targetBox")->completer()->completionCount() == 1);
    pressEnter(driver);
    QTRY_VERIFY(driver.trouble().contains("127.0.0.1:1"));
    QCOMPARE(address(driver)->text(), QStringLiteral("ws://127.0.0.1:1/"));
    QCOMPARE(driver.tabs()->model()->index(0, 0).data().toString(), QStringLiteral("127.0.0.1:1"));
}

void AddressTest::anAddressOfATargetOfCasesChangesNoOption()
{
    WindowDriver driver;
    Agent agent{.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/a"), .options = {}};
    agent.options.headers = {{"X-Token", "secret"}};
    agent.options.origin = "https://example.org";
    agent.options.extensions = "permessage-deflate";
    QVERIFY(driver.agents().add(agent) > 0);
    driver.click("optionsButton");
    driver.typeTarget("ws://127.0.0.1:1/a");
    QVERIFY(driver.find<QLineEdit>("originEdit")->text().isEmpty());
    QVERIFY(!driver.find<QCheckBox>("compressionBox")->isChecked());
    QVERIFY(driver.find<QPlainTextEdit>("headersEdit")->toPlainText().isEmpty());
}

void AddressTest::anAddressWithoutItsSchemeConnects_data()
{
    QTest::addColumn<QString>("before");
    QTest::newRow("host and port") << QString();
    QTest::newRow("http") << QStringLiteral("http://");
    QTest::newRow("HTTP") << QStringLiteral("HTTP://");
    QTest::newRow("with blanks") << QStringLiteral("  ");
}

void AddressTest::anAddressWithoutItsSchemeConnects()
{
    QFETCH(const QString, before);
    const Listener server;
    WindowDriver driver;
    driver.typeTarget(before + server.host() + "/x");
    pressEnter(driver);
    QTRY_VERIFY(server.received().startsWith("GET /x HTTP/1.1\r\n"));
    // The field says what was understood.
    QCOMPARE(address(driver)->text(), QStringLiteral("ws://%1/x").arg(server.host()));
}

void AddressTest::headerFieldsAreSentAndNamedWhileTheyAreHidden()
{
    const Listener server;
    WindowDriver driver;
    driver.typeTarget(server.url());
    auto *button = driver.find<QToolButton>("optionsButton");
    const QString plain = button->text();
    driver.click("optionsButton");
    auto *fields = driver.find<QPlainTextEdit>("headersEdit");
    QVERIFY(fields->isVisible());
    QTest::keyClicks(fields, "Authorization: Bearer abc");
    driver.click("optionsButton");
    QVERIFY(!fields->isVisible());
    QVERIFY(button->text() != plain);
    QVERIFY2(button->toolTip().contains("1 header field"), qPrintable(button->toolTip()));
    driver.click("connectButton");
    QTRY_VERIFY(server.received().contains("\r\nAuthorization: Bearer abc\r\n"));
}

void AddressTest::aLineThatIsNoHeaderFieldIsNamedBeforeAnythingIsSent()
{
    const Listener server;
    WindowDriver driver;
    driver.typeTarget(server.url());
    driver.click("optionsButton");
    QTest::keyClicks(driver.find<QPlainTextEdit>("headersEdit"), "no field");
    driver.click("connectButton");
    QVERIFY2(driver.trouble().contains("line 1: \"no field\""), qPrintable(driver.trouble()));
    QCOMPARE(tabCount(driver), 0);
    QTest::keySequence(driver.find<QPlainTextEdit>("headersEdit"), QKeySequence::SelectAll);
    QTest::keyClicks(driver.find<QPlainTextEdit>("headersEdit"), "X-One: 1");
    driver.click("retryButton");
    QTRY_VERIFY(server.received().contains("\r\nX-One: 1\r\n"));
}

void AddressTest::aTargetOfCasesIsTalkedToByHandWithItsOptionsInSight()
{
    WindowDriver driver;
    Agent agent{.name = "one", .target = ConnectTarget::url("ws://127.0.0.1:1/a"), .options = {}};
    agent.options.headers = {{"X-Token", "secret"}};
    const int row = driver.agents().add(agent);
    driver.goTo(Perspective::Conformance);
    auto *list = driver.find<QAbstractItemView>("agentList");
    const QPoint place = list->visualRect(driver.agents().index(row, 0)).center();
    emit list->customContextMenuRequested(place);
    QMenu *menu = nullptr;
    for (QMenu *known : driver.window().findChildren<QMenu *>()) {
        if (known->isVisible())
            menu = known;
    }
    QVERIFY(menu);
    for (QAction *action : menu->actions()) {
        if (action->text().contains("by hand"))
            action->trigger();
    }
    menu->close();
    QCOMPARE(address(driver)->text(), QStringLiteral("ws://127.0.0.1:1/a"));
    QVERIFY(driver.find<QPlainTextEdit>("headersEdit")->isVisible());
    QCOMPARE(driver.find<QPlainTextEdit>("headersEdit")->toPlainText(), QStringLiteral("X-Token: secret"));
    // With another address the field stays in sight.
    driver.typeTarget("ws://127.0.0.1:1/b");
    QCOMPARE(driver.find<QPlainTextEdit>("headersEdit")->toPlainText(), QStringLiteral("X-Token: secret"));
    QVERIFY(driver.find<QPlainTextEdit>("headersEdit")->isVisible());
}

void AddressTest::theHistoryIsSavedWhenItChanges()
{
    WindowDriver driver;
    driver.typeTarget("ws://127.0.0.1:1/kept");
    pressEnter(driver);
    // The window is not closed: a program that is killed keeps its history, too.
    QTRY_COMPARE(QSettings().value(settings_keys::history).toStringList(),
                 QStringList{"ws://127.0.0.1:1/kept"});
    driver.typeServer("ws://127.0.0.1:1/tested");
    QTRY_VERIFY(QSettings().value(settings_keys::agents).toList().size() == 2);
}

} // namespace fg
