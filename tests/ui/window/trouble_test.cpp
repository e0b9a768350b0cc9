#include "tests/ui/window/trouble_test.h"

#include "tests/ui/window_driver.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSpinBox>
#include <QTcpServer>
#include <QTcpSocket>

namespace fg {

namespace {

QString bannerText(const WindowDriver &driver, const char *label)
{
    return driver.find<QLabel>(label)->text();
}

// A port on which no server listens.
quint16 deadPort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    return server.serverPort();
}

QString urlOf(quint16 port) { return QStringLiteral("ws://127.0.0.1:%1/").arg(port); }

void pressConnect(WindowDriver &driver, const QString &target)
{
    driver.typeTarget(target);
    driver.click("connectButton");
}

} // namespace

void TroubleTest::init() { QSettings().clear(); }

void TroubleTest::aRefusedConnectionSaysWhy()
{
    WindowDriver driver;
    pressConnect(driver, urlOf(deadPort()));
    QTRY_VERIFY(driver.find<QWidget>("troubleBanner")->isVisible());
    QVERIFY(bannerText(driver, "troubleWhat").contains("refused"));
    QVERIFY(!bannerText(driver, "troubleWhy").isEmpty());
    QVERIFY(!bannerText(driver, "troubleAdvice").isEmpty());
    QVERIFY(!QApplication::activeModalWidget());
    QCOMPARE(driver.state(), QStringLiteral("not connected"));
    // The retry is for the target that failed, whatever the address field holds by now.
    driver.typeTarget("Built-in echo peer");
    driver.click("retryButton");
    QTRY_COMPARE(driver.tabs()->model()->rowCount(), 2);
    QTRY_VERIFY(bannerText(driver, "troubleWhat").contains("refused"));
    QVERIFY(driver.connectNow());
    QVERIFY(!driver.find<QWidget>("troubleBanner")->isVisible());
}

void TroubleTest::anUnknownHostSaysWhy()
{
    WindowDriver driver;
    pressConnect(driver, "ws://no-such-host.invalid/");
    QTRY_VERIFY_WITH_TIMEOUT(driver.find<QWidget>("troubleBanner")->isVisible(), 15'000);
    QVERIFY(bannerText(driver, "troubleWhat").contains("no-such-host.invalid"));
}

void TroubleTest::anAnswerOtherThan101IsShownWithItsBodyEscaped()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            const QByteArray body = "<b>out of order</b>\n\x1b[31mred \xe2\x80\xae turned";
            socket->write("HTTP/1.1 500 Internal Server Error\r\nContent-Length: "
                          + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
            socket->disconnectFromHost();
        });
    });
    WindowDriver driver;
    pressConnect(driver, urlOf(server.serverPort()));
    QTRY_VERIFY(driver.find<QWidget>("troubleBanner")->isVisible());
    QVERIFY(bannerText(driver, "troubleWhat").contains("500"));
    const QString body = driver.find<QPlainTextEdit>("troubleMore")->toPlainText();
    QVERIFY(body.contains("<b>out of order</b>"));
    QVERIFY(!body.contains(QChar(0x1b)) && !body.contains(QChar(0x202e)));
    QVERIFY(body.contains("\\x1b[31m") || body.contains("\\x1B[31m"));
}

void TroubleTest::aTextThatIsNotAUrlIsReportedWithItsFault()
{
    WindowDriver driver;
    pressConnect(driver, "ftp://example.com/");
    QTRY_VERIFY(driver.find<QWidget>("troubleBanner")->isVisible());
    QVERIFY(bannerText(driver, "troubleWhat").contains("scheme"));
}

void TroubleTest::certificateFaultsAreAllowedForOneTargetOnly()
{
    WindowDriver driver;
    auto *row = driver.find<QWidget>("tlsRow");
    auto *allow = driver.find<QCheckBox>("allowFaultsBox");
    QVERIFY(!row->isVisible());
    driver.typeTarget("wss://example.com/");
    QVERIFY(row->isVisible());
    QTest::mouseClick(allow, Qt::LeftButton, {}, QPoint(8, allow->height() / 2));
    QVERIFY(allow->isChecked());
    auto *sni = driver.find<QLineEdit>("sniEdit");
    QTest::keyClicks(sni, "other.example");
    auto *only = driver.find<QLineEdit>("onlyFaultsEdit");
    QTest::keyClicks(only, "CertificateExpired");
    QCOMPARE(only->text(), QStringLiteral("CertificateExpired"));
    // The permission for one target does not apply to the next one.
    driver.typeTarget("wss://example.org/");
    QVERIFY(!allow->isChecked());
    QVERIFY(sni->text().isEmpty());
    QVERIFY(only->text().isEmpty() && !only->isEnabled());
    driver.typeTarget("ws://example.org/");
    QVERIFY(!row->isVisible());
}

void TroubleTest::theOptionsGoIntoTheRequestAndAreRemembered()
{
    {
        WindowDriver driver;
        QVERIFY(!driver.find<QWidget>("optionsRow")->isVisible());
        driver.click("optionsButton");
        QVERIFY(driver.find<QWidget>("optionsRow")->isVisible());
        QTest::keyClicks(driver.find<QLineEdit>("originEdit"), "https://example.org");
        // Characters that a subprotocol name cannot have are not accepted.
        QTest::keyClicks(driver.find<QLineEdit>("subprotocolsEdit"), "chat, su(per)");
        QCOMPARE(driver.find<QLineEdit>("subprotocolsEdit")->text(), QStringLiteral("chat, super"));
        auto *limit = driver.find<QSpinBox>("messageLimitBox");
        QCOMPARE(limit->value(), 64);
        QTest::keyClick(limit, Qt::Key_Up);
        auto *connecting = driver.find<QDoubleSpinBox>("connectLimitBox");
        QCOMPARE(connecting->text(), QStringLiteral("5 s"));
        connecting->selectAll();
        QTest::keyClicks(connecting, "0.5");
        QTest::keyClick(driver.find<QDoubleSpinBox>("openingLimitBox"), Qt::Key_Up);
        QVERIFY(driver.connectNow());
        driver.showTab("handshakeDock");
        auto *request = driver.find<QPlainTextEdit>("requestText");
        QTRY_VERIFY(request->toPlainText().contains("Origin: https://example.org\n"));
        QVERIFY(request->toPlainText().contains("Sec-WebSocket-Protocol: chat, super\n"));
        driver.close();
    }
    WindowDriver driver;
    QVERIFY(driver.find<QWidget>("optionsRow")->isVisible());
    QCOMPARE(driver.find<QLineEdit>("originEdit")->text(), QStringLiteral("https://example.org"));
    QCOMPARE(driver.find<QSpinBox>("messageLimitBox")->value(), 65);
    QCOMPARE(driver.find<QDoubleSpinBox>("connectLimitBox")->value(), 0.5);
    QCOMPARE(driver.find<QDoubleSpinBox>("openingLimitBox")->value(), 6.0);
}

void TroubleTest::casesWithoutAServerSayWhy()
{
    WindowDriver driver;
    driver.checkOnly({"1.2.1", "2.2", "6.2.4"});
    driver.typeServer(urlOf(deadPort()));
    driver.pressRun();
    QTRY_VERIFY_WITH_TIMEOUT(driver.find<QWidget>("troubleBanner")->isVisible(), 10'000);
    QVERIFY(bannerText(driver, "troubleWhat").contains("refused"));
    QTRY_VERIFY_WITH_TIMEOUT(bannerText(driver, "caseSummary").contains("3 failed"), 10'000);
}

} // namespace fg
