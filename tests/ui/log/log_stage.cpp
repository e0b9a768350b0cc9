#include "tests/ui/log/log_stage.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QtTest>

namespace fg {

namespace {

constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                     "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                     "Sec-WebSocket-Version: 13\r\n"
                                     "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
constexpr std::string_view answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    "Connection: Upgrade\r\n"
                                    "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n";

OctetBuffer frameOf(unsigned firstOctet, std::string_view payload)
{
    OctetBuffer octets{static_cast<std::byte>(firstOctet)};
    if (payload.size() < 126) {
        octets.push_back(static_cast<std::byte>(payload.size()));
    } else {
        octets.push_back(std::byte{126});
        octets.push_back(static_cast<std::byte>(payload.size() >> 8));
        octets.push_back(static_cast<std::byte>(payload.size()));
    }
    const OctetView text = octetsOf(payload);
    octets.insert(octets.end(), text.begin(), text.end());
    return octets;
}

} // namespace

SpokenLog::SpokenLog(bool isCompressed)
    : m_session(std::make_shared<Session>(Role::Client))
{
    LogRow connected;
    connected.kind = RowKind::Connected;
    m_session->append(connected, PeerInfo{});
    octets(Direction::Out, octetsOf(request));
    const std::string agreed = std::string(answer)
        + (isCompressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n" : "\r\n");
    octets(Direction::In, octetsOf(agreed));
}

void SpokenLog::octets(Direction direction, OctetView octets)
{
    LogRow row{.time = m_time};
    row.kind = RowKind::Octets;
    row.direction = direction;
    m_session->append(row, {}, octets);
    m_session->processReceived();
}

void SpokenLog::peer(unsigned firstOctet, std::string_view payload)
{
    octets(Direction::In, frameOf(firstOctet, payload));
}

void SpokenLog::peerMany(std::size_t count)
{
    OctetBuffer all;
    for (std::size_t i = 0; i < count; ++i) {
        const OctetBuffer frame = frameOf(0x81, "message " + std::to_string(m_sent++));
        all.insert(all.end(), frame.begin(), frame.end());
        if (all.size() > 60'000 || i + 1 == count) {
            octets(Direction::In, all);
            all.clear();
        }
    }
}

void SpokenLog::end()
{
    LogRow row{.time = m_time};
    row.kind = RowKind::Dropped;
    m_session->append(row);
    m_session->processReceived();
}

std::vector<Finding> findingsIn(std::initializer_list<std::size_t> rows)
{
    std::vector<Finding> findings;
    for (const std::size_t row : rows)
        findings.push_back({.violation = {.rule = RuleId::ReservedBits, .value = 2}, .row = RowNumber(row)});
    return findings;
}

LogStage::LogStage()
{
    const LogActions actions = makeLogActions(&m_window);
    QMenuBar *bar = m_window.menuBar();
    fillLogMenus(actions, bar->addMenu(QStringLiteral("Edit")), bar->addMenu(QStringLiteral("View")),
                 bar->addMenu(QStringLiteral("Go")));
    m_panel = new WireLogPanel(actions);
    m_window.setCentralWidget(m_panel);
    QObject::connect(actions.find, &QAction::triggered, m_panel, &WireLogPanel::find);
    m_window.resize(800, 500);
    m_window.show();
    if (!QTest::qWaitForWindowExposed(&m_window))
        qFatal("the window does not show");
    QApplication::setActiveWindow(&m_window);
    m_panel->setFocus();
}

void LogStage::show(const SpokenLog &log)
{
    m_panel->setSession(log.session(), std::chrono::system_clock::time_point(std::chrono::hours(12)));
    model().setFindings(log.session()->findings());
}

void LogStage::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *const focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : static_cast<QWidget *>(&m_window), key, modifiers);
}

void LogStage::click(const QModelIndex &index)
{
    view().scrollTo(index);
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().visualRect(index).center());
}

QStringList LogStage::lines()
{
    QStringList lines;
    for (int line = 0; line < model().rowCount(); ++line)
        lines += model().cellText(line, WireLogModel::What) + QLatin1Char(' ')
            + model().cellText(line, WireLogModel::Info);
    return lines;
}

void LogStage::chooseInHeaderMenu(const QString &entry)
{
    QHeaderView *header = view().header();
    // On a real platform Qt creates this event from the mouse press.
    QContextMenuEvent event(QContextMenuEvent::Mouse, {20, 5},
                            header->viewport()->mapToGlobal(QPoint(20, 5)));
    QApplication::sendEvent(header->viewport(), &event);
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = view().findChild<QMenu *>(QStringLiteral("columnMenu"))) != nullptr);
    for (QAction *action : menu->actions()) {
        if (action->text().remove(QLatin1Char('&')) != entry)
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        QTRY_VERIFY(!view().findChild<QMenu *>(QStringLiteral("columnMenu")));
        return;
    }
    QFAIL(qPrintable("no entry " + entry));
}

QString LogStage::foundCount() { return find<QLabel>("findCount")->text(); }

QString LogStage::pickedInfo()
{
    const int line = view().currentIndex().row();
    return line < 0 ? QString() : model().cellText(line, WireLogModel::Info);
}

} // namespace fg
