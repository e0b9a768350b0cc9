// What is wrong with a chain of certificates, named.
#include "protocol/transport/certificate_chain.h"
#include "tests/protocol/transport/certificates.h"

#include <QSslCertificate>
#include <QSslConfiguration>

#include <openssl/objects.h>

#include <gtest/gtest.h>

#include <algorithm>

namespace fg::test::certificate_chain_test {
namespace {

using namespace std::string_literals;
using Key = CertificateRecipe::Key;

class CertificateChain : public testing::Test
{
protected:
    [[nodiscard]] std::vector<CertificateFault>
    check(const std::vector<IssuedCertificate> &chain,
          CertificatePurpose purpose = CertificatePurpose::Server) const
    {
        ChainCheck check{.chain = {}, .authorities = {{authority.certificate().der}}, .purpose = purpose};
        for (const IssuedCertificate &certificate : chain)
            check.chain.push_back(certificate.der);
        if (purpose == CertificatePurpose::Server)
            check.host = "localhost";
        return chainFaults(check);
    }

    // The faults of a chain: exactly one, of the certificate at this depth.
    void expectFault(const std::vector<IssuedCertificate> &chain, const std::string &name, unsigned depth,
                     const std::string &inDetail = {})
    {
        const std::vector<CertificateFault> faults = check(chain);
        ASSERT_EQ(namesOf(faults), std::vector{name});
        EXPECT_EQ(faults.front().depth, depth);
        EXPECT_NE(faults.front().detail.find(inDetail), std::string::npos) << faults.front().detail;
    }

    static std::vector<std::string> namesOf(const std::vector<CertificateFault> &faults)
    {
        std::vector<std::string> names;
        std::ranges::transform(faults, std::back_inserter(names), &CertificateFault::name);
        return names;
    }

