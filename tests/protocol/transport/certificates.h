// Certificates that are created for a test, as files in a temporary folder: good ones, and every kind of bad
// one.
#pragma once

#include "protocol/wire/octets.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fg::test {

struct CertificateFiles
{
    std::string certificate;
    std::string key;
};

enum class Validity { Current, Expired, Future };

// What a certificate is like.
struct CertificateRecipe
{
    enum class Key { P256, Rsa512, Rsa1024, Rsa2048 };

    std::string commonName = "the server"; // empty: none
    std::string names = "DNS:localhost,IP:127.0.0.1"; // as for OpenSSL's subjectAltName; empty: none
    Validity validity = Validity::Current;
    Key key = Key::P256;
    const char *digest = "SHA256"; // of its signature
    // More extensions, by OpenSSL's number: {NID_basic_constraints, "critical,CA:TRUE"}.
    std::vector<std::pair<int, std::string>> extensions = {};
    // The dNSNames of subjectAltName instead of `names`: any octets.
    std::vector<std::string> rawNames = {};
    // The octets of the extension subjectAltName instead of `names`; empty: none.
    std::string rawExtension = {};
};

// A recipe for an authority.
[[nodiscard]] CertificateRecipe authorityRecipe(std::string commonName);

struct OpenSslParts;

struct IssuedCertificate
{
    CertificateFiles files;
    OctetBuffer der;
    std::shared_ptr<const OpenSslParts> parts; // to sign others with
};

// An authority and the certificates that it signs.
class TestAuthority
{
public:
    using Validity = test::Validity;

    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority &) = delete;
    TestAuthority &operator=(const TestAuthority &) = delete;

    [[nodiscard]] const CertificateFiles &files() const { return m_own.files; }
    [[nodiscard]] const IssuedCertificate &certificate() const { return m_own; }
    // `names` in the syntax of subjectAltName: "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] CertificateFiles sign(const std::string &commonName, const std::string &names,
                                        Validity validity = Validity::Current);
    // Signed by this authority, by another certificate, or by itself.
    [[nodiscard]] IssuedCertificate issue(const CertificateRecipe &recipe);
    [[nodiscard]] IssuedCertificate issue(const CertificateRecipe &recipe, const IssuedCertificate &issuer);
    [[nodiscard]] IssuedCertificate issueSelfSigned(const CertificateRecipe &recipe);
    // Writes a file with this content and returns its path.
    [[nodiscard]] std::string file(const std::string &name, const std::string &content) const;
    // A file with all these certificates, one after another.
    [[nodiscard]] std::string chainFile(const std::vector<IssuedCertificate> &chain);

private:
    IssuedCertificate make(const CertificateRecipe &recipe, const OpenSslParts *issuer);

    QTemporaryDir m_folder;
    long m_serial = 0;
    IssuedCertificate m_own;
};

} // namespace fg::test
