// Whether a certificate is for the server that we mean to reach (RFC 9525). Only the names and addresses in
// subjectAltName count. Plain C++ over octets as they are in the certificate: no library decides here, and
// nothing is looked up.
#pragma once

#include "protocol/transport/transport.h"
#include "protocol/wire/octets.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

// The names of a certificate. They come from the peer: there may be any number of them, with any octets in
// them, so escape them. Names of other kinds (otherName, URI, SRV, e-mail) are left out, because they do not
// name a WebSocket server.
struct CertificateNames
{
    std::vector<std::string> dnsNames; // the dNSName entries of subjectAltName (RFC 5280 4.2.1.6)
    std::vector<OctetBuffer> addresses; // the iPAddress entries; of 4 or 16 octets if they are valid
    std::string commonName; // of the subject; empty if there is none. It never counts
    bool isUnreadable = false; // the certificate has a subjectAltName that cannot be decoded
};

// The octets of an IPv4 or IPv6 address, as the host of a URL has it: without brackets; a zone is left out.
// IPv4 may have fewer than four parts, as the system's resolver allows it. Nothing if the host is a name.
[[nodiscard]] std::optional<OctetBuffer> addressOctets(std::string_view host);

// Whether a dNSName of a certificate is the host's name (RFC 9525 6.3): octet by octet, ignoring the case of
// ASCII letters; a dot at the host's end is ignored. An internationalized name is compared as A-labels, so
// the host has to consist of those. A wildcard is the whole leftmost label, stands for one label, and has at
// least two labels after it. Never true for a host that is an address, or for a name with an octet that no
// host name has, such as NUL.
[[nodiscard]] bool fitsDnsName(std::string_view presented, std::string_view host);

// What is wrong with the certificate's names if `host`, a name or an address, is the server; nothing if one
// of them is the host. The subject is not set. The detail quotes the certificate, cut off if it is long.
[[nodiscard]] std::optional<CertificateFault> identityFault(const CertificateNames &names,
                                                            std::string_view host);

} // namespace fg