    TestAuthority authority;
};

TEST_F(CertificateChain, OfAGoodCertificateHasNoFault)
{
    EXPECT_EQ(namesOf(check({authority.issue({})})), std::vector<std::string>{});
    EXPECT_EQ(namesOf(check({authority.issue({.key = Key::Rsa2048})})), std::vector<std::string>{});
    const IssuedCertificate between = authority.issue(authorityRecipe("between"));
    EXPECT_EQ(namesOf(check({authority.issue({}, between), between})), std::vector<std::string>{});
    EXPECT_EQ(namesOf(check({authority.issue({}, between), between, authority.certificate()})),
              std::vector<std::string>{});
}

TEST_F(CertificateChain, WithoutTheRightNameIsNamed)
{
    expectFault({authority.issue({.commonName = "localhost", .names = {}})}, "CommonNameOnly", 0,
                "localhost");
    expectFault({authority.issue({.commonName = {}, .names = {}})}, "NoServerName", 0);
    expectFault({authority.issue({.commonName = "localhost", .names = "DNS:a.example"})}, "HostNameMismatch",
                0, "a.example");
    expectFault(
        {authority.issue({.names = "URI:wss://localhost/,email:localhost@localhost,otherName:1.2.3;UTF8:"
                                   "localhost"})},
        "CommonNameOnly", 0);
    expectFault({authority.issue({.rawNames = {"localhost\0.example"s}})}, "HostNameMismatch", 0);
    const std::vector<CertificateFault> faults = check({authority.issue({.rawExtension = "\x30\x7f junk"})});
    ASSERT_FALSE(faults.empty());
    EXPECT_EQ(faults.front().name, "UnreadableNames");
}

TEST_F(CertificateChain, OutsideItsTimeIsNamedWithTheTime)
{
    expectFault({authority.issue({.validity = Validity::Expired})}, "CertificateExpired", 0, "UTC");
    expectFault({authority.issue({.validity = Validity::Future})}, "CertificateNotYetValid", 0, "UTC");
    CertificateRecipe old = authorityRecipe("old");
    old.validity = Validity::Expired;
    const IssuedCertificate between = authority.issue(old);
    expectFault({authority.issue({}, between), between}, "CertificateExpired", 1);
}

TEST_F(CertificateChain, ThatNoTrustedAuthorityEndsIsNamed)
{
    expectFault({authority.issueSelfSigned({})}, "SelfSignedCertificate", 0);
    TestAuthority other;
    const std::vector<std::string> unknown{"UnableToGetLocalIssuerCertificate",
                                           "UnableToVerifyFirstCertificate"};
    EXPECT_EQ(namesOf(check({other.issue({.commonName = "x"}, other.issue(authorityRecipe("other")))})),
              unknown);
    const IssuedCertificate between = authority.issue(authorityRecipe("between"));
    EXPECT_EQ(namesOf(check({authority.issue({}, between)})), unknown) << "the one between is missing";
    const IssuedCertificate root = other.issueSelfSigned(authorityRecipe("another root"));
    expectFault({other.issue({}, root), root}, "SelfSignedCertificateInChain", 1);
}

TEST_F(CertificateChain, WithAWeakKeyOrSignatureSaysWhichAndHowWeak)
{
    expectFault({authority.issue({.key = Key::Rsa512})}, "KeyTooWeak", 0, "RSA with 512 bits");
    expectFault({authority.issue({.key = Key::Rsa1024})}, "KeyTooWeak", 0, "RSA with 1024 bits");
    expectFault({authority.issue({.digest = "SHA1"})}, "SignatureTooWeak", 0, "SHA1");
    // MD5 signs with RSA only.
    CertificateRecipe rsa = authorityRecipe("with RSA");
    rsa.key = Key::Rsa2048;
    const IssuedCertificate between = authority.issue(rsa);
    expectFault({authority.issue({.digest = "MD5"}, between), between}, "SignatureTooWeak", 0, "md5");
    rsa.key = Key::Rsa1024;
    const IssuedCertificate weak = authority.issue(rsa);
    expectFault({authority.issue({}, weak), weak}, "AuthorityKeyTooWeak", 1, "RSA with 1024 bits");
}

TEST_F(CertificateChain, ThatMustNotBeUsedForThisIsNamed)
{
    const CertificateRecipe forClients{.extensions = {{NID_ext_key_usage, "clientAuth"}}};
    const CertificateRecipe forServers{.extensions = {{NID_ext_key_usage, "serverAuth"}}};
    expectFault({authority.issue(forClients)}, "InvalidPurpose", 0);
    EXPECT_TRUE(check({authority.issue(forServers)}).empty());
    EXPECT_TRUE(check({authority.issue(forClients)}, CertificatePurpose::Client).empty());
    EXPECT_EQ(namesOf(check({authority.issue(forServers)}, CertificatePurpose::Client)),
              std::vector<std::string>{"InvalidPurpose"});
}

TEST_F(CertificateChain, WhoseAuthorityIsNotAllowedToSignItIsNamed)
{
    const IssuedCertificate leaf = authority.issue({.commonName = "not an authority", .names = {}});
    const std::vector<std::string> notAnAuthority = namesOf(check({authority.issue({}, leaf), leaf}));
    EXPECT_NE(std::ranges::find(notAnAuthority, "InvalidCaCertificate"), notAnAuthority.end())
        << testing::PrintToString(notAnAuthority);

    CertificateRecipe limited = authorityRecipe("limited");
    limited.extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}};
    const IssuedCertificate first = authority.issue(limited);
    const IssuedCertificate second = authority.issue(authorityRecipe("below it"), first);
    expectFault({authority.issue({}, second), second, first}, "PathLengthExceeded", 2);

    for (const auto &[constraint, name] : {std::pair("permitted;DNS:inside.example", "NameNotPermitted"),
                                           {"excluded;DNS:localhost", "NameExcluded"}}) {
        CertificateRecipe named = authorityRecipe("of some names");
        named.extensions.emplace_back(NID_name_constraints, constraint);
        const IssuedCertificate between = authority.issue(named);
        expectFault({authority.issue({}, between), between}, name, 0);
    }
}

TEST_F(CertificateChain, ListsAllFaultsAtOnce)
{
    const CertificateRecipe bad{.names = "DNS:a.example",
                                .validity = Validity::Expired,
                                .key = Key::Rsa1024,
                                .digest = "SHA1",
                                .extensions = {{NID_ext_key_usage, "clientAuth"}}};
    std::vector<std::string> names = namesOf(check({authority.issue(bad)}));
    std::ranges::sort(names);
    EXPECT_EQ(names,
              (std::vector<std::string>{"CertificateExpired", "HostNameMismatch", "InvalidPurpose",
                                        "KeyTooWeak", "SignatureTooWeak"}));
}

