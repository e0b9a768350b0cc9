#include "protocol/report/wording/tls_troubles.h"

#include "protocol/text/escape.h"
#include "protocol/transport/tls_alerts.h"
#include "protocol/transport/transport.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace fg {
namespace {

std::string systemSays(const std::string &detail)
{
    return detail.empty() ? std::string() : " The system says: " + escaped(detail) + ".";
}

// --- certificates ---

std::string whoseCertificate(const CertificateFault &fault)
{
    if (fault.subject.empty())
        return {};
    // People count from 1.
    const bool isOfPeer = fault.depth.value_or(0) == 0;
    return " (certificate of " + escaped(fault.subject)
        + (isOfPeer ? "" : ", number " + std::to_string(*fault.depth + 1) + " in the chain") + ')';
}

struct FaultAdvice
{
    std::string_view start; // of the fault's name
    std::string_view advice;
};

constexpr std::string_view strongerAdvice =
    "Use a certificate with a stronger key and signature in its whole "
    "chain, for example RSA with 2048 bits or "
    "P-256, signed with SHA-256.";
constexpr std::string_view namedAdvice =
    "Use a certificate that has the server's names and addresses in subjectAltName.";
constexpr std::string_view limitsAdvice =
    "Let an authority sign the certificate whose own certificate allows that: basic constraints, key usage, "
    "path length and name constraints.";
constexpr std::string_view trustAdvice =
    "If the server is yours, set the CA file that signed its certificate (--ca on the command line), and let "
    "the server send all certificates between its own and that one.";

constexpr std::array faultAdvices{
    FaultAdvice{"HostName",
                "Use a name that is in the certificate, or set the server name that it is for "
                "(--server-name on the command line)."},
    FaultAdvice{"CommonNameOnly", namedAdvice},
    FaultAdvice{"NoServerName", namedAdvice},
    FaultAdvice{"UnreadableNames", namedAdvice},
    FaultAdvice{"CertificateExpired", "Renew the certificate."},
    FaultAdvice{"CertificateNotYetValid",
                "Check the clock of this machine and the dates of the certificate."},
    FaultAdvice{"KeyTooWeak", strongerAdvice},
    FaultAdvice{"AuthorityKeyTooWeak", strongerAdvice},
    FaultAdvice{"SignatureTooWeak", strongerAdvice},
    FaultAdvice{
        "InvalidPurpose",
        "Use a certificate for servers: its extended key usage, if it has one, must have serverAuth."},
    FaultAdvice{"InvalidCa", limitsAdvice},
    FaultAdvice{"PathLength", limitsAdvice},
    FaultAdvice{"KeyUsage", limitsAdvice},
    FaultAdvice{"NameNotPermitted", limitsAdvice},
    FaultAdvice{"NameExcluded", limitsAdvice},
    FaultAdvice{"", trustAdvice},
};

std::string_view adviceFor(const CertificateFault &fault)
{
    const auto found = std::ranges::find_if(
        faultAdvices, [&](const FaultAdvice &advice) { return fault.name.starts_with(advice.start); });
    return found->advice; // the last one fits every name
}

std::string certificateAdvice(const TransportError &error)
{
    std::vector<std::string_view> all;
    for (const CertificateFault &fault : error.certificateFaults) {
        if (std::ranges::find(all, adviceFor(fault)) == all.end())
            all.push_back(adviceFor(fault));
    }
    if (all.empty())
        all.push_back(trustAdvice);
    std::string out;
    for (const std::string_view advice : all)
        out += std::string(advice) + ' ';
    return out
        + "To connect anyway, allow certificate faults for this connection (--allow-fault or --insecure on "
          "the "
          "command line).";
}

// --- handshakes ---

struct HandshakeReason
{
    std::string_view words; // of OpenSSL
    std::string_view why;
    std::string_view advice;
};

constexpr std::string_view useWsAdvice =
    "If the server is meant to speak plain WebSocket here, use ws:// instead of wss://.";
constexpr std::string_view newerTlsAdvice = "Let the server offer TLS 1.2 or 1.3.";

constexpr std::array handshakeReasons{
    HandshakeReason{
        "dh key too small",
        "The key that the server uses for the Diffie-Hellman key exchange is too small to be safe.",
        "Give the server Diffie-Hellman parameters of at least 2048 bits, or let it use elliptic "
        "curves (ECDHE)."},
    HandshakeReason{"unsupported protocol", "The server chose a version of TLS that is older than 1.2.",
                    newerTlsAdvice},
    HandshakeReason{"wrong version number", "What the server answered is not TLS.", useWsAdvice},
    HandshakeReason{"packet length too long", "What the server answered is not TLS.", useWsAdvice},
    HandshakeReason{"record layer failure", "What the server answered is not TLS.", useWsAdvice},
    HandshakeReason{"no shared cipher", "The server and we have no cipher in common.",
                    "Let the server offer ciphers that are in use today."},
    HandshakeReason{"no suitable signature algorithm",
                    "The server and we have no algorithm for signatures in common.",
                    "Give the server a certificate with an RSA or EC key, signed with SHA-256."},
    HandshakeReason{"wrong signature type",
                    "The server signed the handshake with an algorithm that we did not offer.",
                    "Update the server, or let it sign with SHA-256."},
    HandshakeReason{"legacy sigalg disallowed",
                    "The server signed the handshake with an algorithm that is too weak.",
                    "Update the server, or let it sign with SHA-256."},
    HandshakeReason{"bad signature", "The server's signature of the handshake is wrong.",
                    "Check that the server's key belongs to its certificate."},
    HandshakeReason{"unsafe legacy renegotiation disabled",
                    "The server does not know secure renegotiation (RFC 5746).", "Update the server."},
    HandshakeReason{"unexpected eof",
                    "The server ended the connection during the TLS handshake, without an alert.",
                    "The server's log should say why."},
};

const HandshakeReason *reasonOf(const TransportError &error)
{
    const auto found = std::ranges::find_if(handshakeReasons, [&](const HandshakeReason &reason) {
        return error.detail.find(reason.words) != std::string::npos;
    });
    return found == handshakeReasons.end() ? nullptr : &*found;
}

// The server speaks TLS, and its alert says why it ended the TLS handshake.
Trouble alertTrouble(std::uint8_t alert, const std::string &server)
{
    constexpr std::uint8_t protocolVersion = 70;
    constexpr std::uint8_t insufficientSecurity = 71;
    constexpr std::uint8_t unrecognizedName = 112;
    const std::string why = "The server ended the TLS handshake with the alert " + tlsAlertName(alert);
    switch (certificateRefusal(alert)) {
    case CertificateRefusal::Missing:
        return {server + " refused the connection: certificate required.",
                why + ": it demands a client certificate, and we sent none.",
                "Use a certificate that the server knows: on the command line with --client-cert and "
                "--client-key."};
    case CertificateRefusal::NotAccepted:
        return {server + " refused the client certificate.", why + ".",
                "Use a certificate that the server's authorities have signed: on the command line with "
                "--client-cert and --client-key."};
    case CertificateRefusal::None:
        break;
    }
    const std::string what = "The TLS handshake with " + server + " failed.";
    if (alert == protocolVersion)
        return {what, why + ": it speaks neither TLS 1.2 nor TLS 1.3.", std::string(newerTlsAdvice)};
    if (alert == insufficientSecurity)
        return {what, why + ": it demands stronger ciphers than we offer.",
                "Let the server accept ciphers that are in use today."};
    if (alert == unrecognizedName)
        return {
            what, why + ": it does not know the name that we sent.",
            "Use a name that the server serves in the URL, or send another one (--sni on the command line)."};
    return {what, why + ".",
            "Both ends may have no TLS version or cipher in common, or the server may demand a client "
            "certificate or serve other names. The server's log should say which."};
}

} // namespace

