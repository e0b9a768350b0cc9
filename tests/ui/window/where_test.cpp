// From a broken rule to the row, the field and the octets, by every way that the window has.
#include "tests/ui/window/where_test.h"

#include "protocol/deflate/codec.h"
#include "protocol/handshake/opening.h"
#include "tests/protocol/transport/certificates.h"
#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/bench/session_book.h"
#include "ui/bench/verdict_mark.h"
#include "ui/kit/hex_view.h"
#include "ui/log/wire_log_painter.h"
#include "ui/log/wire_log_view.h"
#include "ui/panels/field_model.h"
#include "ui/panels/findings_model.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTableView>
#include <QTcpServer>
#include <QToolButton>
#include <QTreeView>

namespace fg {

namespace {

// The key in the head of a request.
std::string keyIn(const std::string &head)
{
    static constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::size_t start = head.find(name) + name.size();
    return head.substr(start, head.find("\r\n", start) - start);
}

// A wss server that opens a WebSocket and says no more.
class TlsPeer final : public QTcpServer
{
public:
    TlsPeer()
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port is free");
    }

private:
    static QByteArray read(const std::string &path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setPrivateKey(QSslKey(read(m_files.key), QSsl::Ec));
        socket->setLocalCertificate(QSslCertificate(read(m_files.certificate)));
        QObject::connect(socket, &QSslSocket::readyRead, socket, [socket, head = std::string()]() mutable {
            head += socket->readAll().toStdString();
            if (!head.ends_with("\r\n\r\n"))
                return;
            socket->write(
                QByteArray::fromStdString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                          "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                          + acceptFor(keyIn(head)) + "\r\n\r\n"));
        });
        socket->startServerEncryption();
    }

    test::TestAuthority m_authority; // which nobody trusts
    test::CertificateFiles m_files = m_authority.sign("the server", "IP:127.0.0.1");
};

using Behavior = std::function<void(HostilePeer::Victim &)>;

// A server that sends these octets after the opening handshake, and answers our close frame.
Behavior sending(std::string_view hex)
{
    const OctetBuffer octets = fromHex(hex).value();
    return [octets](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        victim.send(charactersOf(octets));
        victim.awaitOctets();
        victim.send("\x88\x02\x03\xea");
    };
}

void connectTo(WindowDriver &driver, const HostilePeer &peer)
{
    driver.typeTarget(peer.url());
    driver.click("connectButton");
}

QString bannerOf(const WindowDriver &driver)
{
    return driver.find<QWidget>("troubleBanner")->isVisible() ? driver.find<QLabel>("troubleWhat")->text()
                                                              : QString();
}

const SessionEntry &entryOf(const WindowDriver &driver)
{
    const auto *book = qobject_cast<const SessionBook *>(driver.tabs()->model());
    return *book->at(driver.tabs()->currentIndex().row());
}

WireLogView *logOf(const WindowDriver &driver) { return driver.find<WireLogView>("wireLog"); }

const WireLogModel &modelOf(const WindowDriver &driver)
{
    return *qobject_cast<const WireLogModel *>(logOf(driver)->model());
}

// The line of the frame that broke a rule; -1: none.
int brokenLine(const WindowDriver &driver)
{
    const WireLogModel &model = modelOf(driver);
    for (int line = 0; line < model.rowCount(); ++line) {
        if (model.lookOf(line).broken)
            return line;
    }
    return -1;
}

// "RSV2 @0+1": the picked field and the lit octets.
QString lit(const WindowDriver &driver)
{
    const auto *hex = driver.find<HexView>("hexView");
    const QModelIndex field = driver.find<QTreeView>("fieldTree")->currentIndex();
    if (hex->litLength() == 0 || !hex->fault())
        return QStringLiteral("nothing");
    return QStringLiteral("%1 @%2+%3")
        .arg(field.siblingAtColumn(FieldModel::Name).data().toString())
        .arg(hex->litStart())
        .arg(hex->litLength());
}

QPalette darkPalette()
{
    QPalette dark(QColor(0x31, 0x36, 0x3b));
    dark.setColor(QPalette::Base, QColor(0x23, 0x26, 0x29));
    dark.setColor(QPalette::AlternateBase, QColor(0x2b, 0x2f, 0x33));
    for (const QPalette::ColorRole role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::BrightText})
        dark.setColor(role, QColor(0xef, 0xf0, 0xf1));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        dark.setColor(QPalette::Disabled, role, QColor(0x84, 0x88, 0x8c));
    dark.setColor(QPalette::Highlight, QColor(0x2e, 0x6f, 0x9e));
    dark.setColor(QPalette::HighlightedText, Qt::white);
    return dark;
}

// Keeps pictures of the window, light and dark, in the folder that the environment names, for a person to
// look at.
void keepPictures(WindowDriver &driver, const QString &name)
{
    const QString folder = qEnvironmentVariable("FRAMEGLASS_PICTURES");
    if (folder.isEmpty())
        return;
    const QPalette before = QGuiApplication::palette();
    driver.window().resize(1280 - 8, 800 - 40);
    for (const bool isDark : {false, true}) {
        QApplication::setPalette(isDark ? darkPalette() : before);
        QTest::qWait(300);
        driver.window().grab().save(
            QStringLiteral("%1/where-%2-%3.png")
                .arg(folder, name, isDark ? QStringLiteral("dark") : QStringLiteral("light")));
    }
    QApplication::setPalette(before);
}

// For the name of a picture.
QString tagOfRow()
{
    return QString::fromLatin1(QTest::currentDataTag()).replace(QLatin1Char(' '), QLatin1Char('-'));
}

void pressWhere(WindowDriver &driver) { driver.click("troubleWhereButton"); }

void pressF4(WindowDriver &driver) { driver.press(Qt::Key_F4, Qt::NoModifier); }

void doubleClickFinding(WindowDriver &driver)
{
    driver.showTab("findingsDock");
    auto *table = driver.find<QTableView>("findingsTable");
    QTRY_VERIFY(table->model()->rowCount() > 0);
    driver.doubleClickCell(table, table->model()->index(0, FindingsModel::Sentence));
}

void clickMark(WindowDriver &driver)
{
    WireLogView *const log = logOf(driver);
    const QModelIndex cell = log->model()->index(brokenLine(driver), WireLogModel::Number);
    log->scrollTo(cell);
    QTest::mouseClick(log->viewport(), Qt::LeftButton, {},
                      WireLogPainter::faultIn(log->visualRect(cell)).center());
}

// Which breaks no rule.
void pickFirstRow(WindowDriver &driver)
{
    WireLogView *const log = logOf(driver);
    log->setFocus();
    QTest::keyClick(log, Qt::Key_Home);
}

void pickByKeyboard(WindowDriver &driver)
{
    WireLogView *const log = logOf(driver);
    pickFirstRow(driver);
    for (int line = 0; line < brokenLine(driver); ++line)
        QTest::keyClick(log, Qt::Key_Down);
}

} // namespace

