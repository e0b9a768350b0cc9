// A wire log alone in a window, and a session whose octets the test supplies.
#pragma once

#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"

#include <QMainWindow>

#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace fg {

// The log of a client after its opening handshake; the time changes only by at().
class SpokenLog
{
public:
    explicit SpokenLog(bool isCompressed = false);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }
    void at(std::chrono::milliseconds time) { m_time = time; }
    // A frame from the peer with a payload of at most 65 535 octets, in a separate read.
    void peer(unsigned firstOctet, std::string_view payload);
    // `count` text messages from the peer in large reads; each contains its number.
    void peerMany(std::size_t count);
    void end();

private:
    void octets(Direction direction, OctetView octets);

    std::shared_ptr<Session> m_session;
    std::chrono::milliseconds m_time{};
    std::size_t m_sent = 0;
};

// A broken rule in each of these rows.
[[nodiscard]] std::vector<Finding> findingsIn(std::initializer_list<std::size_t> rows);

class LogStage
{
public:
    LogStage();

    void show(const SpokenLog &log);
    [[nodiscard]] WireLogPanel &panel() { return *m_panel; }
    [[nodiscard]] WireLogView &view() { return *m_panel->view(); }
    [[nodiscard]] WireLogModel &model() { return *m_panel->model(); }
    template <typename Widget> [[nodiscard]] Widget *find(const char *name)
    {
        auto *widget = m_window.findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    // The number of rows found, as the find bar shows it.
    [[nodiscard]] QString foundCount();
    // The Info cell of the picked row; empty: none is picked.
    [[nodiscard]] QString pickedInfo();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void click(const QModelIndex &index);
    // All lines from top to bottom, each as "what info".
    [[nodiscard]] QStringList lines();
    // Right-clicks the header and chooses an entry of its menu.
    void chooseInHeaderMenu(const QString &entry);

private:
    QMainWindow m_window;
    WireLogPanel *m_panel;
};

} // namespace fg
