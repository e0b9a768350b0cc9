#include "protocol/transport/tls_files.h"

#include "protocol/transport/certificate_chain.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <filesystem>
#include <memory>

namespace fg {

namespace {

template <typename Value> using Loaded = std::variant<Value, TransportError>;

TransportError fault(const std::string &file, const std::string &why)
{
    return {.kind = TransportErrorKind::TlsSetup, .detail = file + ": " + why, .certificateFaults = {}};
}

// How often the files are read. What comes out of a pipe can be read only once.
enum class Reading : std::uint8_t {
    Once, // when a server starts to listen
    ForEachConnection,
};

Loaded<QByteArray> contentOf(const std::string &fileName, Reading reading)
{
    constexpr qint64 longest = 16 * 1024 * 1024; // a bundle of all public authorities has about 0.2 MiB
    std::error_code unknown;
    if (reading == Reading::ForEachConnection && std::filesystem::is_fifo(fileName, unknown))
        return fault(fileName,
                     "is a pipe, which can be read only once, and each connection reads it; save what comes "
                     "out of it as a file");
    QFile file(QString::fromStdString(fileName));
    if (!file.open(QIODevice::ReadOnly))
        return fault(fileName, file.errorString().toStdString());
    QByteArray content = file.read(longest + 1);
    if (file.error() != QFileDevice::NoError)
        return fault(fileName, file.errorString().toStdString());
    if (content.size() > longest)
        return fault(fileName, "is larger than 16 MiB");
    return content;
}

Loaded<QList<QSslCertificate>> certificatesOf(const std::string &fileName, Reading reading)
{
    const Loaded<QByteArray> content = contentOf(fileName, reading);
    if (const auto *error = std::get_if<TransportError>(&content))
        return *error;
    QList<QSslCertificate> found = QSslCertificate::fromData(std::get<QByteArray>(content), QSsl::Pem);
    if (found.isEmpty())
        return fault(fileName, "contains no certificate in PEM format");
    return found;
}

Loaded<QSslKey> keyOf(const std::string &fileName, Reading reading)
{
    const Loaded<QByteArray> content = contentOf(fileName, reading);
    if (const auto *error = std::get_if<TransportError>(&content))
        return *error;
    for (const QSsl::KeyAlgorithm algorithm : std::array{QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(std::get<QByteArray>(content), algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return fault(fileName, "contains no RSA, EC or DSA private key in PEM format without a passphrase");
}

// Whether the private key belongs to the certificate's public key.
bool belongTogether(const QSslCertificate &certificate, const QSslKey &key)
{
    const auto memoryOf = [](const QByteArray &pem) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>(
            BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), &BIO_free);
    };
    const QByteArray certificatePem = certificate.toPem();
    const QByteArray keyPem = key.toPem();
    const auto certificateBio = memoryOf(certificatePem);
    const auto keyBio = memoryOf(keyPem);
    const std::unique_ptr<X509, decltype(&X509_free)> x509(
        PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr), &X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> privateKey(
        PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    return x509 && privateKey && X509_check_private_key(x509.get(), privateKey.get()) == 1;
}

std::optional<TransportError> addIdentity(QSslConfiguration &configuration,
                                          const std::string &certificateFile, const std::string &keyFile,
                                          Reading reading)
{
    Loaded<QList<QSslCertificate>> certificates = certificatesOf(certificateFile, reading);
    if (const auto *error = std::get_if<TransportError>(&certificates))
        return *error;
    if (keyFile.empty())
        return fault(certificateFile, "no key file is given for this certificate");
    const Loaded<QSslKey> key = keyOf(keyFile, reading);
    if (const auto *error = std::get_if<TransportError>(&key))
        return *error;
    if (!belongTogether(std::get<QList<QSslCertificate>>(certificates).front(), std::get<QSslKey>(key)))
        return fault(keyFile, "is not the key of the certificate in " + certificateFile);
    const QByteArray own = std::get<QList<QSslCertificate>>(certificates).front().toDer();
    if (const auto why = ownFault(octetsOf({own.constData(), static_cast<std::size_t>(own.size())})))
        return fault(certificateFile, "OpenSSL does not use this certificate: " + *why);
    configuration.setLocalCertificateChain(std::get<QList<QSslCertificate>>(certificates));
    configuration.setPrivateKey(std::get<QSslKey>(key));
    return std::nullopt;
}

std::optional<TransportError> trustOnly(QSslConfiguration &configuration, const std::string &caFile,
                                        Reading reading)
{
    const Loaded<QList<QSslCertificate>> authorities = certificatesOf(caFile, reading);
    if (const auto *error = std::get_if<TransportError>(&authorities))
        return *error;
    configuration.setCaCertificates(std::get<QList<QSslCertificate>>(authorities));
    return std::nullopt;
}

} // namespace

TlsConfiguration clientConfiguration(const TlsClientSettings &settings)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!settings.caFile.empty()) {
        if (std::optional<TransportError> error =
                trustOnly(configuration, settings.caFile, Reading::ForEachConnection))
            return *error;
    }
    if (settings.certificateFile.empty() && !settings.keyFile.empty())
        return fault(settings.keyFile, "no certificate file is given for this key");
    if (!settings.certificateFile.empty()) {
        if (std::optional<TransportError> error = addIdentity(configuration, settings.certificateFile,
                                                              settings.keyFile, Reading::ForEachConnection))
            return *error;
    }
    return configuration;
}

TlsConfiguration serverConfiguration(const TlsServerSettings &settings)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (std::optional<TransportError> error =
            addIdentity(configuration, settings.certificateFile, settings.keyFile, Reading::Once))
        return *error;
    if (!settings.clientCaFile.empty()) {
        configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
        // Makes sure that a refused client receives an alert.
        configuration.setHandshakeMustInterruptOnError(true);
        configuration.setMissingCertificateIsFatal(true);
        if (std::optional<TransportError> error =
                trustOnly(configuration, settings.clientCaFile, Reading::Once))
            return *error;
    }
    return configuration;
}

} // namespace fg