void WhereTest::init() { QSettings().clear(); }

void WhereTest::everyWayLeadsToTheRowTheFieldAndTheOctets_data()
{
    QTest::addColumn<QString>("octets");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("lit");
    struct Server
    {
        const char *name;
        const char *octets;
        const char *sentence;
        const char *lit;
    };
    for (const Server &server :
         {Server{"RSV2", "8101 61 a10162", "The server set RSV2 in frame %1 (RFC 6455 5.2).", "RSV2 @0+1"},
          Server{"mask", "8101 61 8181 00000000 62", "The server masked frame %1 (RFC 6455 5.1).",
                 "MASK @1+1"},
          Server{"length in a longer form", "8101 61 817e0001 62",
                 "The server wrote the payload length 1 of frame %1 in a longer form than needed (RFC 6455 "
                 "5.2).",
                 "payload length @1+3"},
          Server{"length with its top bit", "8101 61 827f 8000000000000001",
                 "The server declared a payload of 9223372036854775809 octets in frame %1 (RFC 6455 5.2).",
                 "extended payload length @2+1"},
          Server{"UTF-8", "8101 61 8105 6162eda080",
                 "The server sent a text message that is not valid UTF-8 from octet 2 on, in frame %1 (RFC "
                 "6455 8.1).",
                 "payload @4+2"},
          Server{
              "UTF-8 of a close reason", "8101 61 8805 03e8 61c328",
              "The server gave a close reason in frame %1 that is not valid UTF-8 from octet 1 on (RFC 6455 "
              "5.5.1).",
              "reason @5+2"},
          Server{"close code", "8101 61 8802 03ed",
                 "The server closed with code 1005 (no code; must not be sent) in frame %1, which a close "
                 "frame must not carry (RFC 6455 7.4.1).",
                 "code @2+2"}})
        QTest::addRow("%s", server.name)
            << QString(QLatin1String(server.octets)) << QString(QLatin1String(server.sentence))
            << QString(QLatin1String(server.lit));
}

