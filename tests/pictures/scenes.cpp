#include "tests/pictures/scenes.h"

#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/filter/saved_filters.h"
#include "ui/log/wire_log_model.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTabWidget>

namespace fg {

namespace {

// Everything works at this size (less the frame of 960 by 600).
constexpr QSize narrowest{952, 600};

constexpr const char *sessionDocks[] = {"messageDock", "detailDock",   "handshakeDock",
                                        "closingDock", "findingsDock", "statisticsDock"};

std::string text(std::string_view payload)
{
    return std::string("\x81") + static_cast<char>(payload.size()) + std::string(payload);
}

void setsRsv2(HostilePeer::Victim &victim)
{
    victim.acceptHandshake();
    victim.send(text(R"({"type": "subscribed", "channel": "ticker"})"));
    victim.send(text("price 101.25"));
    victim.send(std::string("\xa1\x0c") + "abcabcabcabc");
    victim.stayUntilEnd();
}

void refuses(HostilePeer::Victim &victim)
{
    victim.receiveHead();
    victim.send("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 52\r\n\r\n"
                "<html><body>There is no such channel.</body></html>\n");
    victim.stayUntilEnd();
}

class Photographer
{
public:
    explicit Photographer(QSize size)
        : m_size(size)
    {
        m_driver.window().resize(size);
        rest();
    }

    void connections();
    void filters();
    void conformance();
    void dialogs();
    [[nodiscard]] std::vector<Picture> pictures() && { return std::move(m_pictures); }

private:
    // What is animated or loaded aside has time to end.
    static void rest() { QTest::qWait(250); }

    void take(const QString &name, QWidget *of = nullptr)
    {
        rest();
        QWidget *const widget = of ? of : &m_driver.window();
        m_pictures.push_back({name, widget->grab().toImage()});
    }

    void takeDocks(const QString &start)
    {
        for (const char *const dock : sessionDocks) {
            m_driver.showTab(dock);
            take(start + QLatin1String(dock).chopped(4));
        }
        m_driver.showTab(sessionDocks[0]);
    }

    void connectTo(const QString &url)
    {
        m_driver.typeTarget(url);
        m_driver.click("connectButton");
        rest();
    }

    void send(const QString &kind, const QString &payload)
    {
        auto *box = m_driver.find<QComboBox>("composeKind");
        box->setCurrentIndex(box->findText(kind));
        m_driver.find<QPlainTextEdit>("composePayload")->setPlainText(payload);
        m_driver.click("sendButton");
        QTest::qWait(60);
    }

    void pick(const QString &direction, const QString &what, const QString &info = {})
    {
        const int row = m_driver.rowWith(direction, what, info);
        if (row < 0)
            qFatal("no row %s %s", qPrintable(direction), qPrintable(what));
        m_driver.clickCell(m_driver.log(), m_driver.log()->model()->index(row, WireLogModel::What));
    }

