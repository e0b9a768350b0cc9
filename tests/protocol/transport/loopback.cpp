#include "tests/protocol/transport/loopback.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace fg::test {

bool waitUntil(const std::function<bool()> &condition, std::chrono::milliseconds limit)
{
    if (condition())
        return true;
    QEventLoop loop;
    QTimer look;
    bool holds = false;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        holds = condition();
        if (holds)
            loop.quit();
    });
    look.start(1);
    QTimer::singleShot(limit, &loop, &QEventLoop::quit);
    loop.exec();
    return holds || condition();
}

void runLoopFor(std::chrono::milliseconds time)
{
    (void)waitUntil([] { return false; }, time);
}

bool Recorder::has(std::string_view notice) const
{
    return std::find(notices.begin(), notices.end(), notice) != notices.end();
}

void Recorder::record(std::string_view notice)
{
    notices.emplace_back(notice);
    const auto call = onNotice; // a copy, because it may be replaced while it runs
    call(notice);
}

void Recorder::transportReady(const PeerInfo &info)
{
    peer = info;
    record("ready");
}

void Recorder::transportReceived(OctetView octets)
{
    received.insert(received.end(), octets.begin(), octets.end());
    longestRead = std::max(longestRead, octets.size());
    record("received");
}

void Recorder::transportDrained() { record("drained"); }

void Recorder::transportEnded(TcpEnd how, TlsEnd tls)
{
    tcpEnd = how;
    tlsEnd = tls;
    record("ended");
}

void Recorder::transportFailed(const TransportError &error)
{
    failure = error;
    record("failed");
}

RawSocket::RawSocket(RawSocket &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

RawSocket::~RawSocket() { close(); }

std::size_t RawSocket::send(std::string_view octets) const
{
    std::size_t sent = 0;
    while (sent < octets.size()) {
        const auto count =
            ::send(m_descriptor, octets.data() + sent, octets.size() - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0)
            break;
        sent += static_cast<std::size_t>(count);
    }
    return sent;
}

std::string RawSocket::receive(std::size_t size)
{
    std::string octets;
    (void)waitUntil([&] {
        std::array<char, 65536> piece;
        while (octets.size() < size) {
            const std::size_t most = std::min(piece.size(), size - octets.size());
            const auto count = ::recv(m_descriptor, piece.data(), most, MSG_DONTWAIT);
            if (count <= 0)
                return count == 0 || errno != EAGAIN;
            octets.append(piece.data(), static_cast<std::size_t>(count));
        }
        return true;
    });
    return octets;
}

bool RawSocket::endsInOrder() const
{
    char octet = 0;
    ssize_t count = -1;
    (void)waitUntil([&] {
        count = ::recv(m_descriptor, &octet, 1, MSG_DONTWAIT);
        return count >= 0 || errno != EAGAIN;
    });
    return count == 0;
}

void RawSocket::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

void RawSocket::reset()
{
    const linger atOnce{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

namespace {

sockaddr_in loopbackAddress(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

} // namespace

RawListener::RawListener()
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))
{
    sockaddr_in address = loopbackAddress(0);
    socklen_t size = sizeof address;
    ::bind(m_descriptor, reinterpret_cast<sockaddr *>(&address), size);
    ::listen(m_descriptor, 8);
    ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
}

RawListener::~RawListener() { ::close(m_descriptor); }

RawSocket RawListener::accept() const
{
    int accepted = -1;
    (void)waitUntil([&] {
        accepted = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC);
        return accepted >= 0;
    });
    return RawSocket(accepted);
}

RawSocket connectRaw(std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopbackAddress(port);
    ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    return RawSocket(descriptor);
}

std::uint16_t closedPort() { return RawListener().port(); }

std::string pattern(std::size_t size)
{
    std::string octets(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        octets[i] = static_cast<char>((i * 31 + i / 251) & 0xff);
    return octets;
}

} // namespace fg::test