void WhereTest::everyWayLeadsToTheRowTheFieldAndTheOctets()
{
    QFETCH(QString, octets);
    QFETCH(QString, sentence);
    QFETCH(QString, lit);
    HostilePeer peer(sending(octets.toStdString()));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    QTRY_VERIFY(brokenLine(driver) >= 0);
    const RowNumber row = modelOf(driver).rowOf(brokenLine(driver)).value();
    QCOMPARE(bannerOf(driver), sentence.arg(row.value()));
    for (const auto &way : {pressWhere, pressF4, doubleClickFinding, clickMark, pickByKeyboard}) {
        pickFirstRow(driver);
        QTRY_COMPARE(fg::lit(driver), QStringLiteral("nothing"));
        way(driver);
        QTRY_COMPARE(fg::lit(driver), lit);
        QCOMPARE(logOf(driver)->pickedRow(), std::optional(row));
        const auto *said = driver.find<QLabel>("faultLabel");
        QVERIFY(said->isVisible());
        QVERIFY2(said->text().startsWith(sentence.arg(row.value())), qPrintable(said->text()));
        keepPictures(driver, tagOfRow());
    }
}

void WhereTest::theKeyGoesFromFaultToFaultInOneRowToo()
{
    HostilePeer peer(sending("e181 00000000 61"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(brokenLine(driver) >= 0);
    pressF4(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("RSV1 @0+1"));
    pressF4(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("MASK @1+1"));
    driver.press(Qt::Key_F4, Qt::ShiftModifier);
    QTRY_COMPARE(lit(driver), QStringLiteral("RSV1 @0+1"));
}

void WhereTest::theRowAndItsMarkSayWhatIsWrong()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(brokenLine(driver) >= 0);
    const WireLogModel &model = modelOf(driver);
    const int line = brokenLine(driver);
    QVERIFY(model.cellText(line, WireLogModel::Info).startsWith("RSV2 is set and no extension uses it"));
    const QString tip = model.index(line, WireLogModel::Number).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains("The server set RSV2 in frame"), qPrintable(tip));
    // No tool tip is a bare number.
    for (int other = 0; other < model.rowCount(); ++other) {
        for (int column = 0; column < WireLogModel::ColumnCount; ++column) {
            bool isNumber = false;
            model.index(other, column).data(Qt::ToolTipRole).toString().toLongLong(&isNumber);
            QVERIFY(!isNumber);
        }
    }
    pressF4(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("RSV2 @0+1"));
    const QModelIndex field = driver.find<QTreeView>("fieldTree")->currentIndex();
    QCOMPARE(field.siblingAtColumn(FieldModel::Meaning).data().toString(),
             QStringLiteral("RSV2 is set and no extension uses it"));
    QVERIFY(!field.siblingAtColumn(FieldModel::Name).data(Qt::DecorationRole).isNull());
    QVERIFY(field.data(Qt::ToolTipRole).toString().contains("The server set RSV2"));
}

void WhereTest::theFailureNamesTheFrameAndTheCode()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(brokenLine(driver) >= 0);
    const QString frame = modelOf(driver).cellText(brokenLine(driver), WireLogModel::Number);
    QTRY_VERIFY(driver.rowWith({}, "failed", "protocol error 1002, because of frame " + frame) >= 0);
    QTRY_COMPARE(driver.state(), QStringLiteral("RSV2 is set and no extension uses it"));
}

