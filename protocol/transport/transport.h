// A two-way stream of octets to one peer, as the session uses it: TCP or TLS over a socket, or a script in a
// test. All calls in both directions happen in one thread; the listener may be called from inside a call to
// the transport.
#pragma once

#include "protocol/wire/octets.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fg {

struct Stretch;

// How a write leaves.
enum class WriteMode : std::uint8_t {
    Buffered, // may leave together with the writes before and after it
    Alone, // leaves as one write to the system (at least one TLS record), separate from its neighbours
    // Leaves separately, and counts as drained only once the peer's system has acknowledged it (if our system
    // says so, as Linux does), at most 15 ms later. A peer that reads at once therefore reads such writes one
    // by one.
    Acknowledged,
};

// How the peer ended the stream.
enum class TcpEnd : std::uint8_t {
    Unknown, // ended; the system does not say how
    Fin, // in order
    Reset, // by RST
};

enum class TlsEnd : std::uint8_t {
    NotTls,
    CloseNotify, // the peer announced its end (RFC 8446 6.1)
    Missing, // the stream ended without an announcement
    Unknown, // the TLS library does not say, or records that it had not read are lost
};

// Why a connection was not established, or broke. The sentence for it is made in report/.
enum class TransportErrorKind : std::uint8_t {
    ConnectionRefused,
    HostNotFound,
    NetworkUnreachable,
    ConnectTimeout,
    TlsHandshake, // the peer does not speak TLS, or there is no common version or cipher
    Certificate, // not trusted; `certificateFaults` says why
    TlsSetup, // one of our CA, certificate or key files cannot be used
    Other,
};

// One fault of one certificate: expired, self-signed, for another host.
struct CertificateFault
{
    std::string name; // stable identifier, for example "CertificateExpired"
    std::string subject; // of the certificate with the fault; comes from the peer, so escape it
    std::string detail; // in words, without a full stop; may quote the certificate, so escape it
    // The certificate's place in the chain: 0 is the peer's own, 1 its issuer's, and so on.
    std::optional<unsigned> depth = {};

    bool operator==(const CertificateFault &) const = default;
};

// At most this many faults of one connection are reported; the peer decides how many there are.
inline constexpr std::size_t mostCertificateFaults = 20;

struct TransportError
{
    TransportErrorKind kind = TransportErrorKind::Other;
    std::string detail; // the system's own words; of a ConnectTimeout of ours, our words
    std::vector<CertificateFault> certificateFaults;
    std::optional<std::uint8_t> tlsAlert; // the alert with which the peer refused (RFC 8446 6.2)

    bool operator==(const TransportError &) const = default;
};

// How our words about a ConnectTimeout begin. They are in recordings, too. After them comes the limit.
inline constexpr std::string_view tcpTimeoutWords = "no answer within ";
inline constexpr std::string_view tlsTimeoutWords =
    "TCP is connected, but the TLS handshake was not completed within ";
// Whether TCP was connected, and only the TLS handshake took too long.
[[nodiscard]] inline bool isTlsTimeout(const TransportError &error)
{
    return error.kind == TransportErrorKind::ConnectTimeout && error.detail.starts_with(tlsTimeoutWords);
}
// Whether the detail is not of the system.
[[nodiscard]] inline bool isInOurWords(const TransportError &error)
{
    return isTlsTimeout(error)
        || (error.kind == TransportErrorKind::ConnectTimeout && error.detail.starts_with(tcpTimeoutWords));
}

// Whether the peer had to prove with a certificate who it is.
enum class PeerProof : std::uint8_t {
    NotAsked, // not known; without TLS; or a client of which no certificate is asked
    Verified, // its certificates have no fault
    Waived, // faults were allowed
};

// What is known once the stream can carry octets.
struct PeerInfo
{
    std::string localAddress; // for example "127.0.0.1"
    std::uint16_t localPort = 0;
    std::string peerAddress;
    std::uint16_t peerPort = 0;
    std::string tlsVersion; // for example "TLSv1.3"; empty without TLS
    std::string tlsCipher;
    std::string tlsPeerSubject; // of the peer's certificate; empty if there is none
    PeerProof proof = PeerProof::NotAsked;
    // Faults of the certificates that the user allowed.
    std::vector<CertificateFault> allowedFaults;

    bool operator==(const PeerInfo &) const = default;
};

class TransportListener
{
public:
    virtual ~TransportListener() = default;

    // The time limit for the stream to be established, TLS included, was stretched (time_limit.h). This call
    // must not destroy the transport.
    virtual void transportStretched(const Stretch & /*stretch*/) { }
    // Octets can be written from now on.
    virtual void transportReady(const PeerInfo &peer) = 0;
    // Octets have arrived; borrowed until the call returns.
    virtual void transportReceived(OctetView octets) = 0;
    // The most octets that the next transportReceived should have, at least 1. It is asked before each.
    [[nodiscard]] virtual std::size_t mostToReceive() const { return SIZE_MAX; }
    // Everything that was handed over has left: nothing waits to be written or acknowledged.
    virtual void transportDrained() = 0;
    // The stream has ended; no further call follows. Also called after an error of an open stream.
    virtual void transportEnded(TcpEnd how, TlsEnd tls) = 0;
    // The stream was not established, or TLS refused it; no further call follows. With TLS 1.3, a server's
    // refusal (for example of our certificate) can come after transportReady, but never after
    // transportReceived. Only a peer that is dropped because of its TLS records (tls_overhead.h) can be
    // reported here at any time.
    virtual void transportFailed(const TransportError &error) = 0;
};

// Octets that many streams send: they are in memory once, however many still have to send them.
using SharedOctets = std::shared_ptr<const OctetBuffer>;

class Transport
{
public:
    virtual ~Transport() = default;

    // The receiver of all reports; set it once, before open(). It must outlive the transport.
    virtual void setListener(TransportListener *listener) = 0;
    // Starts connecting; on an accepted socket, starts the traffic.
    virtual void open() = 0;
    // Hands octets over as one write; they are copied or written before the call returns.
    virtual void write(OctetView octets, WriteMode mode) = 0;
    // The same for a Buffered write of octets that are not copied before they can leave.
    virtual void writeShared(const SharedOctets &octets) { write(*octets, WriteMode::Buffered); }
    // True if nothing that was handed over waits to leave or to be acknowledged. Only then may a write that
    // leaves separately be handed over.
    [[nodiscard]] virtual bool isDrained() const = 0;
    // Number of octets handed over that the system has not taken yet.
    [[nodiscard]] virtual std::size_t waitingOctets() const = 0;
    // The part of these that is shared with other streams.
    [[nodiscard]] virtual std::size_t waitingSharedOctets() const { return 0; }
    // Number of octets that have arrived and that the listener has not got yet: those in our memory, or,
    // while reading is off, 1 if only the system has some.
    [[nodiscard]] virtual std::size_t unreadOctets() const { return 0; }
    // Number of octets that the system has taken so far, including those of TLS. While octets wait and this
    // number stands still, the peer does not read.
    [[nodiscard]] virtual std::uint64_t takenOctets() const = 0;
    // Ends the stream at once from our side, after what was handed over if that can still leave. The listener
    // is not called again.
    virtual void drop() = 0;
    // The same, but what waits to leave is discarded, so that its memory goes back at once.
    virtual void abort() { drop(); }
    // Stops or resumes reading from the system, so that a slow consumer makes the peer wait.
    virtual void setReading(bool on) = 0;
};

} // namespace fg
