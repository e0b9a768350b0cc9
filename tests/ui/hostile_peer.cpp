#include "tests/ui/hostile_peer.h"

#include "protocol/handshake/opening.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace fg {

namespace {

// Whether the socket becomes readable (or writable, depending on `what`) within a short time.
bool isReady(int socket, short what)
{
    pollfd wanted{socket, what, 0};
    return ::poll(&wanted, 1, 50) > 0;
}

std::string keyOf(const std::string &head)
{
    static constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::size_t start = head.find(name) + name.size();
    return head.substr(start, head.find("\r\n", start) - start);
}

} // namespace

bool HostilePeer::Victim::send(std::string_view octets)
{
    while (!octets.empty() && !m_stopped) {
        if (!isReady(m_socket, POLLOUT))
            continue;
        const ssize_t sent = ::send(m_socket, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0)
            return false;
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return !m_stopped;
}

std::string HostilePeer::Victim::receiveHead()
{
    std::string head;
    char buffer[4096];
    while (!m_stopped && head.find("\r\n\r\n") == std::string::npos) {
        if (!isReady(m_socket, POLLIN))
            continue;
        const ssize_t got = ::recv(m_socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            break;
        head.append(buffer, static_cast<std::size_t>(got));
    }
    return head;
}

void HostilePeer::Victim::acceptHandshake(std::string_view fields)
{
    const std::string accept = acceptFor(keyOf(receiveHead()));
    send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: "
         + accept + "\r\n" + std::string(fields) + "\r\n");
}

void HostilePeer::Victim::awaitOctets()
{
    char buffer[65536];
    while (!m_stopped) {
        if (isReady(m_socket, POLLIN)) {
            (void)::recv(m_socket, buffer, sizeof buffer, 0);
            return;
        }
    }
}

void HostilePeer::Victim::stayUntilEnd()
{
    char buffer[65536];
    while (!m_stopped) {
        if (isReady(m_socket, POLLIN) && ::recv(m_socket, buffer, sizeof buffer, 0) <= 0)
            return;
    }
}

void HostilePeer::Victim::reset()
{
    const linger atOnce{1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

HostilePeer::HostilePeer(std::function<void(Victim &)> behavior)
    : m_behavior(std::move(behavior))
    , m_listener(::socket(AF_INET, SOCK_STREAM, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, generic, size) != 0 || ::listen(m_listener, 8) != 0
        || ::getsockname(m_listener, generic, &size) != 0)
        throw std::runtime_error("the hostile peer cannot listen");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

HostilePeer::~HostilePeer()
{
    m_stopped = true;
    m_thread.join();
    ::close(m_listener);
}

void HostilePeer::serve()
{
    while (!m_stopped) {
        if (!isReady(m_listener, POLLIN))
            continue;
        const int socket = ::accept(m_listener, nullptr, nullptr);
        if (socket < 0)
            return;
        Victim victim(socket, m_stopped);
        m_behavior(victim);
        ::close(socket);
    }
}

} // namespace fg
