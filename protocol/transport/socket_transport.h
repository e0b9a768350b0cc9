// Streams over TCP, in the clear or through TLS, as a client.
#pragma once

#include "protocol/transport/time_source.h"
#include "protocol/transport/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace fg {

// What a client asks of TLS. File names are UTF-8, the files PEM.
struct TlsClientSettings
{
    enum class Verification : std::uint8_t {
        Full, // a fault of the certificate stops the connection
        AllowFaults, // faults are listed in PeerInfo::allowedFaults, and the connection goes on
    };

    Verification verification = Verification::Full;
    // Authorities trusted in place of the system's; empty: the system's.
    std::string caFile;
    // The name sent as SNI (RFC 6066 3) and looked for in the certificate; empty: the host.
    std::string serverName;
    // Our own certificate (with its chain) and its key without a passphrase; empty: none.
    std::string certificateFile;
    std::string keyFile;
};

struct ConnectSettings
{
    std::string host; // a name or an address without brackets
    std::uint16_t port = 0;
    std::optional<TlsClientSettings> tls; // none: in the clear
    // For all of name lookup, TCP and TLS.
    Duration connectTimeout = std::chrono::seconds(5);
};

// A stream that connects when it is opened, never through a proxy. It belongs to the thread that makes it,
// which must run a Qt event loop. open() itself tells nothing: notices come from the event loop, and the
// listener may destroy the transport in any of them. Destroying an open stream is the same as drop().
//
// An end is told after all that came before it, so never while reading is off. What is handed over but not
// yet taken by the system has no limit here: whoever writes looks at isDrained().
[[nodiscard]] std::unique_ptr<Transport> makeClientTransport(ConnectSettings settings);

} // namespace fg
