// Client streams over TCP, with or without TLS.
#pragma once

#include "protocol/transport/time_source.h"
#include "protocol/transport/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fg {

// A client's requirements for TLS. File names are UTF-8, the files PEM.
struct TlsClientSettings
{
    enum class Verification : std::uint8_t {
        Full, // a fault of the certificate ends the connection
        AllowFaults, // faults are listed in PeerInfo::allowedFaults, and the connection continues
    };

    Verification verification = Verification::Full;
    // With AllowFaults: the names of the faults that are allowed, while others end the connection; empty:
    // any.
    std::vector<std::string> allowedFaults;
    // Authorities that are trusted instead of the system's; empty: the system's.
    std::string caFile;
    // The name or address that the certificate must be for (RFC 9525), also sent as SNI (RFC 6066 3); empty:
    // the host.
    std::string serverName;
    // A name that is sent as SNI in its place; the certificate is not compared with it. Empty: none.
    std::string sni;
    // Our own certificate (with its chain) and its key, without a passphrase; empty: none.
    std::string certificateFile;
    std::string keyFile;
};

struct ConnectSettings
{
    std::string host; // a name, or an address without brackets; what certificates are compared with
    std::uint16_t port = 0;
    std::optional<TlsClientSettings> tls; // none: without TLS
    // Limit for name lookup, TCP and TLS together.
    Duration connectTimeout = std::chrono::seconds(5);
    // The interface that leads to a link-local IPv6 address (RFC 4007 11); empty: none. It is only for this
    // machine, and is never sent.
    std::string zone;
};

// A stream that connects when it is opened, never through a proxy. It belongs to the thread that creates it,
// which must run a Qt event loop. open() itself does not call the listener: all calls come from the event
// loop, and the listener may destroy the transport in any of them. Destroying an open stream is the same as
// drop().
//
// An end is reported after everything that arrived before it, and therefore never while reading is off. There
// is no limit here for octets that were handed over but that the system has not taken yet: the writer checks
// isDrained().
[[nodiscard]] std::unique_ptr<Transport> makeClientTransport(ConnectSettings settings);

} // namespace fg
