// A server that runs a test's script against each of its clients. It uses plain sockets in a separate thread,
// so that it takes no time from the window's thread.
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
        // Returns false once the client has disconnected or the peer is being stopped.
        bool send(std::string_view octets);
        std::string receiveHead();
        // Answers with a valid 101 response, so that the client parses the following octets as frames.
        // `fields`: further lines of the head, each with its line end.
        void acceptHandshake(std::string_view fields = {});
        // Waits until the client sends something, or disconnects, or the peer is being stopped.
        void awaitOctets();
        // Waits until the client disconnects or the peer is being stopped.
        void stayUntilEnd();
        void reset(); // Closes with RST instead of FIN.

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
