// Certificates that are created for a test, as files in a temporary folder.
#pragma once

#include <QTemporaryDir>

#include <memory>
#include <string>

namespace fg::test {

struct CertificateFiles
{
    std::string certificate;
    std::string key;
};

// An authority and the certificates that it signs, all with P-256 keys.
class TestAuthority
{
public:
    enum class Validity { Current, Expired };

    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority &) = delete;
    TestAuthority &operator=(const TestAuthority &) = delete;

    [[nodiscard]] const CertificateFiles &files() const { return m_files; }
    // `names` in the syntax of subjectAltName: "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] CertificateFiles sign(const std::string &commonName, const std::string &names,
                                        Validity validity = Validity::Current);
    // Writes a file with this content and returns its path.
    [[nodiscard]] std::string file(const std::string &name, const std::string &content) const;

private:
    struct Issuer;
    QTemporaryDir m_folder;
    std::unique_ptr<Issuer> m_issuer;
    CertificateFiles m_files;
    long m_serial = 1;
};

} // namespace fg::test
