#include "tests/ui/window/hostile_peer_test.h"

#include "tests/ui/hostile_peer.h"
#include "tests/ui/window_driver.h"
#include "ui/log/wire_log_model.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QSettings>
#include <QTimer>

#include <utility>

namespace fg {

namespace {

constexpr qint64 allowedLateness = 100; // Milliseconds.

using Script = void (*)(HostilePeer::Victim &);

// Measures how long threads of this process were runnable while the machine ran other processes, as counted
// by Linux. sinceLast() returns the longest such wait of a thread since its last call, in milliseconds; 0 if
// the kernel does not count them.
class MachineWait
{
public:
    qint64 sinceLast()
    {
        qint64 longest = 0;
        for (const QString &thread : QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs)) {
            QFile file(QStringLiteral("/proc/self/task/%1/schedstat").arg(thread));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            constexpr qint64 nanosecondsInOne = 1'000'000;
            const qint64 waited = file.readAll().split(' ').value(1).toLongLong() / nanosecondsInOne;
            longest = std::max(longest, waited - std::exchange(m_waited[thread], waited));
        }
        return longest;
    }

private:
    QHash<QString, qint64> m_waited; // Milliseconds, by thread.
};

// Measures how late a 20 ms timer fires in the thread that creates this object, minus the delay that is
// caused by other processes.
class LatenessMeter : public QObject
{
public:
    LatenessMeter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this,
                [this] { m_worst = std::max(m_worst, m_since.restart() - period - m_wait.sinceLast()); });
        (void)m_wait.sinceLast();
        m_since.start();
        m_timer.start(period);
    }
    [[nodiscard]] qint64 worst() const { return m_worst; }

private:
    static constexpr int period = 20;
    QTimer m_timer;
    QElapsedTimer m_since;
    MachineWait m_wait;
    qint64 m_worst = 0;
};

void junk(HostilePeer::Victim &victim)
{
    victim.receiveHead();
    std::string octets;
    for (int at = 0; at < 100'000; ++at)
        octets += static_cast<char>(at * 7 + at / 256);
    victim.send(octets);
    victim.stayUntilEnd();
}

void longHeader(HostilePeer::Victim &victim)
{
    victim.receiveHead();
    victim.send("HTTP/1.1 101 Switching Protocols\r\nX-Long: " + std::string(100 * 1024, 'a') + "\r\n\r\n");
    victim.stayUntilEnd();
}

void manyFields(HostilePeer::Victim &victim)
{
    victim.receiveHead();
    std::string head = "HTTP/1.1 200 OK\r\n";
    while (head.size() < 60 * 1024)
        head += "a: b\r\n";
    victim.send(head + "\r\n");
    victim.stayUntilEnd();
}

void hugeLength(HostilePeer::Victim &victim)
{
    victim.acceptHandshake();
    victim.send(std::string("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10));
    const std::string block(64 * 1024, 'x');
    for (int sent = 0; sent < 400 && victim.send(block); ++sent) { }
    victim.stayUntilEnd();
}

void silence(HostilePeer::Victim &victim) { victim.stayUntilEnd(); }

void resetInsideFrame(HostilePeer::Victim &victim)
{
    victim.acceptHandshake();
    victim.send(std::string("\x82\x7e\x10\x00half of it", 14));
    victim.reset();
}

void floodOf(HostilePeer::Victim &victim, std::string_view frame)
{
    victim.acceptHandshake();
    std::string block;
    while (block.size() < 64 * 1024)
        block += frame;
    while (victim.send(block)) { }
}

void emptyTexts(HostilePeer::Victim &victim) { floodOf(victim, std::string_view("\x81\x00", 2)); }

void pings(HostilePeer::Victim &victim) { floodOf(victim, std::string_view("\x89\x01p", 3)); }

// The first frame already fails the connection; thousands of rule violations follow.
void brokenFrames(HostilePeer::Victim &victim) { floodOf(victim, std::string_view("\xf3\x00", 2)); }

} // namespace

void HostilePeerTest::init() { QSettings().clear(); }

void HostilePeerTest::theWindowStaysQuick_data()
{
    QTest::addColumn<fg::Script>("behavior");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("junk instead of HTTP") << Script(junk) << 1'500;
    QTest::newRow("a header of 100 KB") << Script(longHeader) << 1'500;
    QTest::newRow("ten thousand fields") << Script(manyFields) << 1'500;
    QTest::newRow("a length of 2^63-1") << Script(hugeLength) << 2'500;
    QTest::newRow("silence") << Script(silence) << 6'500;
    QTest::newRow("RST inside a frame") << Script(resetInsideFrame) << 1'000;
    QTest::newRow("a flood of empty texts") << Script(emptyTexts) << 4'000;
    QTest::newRow("a flood of pings") << Script(pings) << 4'000;
    QTest::newRow("a flood of broken frames") << Script(brokenFrames) << 2'500;
}

void HostilePeerTest::theWindowStaysQuick()
{
    QFETCH(const fg::Script, behavior);
    QFETCH(const int, milliseconds);
    HostilePeer peer(behavior);
    WindowDriver driver;
    driver.typeTarget(QStringLiteral("ws://127.0.0.1:%1/").arg(peer.port()));
    QTest::qWait(100);
    const LatenessMeter meter;
    driver.click("connectButton");
    QElapsedTimer elapsed;
    elapsed.start();
    // All panels are shown while the peer is sending.
    const char *docks[] = {"handshakeDock", "closingDock", "statisticsDock", "findingsDock", "composeDock"};
    for (std::size_t turn = 0; elapsed.elapsed() < milliseconds; ++turn) {
        driver.showTab(docks[turn % std::size(docks)]);
        QAbstractItemView *log = driver.log();
        const int rows = log->model()->rowCount();
        if (rows > 0)
            driver.clickCell(log, log->model()->index(static_cast<int>(turn) % rows, WireLogModel::What));
        QTest::qWait(50);
    }
    qInfo("%d rows, worst lateness %lld ms", driver.log()->model()->rowCount(),
          static_cast<long long>(meter.worst()));
    QVERIFY2(meter.worst() <= allowedLateness, qPrintable(QStringLiteral("%1 ms late").arg(meter.worst())));
    QVERIFY(driver.log()->model()->rowCount() > 0);
}

} // namespace fg
