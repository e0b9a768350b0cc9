#include "protocol/report/wording/row_words.h"

#include "protocol/report/wording/names.h"
#include "protocol/session/log/session.h"
#include "protocol/text/escape.h"
#include "protocol/transport/tls_alerts.h"

namespace fg {

std::string timerSentence(const LogRow &row, const RowExtra &extra)
{
    const bool isSet = row.kind == RowKind::TimerSet;
    const std::string time = durationText(Duration(static_cast<Duration::rep>(row.length)));
    switch (row.timer) {
    case TimerPurpose::FailConnection:
        return isSet ? "fail the connection after " + time : "time is up: failing the connection";
    case TimerPurpose::CloseConnection:
        return isSet ? "close the connection after " + time : "time is up: closing the connection";
    case TimerPurpose::Wait: {
        const auto *const tag = std::get_if<std::string>(&extra);
        const std::string name = tag && !tag->empty() ? " for " + escaped(*tag) : std::string();
        return isSet ? "wait " + time + name : "the wait" + name + " is over";
    }
    case TimerPurpose::OpeningHandshake:
        return isSet ? "the opening handshake may take " + time : "the opening handshake took too long";
    case TimerPurpose::CloseReply:
        return isSet ? "the close frame must be answered within " + time
                     : "the close frame was not answered in time";
    case TimerPurpose::ServerDrop:
        return isSet ? "the server must drop TCP within " + time : "the server did not drop TCP in time";
    }
    return {};
}

std::string dropSentence(const LogRow &row)
{
    if (row.direction == Direction::Out)
        return "dropped by us";
    std::string out = row.tcpEnd == TcpEnd::Fin ? "ended by the peer (FIN)"
        : row.tcpEnd == TcpEnd::Reset           ? "reset by the peer (RST)"
                                                : "ended by the peer";
    if (row.tlsEnd == TlsEnd::Missing)
        out += ", without TLS close_notify";
    return out;
}

std::string tlsText(const PeerInfo &peer)
{
    return peer.tlsVersion + ' ' + peer.tlsCipher
        + (peer.proof == PeerProof::Waived ? ", certificate not verified" : "");
}

std::optional<std::string> waivedProof(const PeerInfo &peer)
{
    if (peer.proof != PeerProof::Waived)
        return std::nullopt;
    std::string faults;
    for (const CertificateFault &fault : peer.allowedFaults)
        faults += (faults.empty() ? "" : ", ") + escaped(fault.name);
    return "The server's certificate was not verified: faults of it were allowed ("
        + (faults.empty() ? "it has none" : faults) + ").";
}

std::string errorSentence(const TransportError &error)
{
    std::string out;
    switch (error.kind) {
    case TransportErrorKind::ConnectionRefused:
        out = "the connection was refused";
        break;
    case TransportErrorKind::HostNotFound:
        out = "the host name is not known";
        break;
    case TransportErrorKind::NetworkUnreachable:
        out = "the network cannot be reached";
        break;
    case TransportErrorKind::ConnectTimeout:
        out = "the connection was not established in time";
        break;
    case TransportErrorKind::TlsHandshake:
        out = "the TLS handshake failed";
        break;
    case TransportErrorKind::Certificate:
        out = "the certificate is not trusted";
        break;
    case TransportErrorKind::TlsSetup:
        out = "TLS could not be set up";
        break;
    case TransportErrorKind::Other:
        out = "the connection failed";
        break;
    }
    for (const CertificateFault &fault : error.certificateFaults)
        out += (&fault == error.certificateFaults.data() ? ": " : ", ") + escaped(fault.name);
    if (error.tlsAlert)
        return out + ": the peer's alert is " + tlsAlertName(*error.tlsAlert);
    if (error.certificateFaults.empty() && !error.detail.empty())
        out += ": " + escaped(error.detail);
    return out;
}

} // namespace fg
