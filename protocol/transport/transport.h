// A two-way stream of octets to one peer, as the session sees it: TCP or TLS over a socket, or a
// script in a test. All calls and notices happen in one thread; a notice may come from inside a call.
#pragma once

#include "protocol/wire/octets.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fg {

// How a write leaves.
enum class WriteMode : std::uint8_t {
    Buffered, // may leave together with what is written before and after it
    Alone, // leaves as one write to the system (one TLS record at least), apart from its neighbours
    // Leaves alone, and counts as drained only once the peer's system has acknowledged it, where the system
    // tells (Linux), at most 15 ms later. So a peer that reads at once reads such writes one by one.
    Acknowledged,
};

// How the peer ended the stream.
enum class TcpEnd : std::uint8_t {
    Unknown, // ended; the system does not say how
    Fin, // orderly
    Reset, // RST
};

enum class TlsEnd : std::uint8_t {
    NotTls,
    CloseNotify, // the peer said that it ends (RFC 8446 6.1)
    Missing, // the stream just stopped
    Unknown, // the TLS library does not say, or what it had not read is lost
};

// What stopped a connection from coming about, or broke it. The sentence is made in report/.
enum class TransportErrorKind : std::uint8_t {
    ConnectionRefused,
    HostNotFound,
    NetworkUnreachable,
    ConnectTimeout,
    TlsHandshake, // the peer speaks no TLS, or no common version or cipher
    Certificate, // not trusted; `certificateFaults` says why
    TlsSetup, // a CA, certificate or key file of ours cannot be used
    Other,
};

// One fault of one certificate, named as OpenSSL's verification does: expired, self-signed, host mismatch.
struct CertificateFault
{
    std::string name; // the machine's name of it: "CertificateExpired"
    std::string subject; // of the certificate it is about; from the peer, so escape it
    std::string detail; // in words, from the library

    bool operator==(const CertificateFault &) const = default;
};

struct TransportError
{
    TransportErrorKind kind = TransportErrorKind::Other;
    std::string detail; // the system's own words
    std::vector<CertificateFault> certificateFaults;
    std::optional<std::uint8_t> tlsAlert; // with which the peer refused (RFC 8446 6.2)

    bool operator==(const TransportError &) const = default;
};

// What is known once the stream can carry octets.
struct PeerInfo
{
    std::string localAddress; // "127.0.0.1"
    std::uint16_t localPort = 0;
    std::string peerAddress;
    std::uint16_t peerPort = 0;
    std::string tlsVersion; // "TLSv1.3"; empty without TLS
    std::string tlsCipher;
    std::string tlsPeerSubject; // of the peer's certificate; empty without one
    // Faults that were let pass because the user allowed it.
    std::vector<CertificateFault> allowedFaults;

    bool operator==(const PeerInfo &) const = default;
};

class TransportListener
{
public:
    virtual ~TransportListener() = default;

    // Octets can be written from now on.
    virtual void transportReady(const PeerInfo &peer) = 0;
    // Borrowed until the call returns.
    virtual void transportReceived(OctetView octets) = 0;
    // Everything handed over has left for the system: nothing is left to write, or to be acknowledged.
    virtual void transportDrained() = 0;
    // The stream is over; nothing more is told. Comes also after an error of an open stream.
    virtual void transportEnded(TcpEnd how, TlsEnd tls) = 0;
    // The stream never came about, or TLS refused; nothing more is told. With TLS 1.3 a server's refusal
    // (of our certificate, say) can come after transportReady, but never after transportReceived.
    virtual void transportFailed(const TransportError &error) = 0;
};

class Transport
{
public:
    virtual ~Transport() = default;

    // Whom to tell; set once, before open(). It must live until the transport is destroyed.
    virtual void setListener(TransportListener *listener) = 0;
    // Starts connecting, or for an accepted socket, starts the traffic.
    virtual void open() = 0;
    // Hands octets over as one write; they are copied or written before it returns.
    virtual void write(OctetView octets, WriteMode mode) = 0;
    // Nothing handed over is waiting to leave, or for its acknowledgement. A write that leaves alone may be
    // handed over only then.
    [[nodiscard]] virtual bool isDrained() const = 0;
    // Octets handed over that the system has not taken yet.
    [[nodiscard]] virtual std::size_t waitingOctets() const = 0;
    // Ends the stream at once from our side, after what was handed over if it can still leave. The
    // listener hears nothing more.
    virtual void drop() = 0;
    // Stops or goes on reading from the system, so that a full consumer makes the peer wait.
    virtual void setReading(bool on) = 0;
};

} // namespace fg