TEST_F(CertificateChain, WithoutCertificatesOrWithJunkIsRefused)
{
    EXPECT_EQ(namesOf(chainFaults({})), std::vector<std::string>{"NoPeerCertificate"});
    EXPECT_EQ(namesOf(chainFaults({.chain = {bufferOf("junk")}, .authorities = {}, .host = {}})),
              std::vector<std::string>{"UnreadableCertificate"});
    OctetBuffer cut = authority.issue({}).der;
    cut.resize(cut.size() / 2);
    EXPECT_EQ(namesOf(chainFaults({.chain = {cut}, .authorities = {}, .host = {}})),
              std::vector<std::string>{"UnreadableCertificate"});
}

TEST_F(CertificateChain, HasABoundedNumberOfFaultsWithBoundedTexts)
{
    std::vector<IssuedCertificate> chain{authority.certificate()};
    CertificateRecipe old = authorityRecipe(std::string(60, 'x'));
    old.validity = Validity::Expired;
    for (int i = 0; i < 25; ++i) {
        old.commonName[0] = static_cast<char>('a' + i);
        chain.insert(chain.begin(), authority.issue(old, chain.front()));
    }
    const std::vector<CertificateFault> faults = check(chain);
    EXPECT_EQ(faults.size(), mostCertificateFaults);
    for (const CertificateFault &fault : faults)
        EXPECT_LE(fault.subject.size(), longestSubject);
}

TEST(ChainFaults, TheSystemsAuthoritiesAreTrustedIfNoOthersAreGiven)
{
    const QList<QSslCertificate> ofSystem = QSslConfiguration::systemCaCertificates();
    if (ofSystem.isEmpty())
        GTEST_SKIP() << "this system has no authorities";
    // An authority's own certificate need not be good for a server, but a trusted one ends the chain.
    const auto isUnknown = [](const ChainCheck &check) {
        const std::vector<CertificateFault> faults = chainFaults(check);
        return std::ranges::count(faults, "SelfSignedCertificate", &CertificateFault::name) > 0;
    };
    std::size_t trusted = 0;
    for (const QSslCertificate &authority : ofSystem) {
        const QByteArray der = authority.toDer();
        ChainCheck check{.chain = {bufferOf({der.constData(), static_cast<std::size_t>(der.size())})},
                         .authorities = {},
                         .host = {}};
        trusted += isUnknown(check) ? 0 : 1;
        check.authorities.emplace();
        EXPECT_TRUE(isUnknown(check));
    }
    EXPECT_GT(trusted, static_cast<std::size_t>(ofSystem.size()) / 2);
}

TEST(KnownFaults, HaveTheNamesThatUsersGive)
{
    const std::vector<std::string> names = knownFaults();
    EXPECT_TRUE(std::ranges::is_sorted(names));
    for (const char *const name : {"CertificateExpired", "CommonNameOnly", "HostNameMismatch", "KeyTooWeak",
                                   "SelfSignedCertificate", "SignatureTooWeak"})
        EXPECT_EQ(std::ranges::count(names, name), 1) << name;
}

TEST(NamesOf, AreAllDnsNamesAndAddressesAsTheyAre)
{
    TestAuthority authority;
    const auto names = fg::namesOf(
        authority.issue({.names = "DNS:a.example,DNS:*.b.example,IP:127.0.0.1,IP:::1,URI:wss://c.example/"})
            .der);
    ASSERT_TRUE(names);
    EXPECT_EQ(names->dnsNames, (std::vector<std::string>{"a.example", "*.b.example"}));
    ASSERT_EQ(names->addresses.size(), 2U);
    EXPECT_EQ(toHex(names->addresses[0]), "7f000001");
    EXPECT_EQ(toHex(names->addresses[1]), "00000000000000000000000000000001");
    EXPECT_EQ(names->commonName, "the server");
    EXPECT_FALSE(names->isUnreadable);
    const auto raw = fg::namesOf(authority.issue({.rawNames = {"a\0b"s, ""s}}).der);
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->dnsNames, (std::vector<std::string>{"a\0b"s, ""s}));
    EXPECT_FALSE(fg::namesOf(octetsOf("junk")));
}

} // namespace
} // namespace fg::test::certificate_chain_test
