// Listens on a TCP port and makes a Transport of every connection, with or without TLS.
#pragma once

#include "protocol/transport/transport.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fg {

// The server's certificate and its requirements for clients in TLS. File names are UTF-8, the files PEM.
struct TlsServerSettings
{
    std::string certificateFile; // with its chain
    std::string keyFile; // without a passphrase
    // One of these authorities must have signed the client's certificate; empty: no certificate is requested.
    std::string clientCaFile;
};

struct ListenSettings
{
    std::string address = "127.0.0.1"; // a numeric address
    std::uint16_t port = 0; // 0: the system picks one
    std::optional<TlsServerSettings> tls; // none: without TLS
    // The number of connections that may be open at once; further ones wait in the system's queue until one
    // has closed. A connection counts until its socket is closed, which may be shortly after its Transport
    // was destroyed.
    std::size_t maxConnections = 256;
};

// Belongs to the thread that makes it, which must run a Qt event loop.
class SocketListener
{
public:
    // Takes ownership of the new connection. The connection calls no listener before open(), which also
    // starts the TLS handshake.
    using Handler = std::function<void(std::unique_ptr<Transport>)>;

    SocketListener();
    ~SocketListener();
    SocketListener(const SocketListener &) = delete;
    SocketListener &operator=(const SocketListener &) = delete;

    // Call before start(). The handler may stop the listener, but must not destroy it.
    void setHandler(Handler handler);
    // Starts listening, again if it already does. If it returns an error, it does not listen.
    [[nodiscard]] std::optional<TransportError> start(const ListenSettings &settings);
    // The port; 0 while it does not listen.
    [[nodiscard]] std::uint16_t port() const;
    // Stops listening; connections that were handed over stay open.
    void stop();

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace fg
