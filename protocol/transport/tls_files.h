// Certificates and keys from files, as the configuration of a TLS connection.
#pragma once

#include "protocol/transport/socket_listener.h"
#include "protocol/transport/socket_transport.h"

#include <QSslConfiguration>

#include <variant>

namespace fg {

// An error is of kind TlsSetup and names the file and what is wrong with it.
using TlsConfiguration = std::variant<QSslConfiguration, TransportError>;

[[nodiscard]] TlsConfiguration clientConfiguration(const TlsClientSettings &settings);
[[nodiscard]] TlsConfiguration serverConfiguration(const TlsServerSettings &settings);

} // namespace fg
