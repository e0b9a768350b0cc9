// Verifies the certificates of a peer with OpenSSL, apart from the TLS library that received them: Qt has no
// name for many of OpenSSL's faults (a weak key or signature, the limits of an authority), and counts the
// common name, which RFC 9525 forbids. Plain C++, without Qt.
#pragma once

#include "protocol/transport/server_identity.h"
#include "protocol/transport/transport.h"
#include "protocol/wire/octets.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fg {

// What a peer's certificates must be good for (extended key usage, RFC 5280 4.2.1.12).
enum class CertificatePurpose : std::uint8_t { Server, Client };

// At most so much of the name of a certificate's owner is kept, in octets or characters.
inline constexpr std::size_t longestSubject = 256;

struct ChainCheck
{
    std::vector<OctetBuffer> chain; // DER, as the peer sent them; the first one is its own
    std::optional<std::vector<OctetBuffer>> authorities; // DER; none: the system's are trusted
    CertificatePurpose purpose = CertificatePurpose::Server;
    // The name or address that the first certificate must be for; none: any.
    std::optional<std::string> host;
};

// All faults, those of the names first; empty if the peer is who it should be. Keys and signatures have to be
// as strong as OpenSSL's security level demands of TLS on this system.
[[nodiscard]] std::vector<CertificateFault> chainFaults(const ChainCheck &check);

// The names that faults can have, in alphabetical order; codes of OpenSSL without a name are left out.
[[nodiscard]] std::vector<std::string> knownFaults();

// Why OpenSSL does not use a certificate as our own, in its words: a weak key or signature. Nothing if it
// does.
[[nodiscard]] std::optional<std::string> ownFault(OctetView der);

// Nothing if the octets are not a certificate.
[[nodiscard]] std::optional<CertificateNames> namesOf(OctetView der);

} // namespace fg
