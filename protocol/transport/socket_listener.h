// Waits at a TCP port and makes a Transport of every connection, in the clear or through TLS.
#pragma once

#include "protocol/transport/transport.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fg {

// What a server shows in TLS and asks for. File names are UTF-8, the files PEM.
struct TlsServerSettings
{
    std::string certificateFile; // with its chain
    std::string keyFile; // without a passphrase
    // Authorities one of which must have signed the client's certificate; empty: none is asked for.
    std::string clientCaFile;
};

struct ListenSettings
{
    std::string address = "127.0.0.1"; // numeric
    std::uint16_t port = 0; // 0: the system picks one
    std::optional<TlsServerSettings> tls; // none: in the clear
    // Connections that may be open at once; further ones wait in the system's queue until one is gone.
    // One counts until its socket is closed, which may be a moment after its Transport was destroyed.
    std::size_t maxConnections = 256;
};

// Belongs to the thread that makes it, which must run a Qt event loop.
class SocketListener
{
public:
    // Owns the new connection from here on. It says nothing before open(), which also does the TLS handshake.
    using Handler = std::function<void(std::unique_ptr<Transport>)>;

    SocketListener();
    ~SocketListener();
    SocketListener(const SocketListener &) = delete;
    SocketListener &operator=(const SocketListener &) = delete;

    // Set before start(). It may stop the listener, but not destroy it.
    void setHandler(Handler handler);
    // Starts again with these settings if it was listening already. An error: it does not listen.
    [[nodiscard]] std::optional<TransportError> start(const ListenSettings &settings);
    // 0 while it does not listen.
    [[nodiscard]] std::uint16_t port() const;
    // Connections that were handed over live on.
    void stop();

private:
    class Server;
    std::unique_ptr<Server> m_server;
};

} // namespace fg
