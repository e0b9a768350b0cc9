#include "protocol/transport/write_queue.h"

#include <algorithm>
#include <utility>

namespace fg {

namespace {

// What the socket gets at a time.
constexpr std::size_t portion = 64 * 1024;

// The most that the socket should hold while octets wait here. What it has to encrypt, it encrypts at once.
qint64 limitOf(const QSslSocket &socket) { return socket.isEncrypted() ? portion : 4 * portion; }

} // namespace

void WriteQueue::addShared(const SharedOctets &octets)
{
    m_shared += octets->size();
    add({.shared = octets, .own = {}});
}

void WriteQueue::addCopy(OctetView octets)
{
    if (m_parts.empty() || m_parts.back().shared || m_parts.back().own.size() + octets.size() > portion) {
        add({.shared = nullptr, .own = OctetBuffer(octets.begin(), octets.end())});
        return;
    }
    OctetBuffer &last = m_parts.back().own;
    makeRoom(last, octets.size(), portion);
    last.insert(last.end(), octets.begin(), octets.end());
    m_waiting += octets.size();
}

void WriteQueue::add(Part part)
{
    if (part.octets().empty())
        return;
    m_waiting += part.octets().size();
    m_parts.push_back(std::move(part));
}

void WriteQueue::feed(QSslSocket &socket)
{
    while (!m_parts.empty() && socket.isOpen()
           && socket.bytesToWrite() + socket.encryptedBytesToWrite() < limitOf(socket)) {
        const Part &part = m_parts.front();
        const OctetView left = part.octets().subspan(m_taken);
        const OctetView now = left.first(std::min(left.size(), portion));
        socket.write(reinterpret_cast<const char *>(now.data()), static_cast<qint64>(now.size()));
        m_taken += now.size();
        m_waiting -= now.size();
        m_shared -= part.shared ? now.size() : 0;
        if (now.size() == left.size()) {
            m_parts.pop_front();
            m_taken = 0;
        }
    }
}

} // namespace fg
