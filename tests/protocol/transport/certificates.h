// Certificates made for a test, in files of a temporary folder.
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

// An authority and what it signs. All P-256.
class TestAuthority
{
public:
    enum class Validity { Current, Expired };

    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority &) = delete;
    TestAuthority &operator=(const TestAuthority &) = delete;

    [[nodiscard]] const CertificateFiles &files() const { return m_files; }
    // `names` as subjectAltName has them: "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] CertificateFiles sign(const std::string &commonName, const std::string &names,
                                        Validity validity = Validity::Current);
    // A file with this content.
    [[nodiscard]] std::string file(const std::string &name, const std::string &content) const;

private:
    struct Issuer;
    QTemporaryDir m_folder;
    std::unique_ptr<Issuer> m_issuer;
    CertificateFiles m_files;
    long m_serial = 1;
};

} // namespace fg::test
