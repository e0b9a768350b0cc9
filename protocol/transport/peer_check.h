// Decides what is wrong with the certificates that a peer has shown to a QSslSocket.
#pragma once

#include "protocol/transport/socket_transport.h"

#include <QList>
#include <QSslCertificate>
#include <QSslError>
#include <QSslSocket>

#include <string>
#include <vector>

namespace fg {

// The name or address that the server's certificate must be for, and the name that is sent as SNI (RFC 6066
// 3), which is not sent if it is an address.
[[nodiscard]] std::string checkedName(const ConnectSettings &settings);
[[nodiscard]] std::string sentName(const ConnectSettings &settings);

// The name of a certificate's owner for people: the common name, or another part of the subject; cut off if
// it is long.
[[nodiscard]] std::string shownSubject(const QSslCertificate &certificate);

// The faults of the server that a client's socket has shaken hands with. `ofQt` are those that Qt has found;
// whatever Qt refuses has at least one fault here, except that the check of the name is ours alone.
[[nodiscard]] std::vector<CertificateFault>
serverFaults(const QSslSocket &socket, const ConnectSettings &settings, const QList<QSslError> &ofQt);

// Whether the user allows a server to have these faults.
[[nodiscard]] bool allows(const TlsClientSettings &settings, const std::vector<CertificateFault> &faults);
// What a server has proved that has these faults, all of which are allowed.
[[nodiscard]] PeerProof proofWith(const TlsClientSettings &settings,
                                  const std::vector<CertificateFault> &faults);

// The faults of a client's certificate that Qt is about to refuse on a server's socket. Qt stops at the first
// certificate with a fault.
[[nodiscard]] std::vector<CertificateFault> clientFaults(const QSslSocket &socket, const QSslError &ofQt);

} // namespace fg
