#include "tests/protocol/transport/certificates.h"

#include <QFile>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

namespace fg::test {

namespace {

struct Freed
{
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
    void operator()(std::FILE *file) const { std::fclose(file); }
};

using Certificate = std::unique_ptr<X509, Freed>;
using Key = std::unique_ptr<EVP_PKEY, Freed>;

Certificate blank(const std::string &commonName, EVP_PKEY *key, long serial, TestAuthority::Validity validity)
{
    constexpr long day = 24L * 3600;
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    const bool isCurrent = validity == TestAuthority::Validity::Current;
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -2 * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), isCurrent ? day : -day);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(commonName.c_str()), -1, -1, 0);
    X509_set_pubkey(certificate.get(), key);
    return certificate;
}

void extend(X509 *certificate, X509 *issuer, int kind, const std::string &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Freed> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    X509_add_ext(certificate, extension.get(), -1);
}

CertificateFiles save(const QTemporaryDir &folder, const std::string &name, X509 *certificate, EVP_PKEY *key)
{
    const std::string base = folder.filePath(QString::fromStdString(name)).toStdString();
    CertificateFiles files{.certificate = base + ".crt", .key = base + ".key"};
    const std::unique_ptr<std::FILE, Freed> certificateFile(std::fopen(files.certificate.c_str(), "w"));
    PEM_write_X509(certificateFile.get(), certificate);
    const std::unique_ptr<std::FILE, Freed> keyFile(std::fopen(files.key.c_str(), "w"));
    PEM_write_PrivateKey(keyFile.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

} // namespace

struct TestAuthority::Issuer
{
    Key key{EVP_EC_gen("P-256")};
    Certificate certificate;
};

TestAuthority::TestAuthority()
    : m_issuer(std::make_unique<Issuer>())
{
    EVP_PKEY *key = m_issuer->key.get();
    m_issuer->certificate = blank("Test Authority", key, m_serial, Validity::Current);
    X509 *certificate = m_issuer->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    X509_sign(certificate, key, EVP_sha256());
    m_files = save(m_folder, "authority", certificate, key);
}

TestAuthority::~TestAuthority() = default;

CertificateFiles TestAuthority::sign(const std::string &commonName, const std::string &names,
                                     Validity validity)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate = blank(commonName, key.get(), ++m_serial, validity);
    X509 *issuer = m_issuer->certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    if (!names.empty())
        extend(certificate.get(), issuer, NID_subject_alt_name, names);
    X509_sign(certificate.get(), m_issuer->key.get(), EVP_sha256());
    return save(m_folder, "signed-" + std::to_string(m_serial), certificate.get(), key.get());
}

std::string TestAuthority::file(const std::string &name, const std::string &content) const
{
    QFile file(m_folder.filePath(QString::fromStdString(name)));
    if (file.open(QIODevice::WriteOnly))
        file.write(content.data(), static_cast<qint64>(content.size()));
    return file.fileName().toStdString();
}

} // namespace fg::test
