// A wire log on a stage of its own: a window with nothing else, and a session whose octets the test reads
// and writes.
#pragma once

#include "ui/log/wire_log_panel.h"
#include "ui/log/wire_log_view.h"

#include <QMainWindow>

#include <memory>
#include <string_view>

class QComboBox;

namespace fg {

// The log of a client behind its opening handshake; time stands still unless told.
class SpokenLog
{
public:
    explicit SpokenLog(bool isCompressed = false);

    [[nodiscard]] const std::shared_ptr<Session> &session() const { return m_session; }
    void at(std::chrono::milliseconds time) { m_time = time; }
    // A frame of at most 65 535 octets that the peer sent, in a read of its own.
    void peer(unsigned firstOctet, std::string_view payload);
    // As many text messages of the peer as are wanted, in large reads, each its number in the whole.
    void peerMany(std::size_t count);
    void end();

private:
    void octets(Direction direction, OctetView octets);

    std::shared_ptr<Session> m_session;
    std::chrono::milliseconds m_time{};
    std::size_t m_sent = 0;
};

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
    // Beside the field of the find bar.
    [[nodiscard]] QString foundCount();
    // The Info of the picked row; empty: none is picked.
    [[nodiscard]] QString pickedInfo();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void click(const QModelIndex &index);
    // Lines from top to bottom, as "what info".
    [[nodiscard]] QStringList lines();
    // A right click on the header, and the entry of its menu.
    void chooseInHeaderMenu(const QString &entry);

private:
    QMainWindow m_window;
    WireLogPanel *m_panel;
};

// An item of a box, by its text and the keyboard.
void choose(QComboBox *box, const QString &item);

} // namespace fg