std::string faultSentences(const TransportError &error)
{
    std::string out;
    for (const CertificateFault &fault : error.certificateFaults) {
        out += out.empty() ? "" : " ";
        out += escaped(fault.name) + (fault.detail.empty() ? "" : ": " + escaped(fault.detail))
            + whoseCertificate(fault) + '.';
    }
    return out.empty() ? "Its certificate could not be verified." + systemSays(error.detail) : out;
}

Trouble certificateTrouble(const TransportError &error, const std::string &server)
{
    return {.what = "The certificate of " + server + " is not trusted.",
            .why = faultSentences(error),
            .advice = certificateAdvice(error),
            .kind = Trouble::Kind::Certificate};
}

Trouble tlsTrouble(const TransportError &error, const std::string &server)
{
    if (error.tlsAlert)
        return alertTrouble(*error.tlsAlert, server);
    const std::string what = "The TLS handshake with " + server + " failed.";
    if (const HandshakeReason *const reason = reasonOf(error))
        return {what, std::string(reason->why) + systemSays(error.detail), std::string(reason->advice)};
    return {what,
            "The server does not speak TLS on this port, or has no TLS version or cipher in common with us."
                + systemSays(error.detail),
            std::string(useWsAdvice)};
}

Trouble tlsTimeoutTrouble(const TransportError &error, const std::string &server)
{
    return {.what = server + " did not answer in time.",
            .why = escaped(error.detail) + ": the server does not speak TLS on this port, or is slow.",
            .advice = std::string(useWsAdvice)
                + " If it is slow, --connect-timeout gives it more time on the command line."};
}

Trouble clientTlsTrouble(const TransportError &error)
{
    if (error.kind == TransportErrorKind::Certificate)
        return {"A client's certificate was not accepted.", faultSentences(error),
                "Give the client a certificate for clients that is valid now and that the authority of "
                "--client-ca has signed."};
    const std::string what = "A client did not complete the TLS handshake.";
    if (isTlsTimeout(error))
        return {what, escaped(error.detail) + ": it does not speak TLS, or is slow.",
                "Check that the client uses wss://."};
    if (error.tlsAlert)
        return {what, "It ended the handshake with the alert " + tlsAlertName(*error.tlsAlert) + ".",
                certificateRefusal(*error.tlsAlert) == CertificateRefusal::None
                    ? "The client's log should say why."
                    : "Let the client trust the authority that signed this server's certificate."};
    return {what,
            "It did not speak TLS, or left, or had nothing in common with us." + systemSays(error.detail),
            "Check that the client uses wss://, TLS 1.2 or later and, if this server asks for one, a client "
            "certificate."};
}

} // namespace fg
