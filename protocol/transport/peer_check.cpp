#include "protocol/transport/peer_check.h"

#include "protocol/transport/ascii_host.h"
#include "protocol/transport/certificate_chain.h"

#include <QMetaEnum>
#include <QSslConfiguration>

#include <algorithm>

namespace fg {

namespace {

CertificateFault faultOf(const QSslError &error)
{
    const char *name = QMetaEnum::fromType<QSslError::SslError>().valueToKey(error.error());
    return {.name = name != nullptr ? name : "UnspecifiedError",
            .subject = shownSubject(error.certificate()),
            .detail = error.errorString().toStdString()};
}

std::vector<OctetBuffer> derOf(const QList<QSslCertificate> &certificates)
{
    std::vector<OctetBuffer> octets;
    for (const QSslCertificate &certificate : certificates) {
        const QByteArray der = certificate.toDer();
        octets.push_back(bufferOf({der.constData(), static_cast<std::size_t>(der.size())}));
    }
    return octets;
}

// What is not a name at all is not a name of the server, either.
std::string asciiName(const std::string &name) { return asciiHost(name).value_or(std::string()); }

} // namespace

std::string shownSubject(const QSslCertificate &certificate)
{
    return certificate.subjectDisplayName().left(static_cast<int>(longestSubject)).toStdString();
}

std::string checkedName(const ConnectSettings &settings)
{
    const bool isGiven = settings.tls && !settings.tls->serverName.empty();
    return asciiName(isGiven ? settings.tls->serverName : settings.host);
}

std::string sentName(const ConnectSettings &settings)
{
    const bool isGiven = settings.tls && !settings.tls->sni.empty();
    return isGiven ? asciiName(settings.tls->sni) : checkedName(settings);
}

std::vector<CertificateFault> serverFaults(const QSslSocket &socket, const ConnectSettings &settings,
                                           const QList<QSslError> &ofQt)
{
    ChainCheck check{.chain = derOf(socket.peerCertificateChain()),
                     .authorities = {},
                     .purpose = CertificatePurpose::Server,
                     .host = checkedName(settings)};
    if (!settings.tls->caFile.empty())
        check.authorities = derOf(socket.sslConfiguration().caCertificates());
    std::vector<CertificateFault> faults = chainFaults(check);
    const bool isGoodForUs = faults.empty();
    for (const QSslError &error : ofQt) {
        // Qt has a list of certificates that were stolen, which OpenSSL does not know.
        const bool isOfQtAlone = error.error() == QSslError::CertificateBlacklisted;
        const bool isOfName = error.error() == QSslError::HostNameMismatch;
        if (isOfQtAlone || (isGoodForUs && !isOfName))
            faults.push_back(faultOf(error));
    }
    return faults;
}

bool allows(const TlsClientSettings &settings, const std::vector<CertificateFault> &faults)
{
    if (settings.verification == TlsClientSettings::Verification::Full)
        return false;
    const std::vector<std::string> &allowed = settings.allowedFaults;
    return allowed.empty() || std::ranges::all_of(faults, [&allowed](const CertificateFault &fault) {
               return std::ranges::find(allowed, fault.name) != allowed.end();
           });
}

PeerProof proofWith(const TlsClientSettings &settings, const std::vector<CertificateFault> &faults)
{
    const bool allowsAny = settings.verification == TlsClientSettings::Verification::AllowFaults
        && settings.allowedFaults.empty();
    return allowsAny || !faults.empty() ? PeerProof::Waived : PeerProof::Verified;
}

std::vector<CertificateFault> clientFaults(const QSslSocket &socket, const QSslError &ofQt)
{
    if (ofQt.error() != QSslError::UnspecifiedError)
        return {faultOf(ofQt)};
    // Qt has no name for this fault. The rest of the chain is not known yet, so faults of the chain do not
    // count.
    std::vector<CertificateFault> faults =
        chainFaults({.chain = derOf({ofQt.certificate()}),
                     .authorities = derOf(socket.sslConfiguration().caCertificates()),
                     .purpose = CertificatePurpose::Client,
                     .host = {}});
    std::erase_if(faults, [](const CertificateFault &fault) { return fault.name.starts_with("UnableTo"); });
    if (faults.empty())
        faults.push_back(faultOf(ofQt));
    return faults;
}

} // namespace fg
