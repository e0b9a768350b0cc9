#include "tests/bench/flood.h"

#include "protocol/handshake/opening.h"
#include "tests/bench/many_frames.h"

#include <chrono>
#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fg::bench {
namespace {

constexpr int burstsASecond = 200;

bool isReady(int descriptor, short events)
{
    pollfd wanted{.fd = descriptor, .events = events, .revents = 0};
    return poll(&wanted, 1, 100) == 1;
}

// Returns an empty key if the client disconnected.
std::string keyOfClient(int connection)
{
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos) {
        char part[4'096];
        const ssize_t count = recv(connection, part, sizeof part, 0);
        if (count <= 0)
            return {};
        head.append(part, static_cast<std::size_t>(count));
    }
    constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::size_t start = head.find(name) + name.size();
    return head.substr(start, head.find("\r\n", start) - start);
}

} // namespace

Flood::Flood(std::size_t framesASecond)
    : m_rate(framesASecond)
    , m_listening(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *const plain = reinterpret_cast<sockaddr *>(&address);
    if (bind(m_listening, plain, length) != 0 || listen(m_listening, 1) != 0
        || getsockname(m_listening, plain, &length) != 0)
        throw std::runtime_error("no port to listen on");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

Flood::~Flood()
{
    m_stops = true;
    m_thread.join();
    close(m_listening);
}

void Flood::serve()
{
    while (!m_stops && !isReady(m_listening, POLLIN)) { }
    if (m_stops)
        return;
    const int connection = accept(m_listening, nullptr, nullptr);
    const std::string key = keyOfClient(connection);
    const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                               "Connection: Upgrade\r\nSec-WebSocket-Accept: "
        + acceptFor(key) + "\r\n\r\n";
    if (!key.empty() && send(connection, answer.data(), answer.size(), MSG_NOSIGNAL) > 0)
        sendFrames(connection);
    close(connection);
}

void Flood::sendFrames(int connection)
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point due = Clock::now();
    OctetBuffer burst;
    while (!m_stops) {
        burst.clear();
        const std::size_t frames = m_rate / burstsASecond;
        for (std::size_t i = 0; i < frames; ++i) {
            const OctetBuffer frame = plainFrame(m_sent + i);
            burst.insert(burst.end(), frame.begin(), frame.end());
        }
        for (OctetView rest = burst; !rest.empty() && !m_stops;) {
            if (!isReady(connection, POLLOUT))
                continue;
            const ssize_t count = send(connection, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0)
                return;
            rest = rest.subspan(static_cast<std::size_t>(count));
        }
        m_sent += frames;
        due = std::max(due + std::chrono::milliseconds(1'000 / burstsASecond), Clock::now());
        std::this_thread::sleep_until(due);
    }
}

} // namespace fg::bench
