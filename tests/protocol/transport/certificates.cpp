#include "tests/protocol/transport/certificates.h"

#include <QFile>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
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
    void operator()(GENERAL_NAMES *names) const { GENERAL_NAMES_free(names); }
    void operator()(ASN1_OCTET_STRING *octets) const { ASN1_OCTET_STRING_free(octets); }
    void operator()(std::FILE *file) const { std::fclose(file); }
};

using Certificate = std::unique_ptr<X509, Freed>;
using Key = std::unique_ptr<EVP_PKEY, Freed>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed>;

Key makeKey(CertificateRecipe::Key kind)
{
    switch (kind) {
    case CertificateRecipe::Key::P256:
        return Key(EVP_EC_gen("P-256"));
    case CertificateRecipe::Key::Rsa512:
        return Key(EVP_RSA_gen(512));
    case CertificateRecipe::Key::Rsa1024:
        return Key(EVP_RSA_gen(1024));
    case CertificateRecipe::Key::Rsa2048:
        return Key(EVP_RSA_gen(2048));
    }
    return nullptr;
}

void setTimes(X509 *certificate, Validity validity)
{
    constexpr long day = 24L * 3600;
    const bool isFuture = validity == Validity::Future;
    const bool isExpired = validity == Validity::Expired;
    X509_gmtime_adj(X509_getm_notBefore(certificate), isFuture ? day : -2 * day);
    X509_gmtime_adj(X509_getm_notAfter(certificate), isFuture ? 2 * day : isExpired ? -day : day);
}

void extend(X509 *certificate, X509 *issuer, int kind, const std::string &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    X509_add_ext(certificate, extension.get(), -1);
}

void addRawNames(X509 *certificate, const std::vector<std::string> &rawNames)
{
    const std::unique_ptr<GENERAL_NAMES, Freed> names(GENERAL_NAMES_new());
    for (const std::string &octets : rawNames) {
        GENERAL_NAME *const name = GENERAL_NAME_new();
        ASN1_IA5STRING *const text = ASN1_IA5STRING_new();
        ASN1_STRING_set(text, octets.data(), static_cast<int>(octets.size()));
        GENERAL_NAME_set0_value(name, GEN_DNS, text);
        sk_GENERAL_NAME_push(names.get(), name);
    }
    X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT);
}

void addRawExtension(X509 *certificate, const std::string &octets)
{
    const std::unique_ptr<ASN1_OCTET_STRING, Freed> value(ASN1_OCTET_STRING_new());
    ASN1_STRING_set(value.get(), octets.data(), static_cast<int>(octets.size()));
    const Extension extension(X509_EXTENSION_create_by_NID(nullptr, NID_subject_alt_name, 0, value.get()));
    X509_add_ext(certificate, extension.get(), -1);
}

void addNames(X509 *certificate, X509 *issuer, const CertificateRecipe &recipe)
{
    if (!recipe.rawExtension.empty())
        addRawExtension(certificate, recipe.rawExtension);
    else if (!recipe.rawNames.empty())
        addRawNames(certificate, recipe.rawNames);
    else if (!recipe.names.empty())
        extend(certificate, issuer, NID_subject_alt_name, recipe.names);
}

CertificateFiles save(const QTemporaryDir &folder, long serial, X509 *certificate, EVP_PKEY *key)
{
    const std::string base = folder.filePath(QStringLiteral("certificate-%1").arg(serial)).toStdString();
    CertificateFiles files{.certificate = base + ".crt", .key = base + ".key"};
    const std::unique_ptr<std::FILE, Freed> certificateFile(std::fopen(files.certificate.c_str(), "w"));
    PEM_write_X509(certificateFile.get(), certificate);
    const std::unique_ptr<std::FILE, Freed> keyFile(std::fopen(files.key.c_str(), "w"));
    PEM_write_PrivateKey(keyFile.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

OctetBuffer derOf(X509 *certificate)
{
    OctetBuffer der(static_cast<std::size_t>(i2d_X509(certificate, nullptr)));
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509(certificate, &end);
    return der;
}

} // namespace

struct OpenSslParts
{
    Key key;
    Certificate certificate;
};

CertificateRecipe authorityRecipe(std::string commonName)
{
    return {.commonName = std::move(commonName),
            .names = {},
            .extensions = {{NID_basic_constraints, "critical,CA:TRUE"},
                           {NID_key_usage, "critical,keyCertSign,cRLSign"}}};
}

TestAuthority::TestAuthority()
    : m_own(issueSelfSigned(authorityRecipe("Test Authority")))
{
}

TestAuthority::~TestAuthority() = default;

IssuedCertificate TestAuthority::make(const CertificateRecipe &recipe, const OpenSslParts *issuer)
{
    auto parts = std::make_shared<OpenSslParts>();
    parts->key = makeKey(recipe.key);
    parts->certificate.reset(X509_new());
    X509 *const certificate = parts->certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++m_serial);
    setTimes(certificate, recipe.validity);
    if (!recipe.commonName.empty())
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char *>(recipe.commonName.data()),
                                   static_cast<int>(recipe.commonName.size()), -1, 0);
    X509_set_pubkey(certificate, parts->key.get());
    X509 *const signer = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    addNames(certificate, signer, recipe);
    for (const auto &[kind, value] : recipe.extensions)
        extend(certificate, signer, kind, value);
    X509_sign(certificate, issuer != nullptr ? issuer->key.get() : parts->key.get(),
              EVP_get_digestbyname(recipe.digest));
    return {.files = save(m_folder, m_serial, certificate, parts->key.get()),
            .der = derOf(certificate),
            .parts = parts};
}

IssuedCertificate TestAuthority::issue(const CertificateRecipe &recipe) { return issue(recipe, m_own); }

IssuedCertificate TestAuthority::issue(const CertificateRecipe &recipe, const IssuedCertificate &issuer)
{
    return make(recipe, issuer.parts.get());
}

IssuedCertificate TestAuthority::issueSelfSigned(const CertificateRecipe &recipe)
{
    return make(recipe, nullptr);
}

CertificateFiles TestAuthority::sign(const std::string &commonName, const std::string &names,
                                     Validity validity)
{
    return issue({.commonName = commonName, .names = names, .validity = validity}).files;
}

std::string TestAuthority::file(const std::string &name, const std::string &content) const
{
    QFile file(m_folder.filePath(QString::fromStdString(name)));
    if (file.open(QIODevice::WriteOnly))
        file.write(content.data(), static_cast<qint64>(content.size()));
    return file.fileName().toStdString();
}

std::string TestAuthority::chainFile(const std::vector<IssuedCertificate> &chain)
{
    QByteArray all;
    for (const IssuedCertificate &certificate : chain) {
        QFile file(QString::fromStdString(certificate.files.certificate));
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return file("chain-" + std::to_string(++m_serial) + ".pem", all.toStdString());
}

} // namespace fg::test