    QSize m_size;
    WindowDriver m_driver;
    std::vector<Picture> m_pictures;
};

void Photographer::connections()
{
    take(QStringLiteral("connections first start"));
    if (!m_driver.connectNow())
        qFatal("the echo peer does not answer");
    take(QStringLiteral("connections open"));
    send(QStringLiteral("Text"), QStringLiteral("Hello"));
    send(QStringLiteral("Text"),
         QStringLiteral(R"({"type": "subscribe", "channels": ["ticker", "trades"], "depth": 20, "since": null,
    "user": {"id": 7, "name": "Zoë"}, "note": "a text that is longer than the panel is wide is wrapped, and never cut"})"));
    send(QStringLiteral("Binary"), QStringLiteral("89 50 4e 47 0d 0a 1a 0a 00 00 00 0d"));
    send(QStringLiteral("Ping"), QStringLiteral("are you there?"));
    pick(QStringLiteral("RX"), {}, QStringLiteral("subscribe"));
    takeDocks(QStringLiteral("connections "));
    m_driver.click("messageAsJSON");
    take(QStringLiteral("message as json"));
    m_driver.click("messageAsHex");
    take(QStringLiteral("message as hex"));
    m_driver.click("messageAsText");
    filters();

    const HostilePeer rsv(setsRsv2);
    connectTo(rsv.url() + QStringLiteral("chat"));
    take(QStringLiteral("rsv2 failed"));
    m_driver.showTab("findingsDock");
    m_driver.press(Qt::Key_F4, Qt::NoModifier);
    take(QStringLiteral("rsv2 where"));
    m_driver.showTab("detailDock");
    take(QStringLiteral("rsv2 octets"));
    m_driver.showTab("closingDock");
    take(QStringLiteral("rsv2 closing"));

    const HostilePeer refusing(refuses);
    connectTo(refusing.url() + QStringLiteral("no/such/channel"));
    m_driver.showTab("handshakeDock");
    take(QStringLiteral("refused"));
    connectTo(QStringLiteral("ws://127.0.0.1:1/"));
    take(QStringLiteral("nobody listens"));

    m_driver.window().open(QStringLiteral(FRAMEGLASS_TEST_DATA "/recordings/several.pcapng"));
    m_driver.window().open(QStringLiteral(FRAMEGLASS_TEST_DATA "/recordings/broken_rules.pcapng"));
    QTest::qWait(1'000);
    m_driver.showTab("findingsDock");
    take(QStringLiteral("opened recordings, many tabs"));
    m_driver.click("optionsButton");
    take(QStringLiteral("connection options"));
    m_driver.click("optionsButton");
    m_driver.press(Qt::Key_F);
    QTest::keyClicks(m_driver.find<QLineEdit>("findText"), QStringLiteral("a"));
    take(QStringLiteral("search"));
}

// In the session that connections() has opened.
void Photographer::filters()
{
    auto *field = m_driver.find<QLineEdit>("filterField");
    m_driver.press(Qt::Key_Slash);
    rest(); // The names in the messages are read aside.
    const auto type = [&](const QString &text) {
        field->clear();
        QTest::keyClicks(field, text);
    };
    type(QStringLiteral("co"));
    take(QStringLiteral("filter offers fields"));
    type(QStringLiteral("op == "));
    take(QStringLiteral("filter offers values"));
    type(QStringLiteral("op == text && json."));
    take(QStringLiteral("filter offers names of messages"));
    type(QStringLiteral("text ~ subscribe"));
    QTest::keyClick(field, Qt::Key_Return);
    pick(QStringLiteral("RX"), {}, QStringLiteral("subscribe"));
    take(QStringLiteral("filtered"));
    m_driver.press(Qt::Key_Slash);
    QTest::keyClick(field, Qt::Key_End);
    QTest::keyClicks(field, QStringLiteral(" && opp == binary"));
    take(QStringLiteral("filter with a fault"));
    m_driver.window().resize(narrowest);
    take(QStringLiteral("filter with a fault, narrow"));
    m_driver.window().resize(m_size);
    auto *menu = m_driver.find<QMenu>("savedFiltersMenu");
    emit menu->aboutToShow();
    menu->popup(m_driver.find<QWidget>("savedFilters")->mapToGlobal(QPoint()));
    take(QStringLiteral("saved filters"), menu);
    menu->close();
    field->clear();
}

void Photographer::conformance()
{
    m_driver.goTo(Perspective::Conformance);
    take(QStringLiteral("conformance first start"));
    const HostilePeer rsv(setsRsv2);
    m_driver.typeServer(rsv.url());
    m_driver.run({QStringLiteral("1.1"), QStringLiteral("7.1"), QStringLiteral("2.1")});
    m_driver.clickCell(m_driver.cases(), m_driver.caseIndex(QStringLiteral("1.1.2")));
    take(QStringLiteral("conformance a failed case"));
    takeDocks(QStringLiteral("conformance "));
    auto *tabs = m_driver.find<QTabWidget>("centralTabs");
    for (int tab = 1; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        take(QStringLiteral("conformance ") + tabs->tabText(tab).remove(QLatin1Char('&')).toLower());
    }
    tabs->setCurrentIndex(0);
    m_driver.press(Qt::Key_F6, Qt::ShiftModifier);
    QTest::qWait(500);
    take(QStringLiteral("conformance step by step"));
    m_driver.press(Qt::Key_F8, Qt::NoModifier);
    (void)m_driver.waitForRun();
}

// Every dialog that a menu opens, of those that stand in a window of their own.
void Photographer::dialogs()
{
    const QList<QAction *> actions = m_driver.window().findChildren<QAction *>();
    for (QAction *const action : actions) {
        if (!action->text().endsWith(QStringLiteral("…")) || !action->isEnabled() || action->menu())
            continue;
        action->trigger();
        rest();
        for (QWidget *const opened : QApplication::topLevelWidgets()) {
            const bool isNew = opened->isVisible() && opened != &m_driver.window();
            if (!isNew || qobject_cast<QFileDialog *>(opened) || !qobject_cast<QDialog *>(opened))
                continue;
            take(QStringLiteral("dialog ") + action->text().remove(QLatin1Char('&')).chopped(1).toLower(),
                 opened);
            if (auto *tabs = opened->findChild<QTabWidget *>()) {
                for (int tab = 1; tab < tabs->count(); ++tab) {
                    tabs->setCurrentIndex(tab);
                    take(QStringLiteral("dialog ") + tabs->tabText(tab).remove(QLatin1Char('&')).toLower(),
                         opened);
                }
            }
        }
        for (QWidget *const opened : QApplication::topLevelWidgets()) {
            if (opened->isVisible() && opened != &m_driver.window())
                opened->close();
        }
        rest();
    }
}

} // namespace

std::vector<Picture> takePictures(QSize size)
{
    SavedFilters saved;
    (void)saved.save(QStringLiteral("Subscriptions"), QStringLiteral("json.type == \"subscribe\""));
    (void)saved.save(QStringLiteral("Long messages that are not compressed"),
                     QStringLiteral("len > 64k && !compressed"));
    saved.addRecent(QStringLiteral("op == close || op == ping"));
    Photographer photographer(size);
    photographer.connections();
    photographer.conformance();
    photographer.dialogs();
    return std::move(photographer).pictures();
}

} // namespace fg
