#include "protocol/transport/socket_twin.h"

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#endif
#ifdef Q_OS_LINUX
#include <linux/sockios.h>
#include <sys/ioctl.h>
#endif

#include <algorithm>
#include <array>
#include <utility>

namespace fg {

SocketTwin::SocketTwin(SocketTwin &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_error(std::exchange(other.m_error, 0))
{
}

SocketTwin &SocketTwin::operator=(SocketTwin &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_error = std::exchange(other.m_error, 0);
    }
    return *this;
}

SocketTwin::~SocketTwin() { close(); }

#ifdef Q_OS_UNIX

namespace {

// Linux sets EPIPE for a reset that follows the peer's FIN; in that case the stream had ended in order.
TcpEnd endOfError(int error)
{
    switch (error) {
    case EPIPE:
        return TcpEnd::Fin;
    case ECONNRESET:
        return TcpEnd::Reset;
    default:
        return TcpEnd::Unknown; // timed out, or unreachable
    }
}

TcpEnd endOfState([[maybe_unused]] qintptr descriptor)
{
#ifdef Q_OS_LINUX
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(static_cast<int>(descriptor), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return TcpEnd::Unknown;
    switch (info.tcpi_state) {
    case TCP_CLOSE_WAIT:
    case TCP_CLOSING:
    case TCP_LAST_ACK:
    case TCP_TIME_WAIT:
        return TcpEnd::Fin;
    case TCP_CLOSE: // before our own FIN only RST leads to this state, and Qt's read has taken its error
        return TcpEnd::Reset;
    default:
        return TcpEnd::Unknown;
    }
#else
    return TcpEnd::Unknown;
#endif
}

} // namespace

SocketTwin::SocketTwin(qintptr descriptor)
    : m_descriptor(::fcntl(static_cast<int>(descriptor), F_DUPFD_CLOEXEC, 0))
{
}

bool SocketTwin::hasFailed()
{
    if (m_error != 0 || !isValid())
        return m_error != 0;
    socklen_t size = sizeof m_error;
    if (::getsockopt(static_cast<int>(m_descriptor), SOL_SOCKET, SO_ERROR, &m_error, &size) != 0)
        m_error = errno;
    return m_error != 0;
}

bool SocketTwin::isAcknowledged() const
{
#ifdef Q_OS_LINUX
    int unacknowledged = 0; // octets, plus 1 for a FIN
    if (isValid() && ::ioctl(static_cast<int>(m_descriptor), SIOCOUTQ, &unacknowledged) == 0)
        return unacknowledged == 0;
#endif
    return true;
}

bool SocketTwin::hasUnread() const
{
    std::byte first{};
    return isValid() && ::recv(static_cast<int>(m_descriptor), &first, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

std::optional<std::uint64_t> SocketTwin::octetsRead() const
{
#ifdef Q_OS_LINUX
    // tcpi_bytes_received, which headers of C libraries may lack; linux/tcp.h has it at octet 128.
    constexpr std::size_t place = 128 / sizeof(std::uint64_t);
    std::array<std::uint64_t, place + 1> info{};
    socklen_t size = sizeof info;
    int unread = 0;
    const int descriptor = static_cast<int>(m_descriptor);
    if (isValid() && ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, info.data(), &size) == 0
        && size == sizeof info && ::ioctl(descriptor, SIOCINQ, &unread) == 0) {
        const std::uint64_t received = info.at(place);
        return received - std::min(received, static_cast<std::uint64_t>(unread));
    }
#endif
    return std::nullopt;
}

TcpEnd SocketTwin::howEnded()
{
    if (!isValid())
        return TcpEnd::Unknown;
    return hasFailed() ? endOfError(m_error) : endOfState(m_descriptor);
}

SocketTwin::Rest SocketTwin::read(std::span<std::byte> into)
{
    if (!isValid())
        return {};
    const auto count = ::recv(static_cast<int>(m_descriptor), into.data(), into.size(), MSG_DONTWAIT);
    if (count > 0)
        return {.kind = Rest::Kind::Octets, .size = static_cast<std::size_t>(count)};
    if (count == 0)
        return {.how = m_error == 0 ? TcpEnd::Fin : endOfError(m_error)};
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return {.kind = Rest::Kind::NothingYet};
    m_error = errno;
    return {.how = endOfError(m_error)};
}

std::optional<std::size_t> SocketTwin::write(std::span<const std::byte> octets)
{
    if (!isValid())
        return std::nullopt;
    const auto count =
        ::send(static_cast<int>(m_descriptor), octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0)
        return static_cast<std::size_t>(count);
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return 0;
    m_error = errno;
    return std::nullopt;
}

void SocketTwin::finish()
{
    if (isValid())
        ::shutdown(static_cast<int>(m_descriptor), SHUT_WR);
}

void SocketTwin::close()
{
    if (isValid())
        ::close(static_cast<int>(std::exchange(m_descriptor, -1)));
}

#else

SocketTwin::SocketTwin(qintptr) { }
bool SocketTwin::hasFailed() { return false; }
bool SocketTwin::isAcknowledged() const { return true; }
bool SocketTwin::hasUnread() const { return false; }
std::optional<std::uint64_t> SocketTwin::octetsRead() const { return std::nullopt; }
TcpEnd SocketTwin::howEnded() { return TcpEnd::Unknown; }
SocketTwin::Rest SocketTwin::read(std::span<std::byte>) { return {}; }
std::optional<std::size_t> SocketTwin::write(std::span<const std::byte>) { return std::nullopt; }
void SocketTwin::finish() { }
void SocketTwin::close() { }

#endif

} // namespace fg