void WhereTest::theTabCountsFindings()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    auto *dock = driver.find<QDockWidget>("findingsDock");
    QCOMPARE(dock->windowTitle(), QStringLiteral("Findings"));
    connectTo(driver, peer);
    QTRY_COMPARE(dock->windowTitle(), QStringLiteral("Findings 1"));
    QCOMPARE(dock->toggleViewAction()->text(), QStringLiteral("Findings"));
    driver.typeTarget("Built-in echo peer");
    driver.click("connectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QCOMPARE(dock->windowTitle(), QStringLiteral("Findings"));
}

void WhereTest::theReportIsCopied()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    driver.click("troubleReportButton");
    const QString report = QGuiApplication::clipboard()->text();
    for (const char *part :
         {"The server set RSV2 in frame", "RFC 6455 5.2", "RSV2: octet 0 of frame", "a1", "because of frame"})
        QVERIFY2(report.contains(QLatin1String(part)), part);
}

void WhereTest::aFaultAtTheEndOfALongPayloadIsLit()
{
    constexpr std::size_t length = 50 * 1024 * 1024;
    HostilePeer peer([](HostilePeer::Victim &victim) {
        victim.acceptHandshake();
        std::string frame("\x81\x7f\0\0\0\0\x03\x20\0\0", 10);
        frame.append(length - 1, 'a');
        frame += '\xff';
        victim.send(frame);
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY_WITH_TIMEOUT(!bannerOf(driver).isEmpty(), longMilliseconds);
    pressWhere(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("payload @%1+1").arg(length + 9));
    const auto *hex = driver.find<HexView>("hexView");
    QCOMPARE(hex->length(), length + 10);
    QVERIFY(hex->viewport()->rect().contains(hex->octetRect(hex->litStart())));
    QVERIFY(driver.find<QLabel>("faultLabel")
                ->text()
                .contains(QStringLiteral("octet %1 of the payload").arg(length - 1)));
    keepPictures(driver, QStringLiteral("50-MiB"));
}

void WhereTest::aFaultInInflatedOctetsIsLitThereToo()
{
    OctetBuffer wire;
    Deflater({}).compress(octetsOf("ab\xff"), wire);
    HostilePeer peer([wire](HostilePeer::Victim &victim) {
        victim.acceptHandshake("Sec-WebSocket-Extensions: permessage-deflate\r\n");
        victim.send(std::string("\xc1", 1) + static_cast<char>(wire.size())
                    + std::string(charactersOf(wire)));
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    driver.typeTarget(peer.url());
    driver.click("optionsButton");
    auto *compression = driver.find<QAbstractButton>("compressionBox");
    if (!compression->isChecked())
        QTest::mouseClick(compression, Qt::LeftButton, {}, QPoint(8, compression->height() / 2));
    driver.click("connectButton");
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    pressWhere(driver);
    // The octets of the message first, and which ones they are is said.
    QTRY_COMPARE(lit(driver), QStringLiteral("payload @2+1"));
    QCOMPARE(driver.find<HexView>("hexView")->length(), 3u);
    QVERIFY(driver.find<QLabel>("faultLabel")->text().contains("octet 2 of the message"));
    auto *inflated = driver.find<QToolButton>("inflatedButton");
    QVERIFY(inflated->isVisible() && inflated->isChecked());
    keepPictures(driver, QStringLiteral("inflated"));
    QTest::mouseClick(inflated, Qt::LeftButton);
    QVERIFY(driver.find<HexView>("hexView")->length() > 3u);
    QVERIFY(lit(driver) != QStringLiteral("nothing"));
}

void WhereTest::aHeaderFieldThatDoesNotFitIsLit()
{
    HostilePeer peer([](HostilePeer::Victim &victim) {
        victim.receiveHead();
        victim.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: wrong\r\n\r\n");
        victim.stayUntilEnd();
    });
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    pressWhere(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("Sec-WebSocket-Accept @97+5"));
    keepPictures(driver, QStringLiteral("accept"));
}

void WhereTest::aRefusalIsNoBrokenRule()
{
    HostilePeer peer([](HostilePeer::Victim &victim) {
        victim.receiveHead();
        victim.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
    });
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    QVERIFY(bannerOf(driver).contains("refused: it answered with status 404"));
    QCOMPARE(driver.state(), QStringLiteral("refused (404)"));
    keepPictures(driver, QStringLiteral("404"));
    QVERIFY(!driver.find<QWidget>("troubleWhereButton")->isVisible());
    QVERIFY(!driver.find<QWidget>("troubleReportButton")->isVisible());
    QCOMPARE(driver.dock("findingsDock")->windowTitle(), QStringLiteral("Findings"));
    const SessionEntry &entry = entryOf(driver);
    QCOMPARE(entry.brokenRules, 0u);
    QVERIFY(stateMark(entry, Theme::current()).color != Theme::current().bad);
}

void WhereTest::theCauseComesBeforeItsEffects()
{
    HostilePeer peer(sending("8101 61 a10162 8101 63"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    QTRY_VERIFY(driver.rowWith("TX", "frame", "1002") >= 0);
    const int broken = brokenLine(driver);
    const int failed = driver.rowWith({}, "failed");
    QVERIFY(broken >= 0 && broken < failed);
    QVERIFY(failed < driver.rowWith("TX", "frame", "1002"));
    driver.showTab("findingsDock");
    const QAbstractItemModel *const findings = driver.find<QTableView>("findingsTable")->model();
    for (int number = 1; number < findings->rowCount(); ++number)
        QVERIFY(findings->index(number - 1, FindingsModel::Row).data().toInt()
                <= findings->index(number, FindingsModel::Row).data().toInt());
}

void WhereTest::oneLookEverywhere()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    pressWhere(driver);
    QTRY_COMPARE(lit(driver), QStringLiteral("RSV2 @0+1"));
    const Finding finding = entryOf(driver).log->findings().front();
    const MarkedWord look = markOf(finding, Theme::current());
    const auto isThat = [&look](const MarkedWord &other) {
        return other.mark == look.mark && other.color == look.color && other.word == look.word;
    };
    QVERIFY(isThat(stateMark(entryOf(driver), Theme::current())));
    QVERIFY(isThat(*driver.find<HexView>("hexView")->fault()));
    const QModelIndex field = driver.find<QTreeView>("fieldTree")->currentIndex();
    QCOMPARE(field.data(Qt::ForegroundRole).value<QColor>(), look.color);
    QCOMPARE(field.siblingAtColumn(FieldModel::Meaning).data().toString(), look.word);
    QCOMPARE(modelOf(driver).lookOf(brokenLine(driver)).broken, std::optional(finding.severity()));
    QVERIFY(modelOf(driver).cellText(brokenLine(driver), WireLogModel::Info).startsWith(look.word));
    QCOMPARE(driver.find<QLabel>("faultLabel")->palette().color(QPalette::WindowText), look.color);
}

void WhereTest::aFaultOfACertificateCanBeLookedAtAndAllowed()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("there is no TLS here");
    TlsPeer peer;
    WindowDriver driver;
    driver.typeTarget(QStringLiteral("wss://127.0.0.1:%1/").arg(peer.serverPort()));
    driver.click("connectButton");
    QTRY_VERIFY(bannerOf(driver).contains("certificate"));
    driver.click("troubleCertificateButton");
    const auto *fields = driver.find<QTreeView>("fieldTree");
    QTRY_VERIFY(!fields->model()
                     ->match(fields->model()->index(0, FieldModel::Name), Qt::DisplayRole,
                             "certificate fault", 1, Qt::MatchExactly | Qt::MatchRecursive)
                     .isEmpty());
    keepPictures(driver, QStringLiteral("certificate"));
    driver.click("troubleAllowButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QVERIFY(driver.find<QLabel>("sessionFacts")->text().contains("certificate not verified"));
    // Of the next request, nothing is allowed.
    QVERIFY(!driver.find<QAbstractButton>("allowFaultsBox")->isChecked());
}

void WhereTest::anotherSessionTakesTheBannerAway()
{
    HostilePeer peer(sending("a10161"));
    WindowDriver driver;
    connectTo(driver, peer);
    QTRY_VERIFY(!bannerOf(driver).isEmpty());
    driver.typeTarget("Built-in echo peer");
    driver.click("connectButton");
    QTRY_COMPARE(driver.state(), QStringLiteral("connected"));
    QVERIFY(bannerOf(driver).isEmpty());
}

} // namespace fg
