// Octets that wait to be handed to Qt's socket. They are handed over a little at a time: Qt and OpenSSL copy
// what they get, and OpenSSL's buffers keep the size of the most that they ever held.
#pragma once

#include "protocol/transport/transport.h"

#include <QSslSocket>

#include <algorithm>
#include <cstddef>
#include <deque>

namespace fg {

class WriteQueue
{
public:
    // At the end of the queue: octets that are shared with other streams, or a copy of these. Short copies
    // become one part, because a peer that does not read may make us reply with millions of them.
    void addShared(const SharedOctets &octets);
    void addCopy(OctetView octets);

    [[nodiscard]] bool isEmpty() const { return m_parts.empty(); }
    [[nodiscard]] std::size_t waiting() const { return m_waiting; }
    // The part of the waiting octets that is shared.
    [[nodiscard]] std::size_t shared() const { return m_shared; }

    // Hands octets over until the socket has as much as it should hold.
    void feed(QSslSocket &socket);

private:
    struct Part
    {
        SharedOctets shared; // null: they are our own
        OctetBuffer own;

        [[nodiscard]] OctetView octets() const { return shared ? OctetView(*shared) : OctetView(own); }
    };

    void add(Part part);

    std::deque<Part> m_parts;
    std::size_t m_taken = 0; // octets of the first part that were handed over
    std::size_t m_waiting = 0;
    std::size_t m_shared = 0;
};

// Hands octets over in slices. With TLS, `flush()` encrypts what the socket has so far before it gets more
// than a slice; it may close the socket.
template <typename Flush> void writeInSlices(QSslSocket &socket, OctetView octets, Flush &&flush)
{
    constexpr qint64 slice = 64 * 1024;
    while (!octets.empty()) {
        const OctetView now = octets.first(std::min<std::size_t>(octets.size(), slice));
        octets = octets.subspan(now.size());
        if (socket.isEncrypted() && socket.bytesToWrite() + static_cast<qint64>(now.size()) > slice)
            flush();
        if (!socket.isOpen())
            return;
        socket.write(reinterpret_cast<const char *>(now.data()), static_cast<qint64>(now.size()));
    }
}

} // namespace fg
