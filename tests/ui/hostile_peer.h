// A server that does to its clients what it is told to, in a thread of its own with plain sockets, so that it
// takes no time from the window.
#pragma once

#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace fg {

class HostilePeer
{
public:
    // One accepted connection.
    class Victim
    {
    public:
        Victim(int socket, const std::atomic<bool> &stopped)
            : m_socket(socket)
            , m_stopped(stopped)
        {
        }
        // False once the client is gone or the peer is to stop.
        bool send(std::string_view octets);
        std::string receiveHead();
        // A proper 101, so that what follows is taken for frames.
        void acceptHandshake();
        // Until the client goes or the peer is to stop.
        void stayUntilEnd();
        void reset(); // RST instead of FIN

    private:
        int m_socket;
        const std::atomic<bool> &m_stopped;
    };

    explicit HostilePeer(std::function<void(Victim &)> behavior);
    ~HostilePeer();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_port); }

private:
    void serve();

    std::function<void(Victim &)> m_behavior;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopped = false;
    std::thread m_thread;
};

} // namespace fg
